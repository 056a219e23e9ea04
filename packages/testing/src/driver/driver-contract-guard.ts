import { AppError } from '@lapor/kernel';
import { describe, expect, test } from 'vitest';
import type { Rows, Sample, Samples } from './driver-samples.ts';

/** Cast away the types: the guard is for what they do not catch. */
type Loose = Record<string, (...args: unknown[]) => unknown>;

async function refusal(call: () => unknown): Promise<unknown> {
  try {
    const result = call();
    await (result as Promise<unknown>);
    if (typeof result === 'object' && result !== null && 'toArray' in result)
      await (result as { toArray(): unknown }).toArray();
  } catch (error) {
    return error;
  }
  return undefined;
}

async function expectRefused(call: () => unknown, named: string): Promise<void> {
  const error = await refusal(call);
  expect(error).toBeInstanceOf(AppError);
  expect((error as AppError).code).toMatch(/^(unsupported|invalid)$/);
  expect((error as AppError).message).toContain(named);
}

export function guardContract(current: () => Samples): void {
  describe('the guard', () => {
    const filters: readonly [string, object][] = [
      ['$type', { score: { $type: 'number' } }],
      ['$where', { $where: 'true' }],
      ['$expr', { $expr: { $eq: ['$a', '$b'] } }],
      ['$text', { $text: { $search: 'x' } }],
      ['$all', { tags: { $all: ['a'] } }],
      ['$mod', { score: { $mod: [2, 0] } }],
      ['$regex', { _id: /road/ }],
      ['$regex', { _id: { $regex: '^a.*b' } }],
      ['$regex with the flags i', { _id: /^a/i }],
      ['$options', { _id: { $regex: '^a', $options: 'i' } }],
      ['$gt with null', { score: { $gt: null } }],
      ['undefined', { score: undefined }],
      ['plain', { plain: 1 }],
      ['status', { status: 'new' }],
      ['status', { score: { $ne: 1 }, status: 'new' }],
      ['plain', { $or: [{ score: 1 }, { plain: 1 }] }],
      ['unpublished', { unpublished: false }],
      ['more than 10000', { score: { $in: Array.from({ length: 10_001 }, (_, n) => n) } }],
    ];
    test.each(filters)('refuses a filter by name: %s', async (named, filter) => {
      const { rows } = current();
      await expectRefused(() => rows.find(filter), named);
      await expectRefused(() => rows.findOne(filter), named);
      await expectRefused(() => rows.countDocuments(filter), named);
      await expectRefused(() => rows.updateOne(filter, { $set: { score: 1 } }), named);
      await expectRefused(() => rows.deleteMany(filter), named);
      await expectRefused(() => rows.bulkWrite([{ deleteOne: { filter } }]), named);
    });

    const updates: readonly [string, object][] = [
      ['$rename', { $rename: { a: 'b' } }],
      ['$currentDate', { $currentDate: { due: true } }],
      ['$pop', { $pop: { tags: 1 } }],
      ['$bit', { $bit: { score: { and: 1 } } }],
      ['$push with $sort', { $push: { tags: { $each: [], $sort: 1 } } }],
      ['$push with $position', { $push: { tags: { $each: ['a'], $position: 0 } } }],
      ['positional', { $set: { 'tags.$': 1 } }],
      ['positional', { $set: { 'tags.$[]': 1 } }],
      ['pipeline', [{ $set: { score: 1 } }]],
      ['conflict', { $set: { meta: {} }, $inc: { 'meta.n': 1 } }],
      ['plain', { plain: 1 }],
      ['ObjectId', { $set: { meta: { _bsontype: 'ObjectId' } } }],
      ['NaN', { $set: { score: Number.NaN } }],
      ['bigint', { $set: { score: 1n } }],
      ['undefined', { $set: { score: undefined } }],
      ['nothing', {}],
    ];
    test.each(updates)('refuses an update by name: %s', async (named, update) => {
      const { rows } = current();
      await rows.insertOne({ _id: 'a', version: 1, tags: ['x'] });
      await expectRefused(() => rows.updateOne({ _id: 'a' }, update), named);
      await expectRefused(() => rows.updateMany({ _id: 'a' }, update), named);
      await expectRefused(() => rows.findOneAndUpdate({ _id: 'a' }, update), named);
      await expectRefused(() => rows.bulkWrite([{ updateOne: { filter: { _id: 'a' }, update } }]), named);
      expect(await rows.findOne({ _id: 'a' })).toEqual({ _id: 'a', version: 1, tags: ['x'] });
    });

    const documents: readonly [string, object][] = [
      ['_id', { version: 1 }],
      ['_id', { _id: 7, version: 1 }],
      ['"$set"', { _id: 'a', meta: { $set: 1 } }],
      ['"a.b"', { _id: 'a', 'a.b': 1 }],
      ['Infinity', { _id: 'a', score: Number.POSITIVE_INFINITY }],
      ['function', { _id: 'a', meta: () => 1 }],
      ['RegExp', { _id: 'a', meta: /x/ }],
      ['invalid date', { _id: 'a', due: new Date(Number.NaN) }],
    ];
    test.each(documents)('refuses a document by name: %s', async (named, document) => {
      const { rows } = current();
      await expectRefused(() => rows.insertOne(document as Sample), named);
      await expectRefused(() => rows.insertMany([{ _id: 'ok', version: 1 }, document as Sample]), named);
      await expectRefused(() => rows.bulkWrite([{ insertOne: { document } }]), named);
      expect(await rows.countDocuments({})).toBe(0);
    });

    const options: readonly [string, (rows: Rows) => unknown][] = [
      ['collation', (rows) => rows.find({}, { collation: { locale: 'id' } })],
      ['hint', (rows) => rows.findOne({ _id: 'a' }, { hint: 'x' })],
      ['session', (rows) => rows.updateOne({ _id: 'a' }, { $set: { score: 1 } }, { session: {} })],
      ['arrayFilters', (rows) => rows.updateOne({ _id: 'a' }, { $set: { score: 1 } }, { arrayFilters: [] })],
      ['without an _id', (rows) => rows.updateOne({ score: 1 }, { $set: { version: 1 } }, { upsert: true })],
      [
        'returnOriginal',
        (rows) => rows.findOneAndUpdate({ _id: 'a' }, { $set: { score: 1 } }, { returnOriginal: false }),
      ],
      ['$slice', (rows) => rows.findOne({ _id: 'a' }, { projection: { tags: { $slice: 1 } } })],
      ['mix', (rows) => rows.findOne({ _id: 'a' }, { projection: { tags: 1, notes: 0 } })],
      ['natural', (rows) => rows.find({}).sort({ _id: 'natural' })],
      ['expireAfterSeconds', (rows) => rows.createIndex({ due: 1 }, { expireAfterSeconds: 1 })],
      ['text', (rows) => rows.createIndex({ status: 'text' })],
      ['sparse', (rows) => rows.createIndex({ status: 1 }, { sparse: true })],
      ['aggregate', (rows) => (rows as unknown as Loose)['aggregate']!([])],
      ['distinct', (rows) => (rows as unknown as Loose)['distinct']!('score')],
      ['watch', (rows) => (rows as unknown as Loose)['watch']!()],
      ['rename', (rows) => (rows as unknown as Loose)['rename']!('other')],
    ];
    test.each(options)('refuses %s by name', async (named, call) => {
      await expectRefused(() => call(current().rows), named);
    });

    test('sorts at most 1,000 documents in memory', async () => {
      const { rows } = current();
      const many = Array.from({ length: 1_001 }, (_, n) => ({
        _id: String(n),
        version: n,
        score: n === 0 ? 1 : 2,
      }));
      await rows.insertMany(many);
      await expectRefused(() => rows.find({}).sort({ plain: 1 }), 'sort in memory');
      await expectRefused(() => rows.findOne({}, { sort: { version: 1 } }), 'sort in memory');
      expect(await rows.find({ score: 2 }).sort({ version: -1 }).toArray()).toHaveLength(1_000);
      expect(await rows.find({}).sort({ score: 1 }).toArray()).toHaveLength(1_001);
    });
  });
}
