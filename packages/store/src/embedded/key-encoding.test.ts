import fc from 'fast-check';
import { expect, test } from 'vitest';
import { compareValues, EMPTY_ARRAY } from '../query/bson-order.ts';
import { afterPrefix, decodeKey, encodeKey, typeBounds } from './key-encoding.ts';

const scalar = fc.oneof(
  fc.constantFrom(null, true, false, EMPTY_ARRAY),
  fc.double({ noNaN: true }).map((number) => (number === 0 ? 0 : number)),
  fc.integer(),
  fc.string({ unit: 'binary' }),
  fc.constantFrom('', '\0', '\0\0', 'a\0', 'a\0b', 'a', '\ud7ff', '\ue000', '\u{10ffff}', '\u{1f600}'),
  fc.date({ noInvalidDate: true }),
  fc.uint8Array({ maxLength: 4 }).map((bytes) => Buffer.from(bytes)),
);
const { value } = fc.letrec<{ value: unknown }>((tie) => ({
  value: fc.oneof(
    { depthSize: 'small', withCrossShrink: true },
    scalar,
    fc.array(tie('value'), { maxLength: 3 }),
    fc.dictionary(fc.constantFrom('a', 'b', 'ab', 'a\u{1f600}'), tie('value'), {
      maxKeys: 3,
      noNullPrototype: true,
    }),
  ),
}));

/** As SQLite compares text: byte by byte. */
function compareBytes(left: string, right: string): number {
  return Buffer.compare(Buffer.from(left), Buffer.from(right));
}

test('keys sort as the values they stand for', () => {
  fc.assert(
    fc.property(value, value, (left, right) => {
      expect(Math.sign(compareBytes(encodeKey(left), encodeKey(right)))).toBe(
        Math.sign(compareValues(left, right)),
      );
    }),
    { numRuns: 3_000 },
  );
});

test('a key lies within the bounds of its type', () => {
  fc.assert(
    fc.property(value, (one) => {
      const key = encodeKey(one);
      const { from, below } = typeBounds(key);
      expect(compareBytes(from, key)).toBeLessThanOrEqual(0);
      expect(compareBytes(key, below)).toBeLessThan(0);
    }),
  );
});

test('what begins with a prefix is exactly what lies between it and its successor', () => {
  const text = fc.string({ unit: fc.constantFrom('a', '\ud7ff', '\ue000', '\u{10ffff}'), maxLength: 4 });
  fc.assert(
    fc.property(text, text, (prefix, other) => {
      const below = afterPrefix(prefix);
      const between =
        compareBytes(prefix, other) <= 0 && (below === undefined || compareBytes(other, below) < 0);
      expect(between).toBe(other.startsWith(prefix));
    }),
  );
});

test('numbers and texts can be read out of their keys', () => {
  fc.assert(
    fc.property(
      fc.oneof(fc.double({ noNaN: true }), fc.maxSafeInteger(), fc.string({ unit: 'binary' })),
      (one) => {
        // There is one zero.
        expect(decodeKey(encodeKey(one))).toBe(one === 0 ? 0 : one);
      },
    ),
    { numRuns: 1_000 },
  );
  for (const one of [null, true, [1], { a: 1 }, new Date(0)])
    expect(decodeKey(encodeKey(one))).toBeUndefined();
});
