import fc from 'fast-check';
import { expect, it } from 'vitest';
import { KeyedQueue } from './keyed-queue.ts';

it('runs tasks of one key in order and never two at once, whatever fails, and different keys at once', async () => {
  const task = fc.record({ key: fc.constantFrom('a', 'b', 'c'), turns: fc.nat(4), fails: fc.boolean() });
  await fc.assert(
    fc.asyncProperty(fc.array(task, { maxLength: 20 }), async (tasks) => {
      const queue = new KeyedQueue();
      const running = new Map<string, number>();
      const done: number[] = [];
      const results = await Promise.allSettled(
        tasks.map(({ key, turns, fails }, at) =>
          queue.run(key, async () => {
            expect(running.has(key)).toBe(false);
            running.set(key, at);
            for (let turn = 0; turn < turns; turn += 1) await Promise.resolve();
            running.delete(key);
            done.push(at);
            if (fails) throw new Error('failed');
            return at;
          }),
        ),
      );
      for (const [at, { fails }] of tasks.entries()) {
        expect(results[at]?.status).toBe(fails ? 'rejected' : 'fulfilled');
      }
      for (const key of ['a', 'b', 'c']) {
        const order = done.filter((at) => tasks[at]?.key === key);
        expect(order).toEqual(order.toSorted((one, other) => one - other));
      }
    }),
  );
});

it('does not make one key wait for another', async () => {
  const queue = new KeyedQueue();
  const gate = Promise.withResolvers<string>();
  const slow = queue.run('slow', () => gate.promise);
  expect(await queue.run('quick', () => Promise.resolve('done'))).toBe('done');
  gate.resolve('late');
  expect(await slow).toBe('late');
});
