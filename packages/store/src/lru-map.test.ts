import fc from 'fast-check';
import { expect, it } from 'vitest';
import { LruMap } from './lru-map.ts';

it('keeps the last touched ones and no more than its limit', () => {
  const step = fc.tuple(fc.constantFrom('set', 'get', 'delete'), fc.nat(9));
  fc.assert(
    fc.property(fc.nat(5), fc.array(step, { maxLength: 60 }), (limit, steps) => {
      const map = new LruMap<number, string>(limit);
      let model: number[] = [];
      for (const [what, key] of steps) {
        if (what === 'set') {
          map.set(key, `v${key}`);
          model = [...model.filter((kept) => kept !== key), key].slice(-limit || model.length + 1);
        } else if (what === 'delete') {
          map.delete(key);
          model = model.filter((kept) => kept !== key);
        } else {
          expect(map.get(key)).toBe(model.includes(key) ? `v${key}` : undefined);
          if (model.includes(key)) model = [...model.filter((kept) => kept !== key), key];
        }
        expect(map.size).toBe(model.length);
      }
    }),
  );
});
