import fc from 'fast-check';
import mongoose from 'mongoose';
import { expect, it } from 'vitest';
import { bsonSize } from './bson-size.ts';

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
