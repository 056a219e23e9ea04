import fc from 'fast-check';
import mongoose from 'mongoose';
import { expect, it } from 'vitest';
import { bsonSize, listSize } from './bson-size.ts';

const names = fc.string({ unit: 'binary' }).map((name) => name.replaceAll('\0', '_'));
const { value } = fc.letrec<{ value: unknown }>((tie) => ({
  value: fc.oneof(
    { depthSize: 'small' },
    fc.string({ unit: 'binary' }),
    fc.integer(),
    fc.double({ noNaN: true }),
    fc.maxSafeInteger(),
    fc.boolean(),
    fc.constant(null),
    fc.constant(undefined),
    fc.date({ noInvalidDate: true }),
    fc.uint8Array().map((bytes) => Buffer.from(bytes)),
    fc.array(tie('value'), { maxLength: 12 }),
    fc.dictionary(names, tie('value')),
  ),
}));

it('gives the size the database would', () => {
  fc.assert(
    fc.property(fc.dictionary(names, value), (document) => {
      const options = { ignoreUndefined: true };
      expect(bsonSize(document)).toBe(mongoose.mongo.BSON.calculateObjectSize(document, options));
    }),
    { numRuns: 500 },
  );
});

it('a list looked through before has the same size still', () => {
  const items = Array.from({ length: 12 }, (_, at) => ({ at, text: 'é'.repeat(at) }));
  for (const list of [[], items, items.slice(3), [...items, { at: 12 }]])
    expect(bsonSize({ a: 1 }) + listSize('liste', list)).toBe(bsonSize({ a: 1, liste: list }));
});
