import { describe, expect, test } from 'vitest';
import type { Sample, Samples } from './driver-samples.ts';

const at = new Date('2026-03-04T05:06:07.089Z');

const full: Sample = {
  _id: 'full',
  version: 1,
  status: 'assigned',
  agency: null,
  due: at,
  score: 1.5,
  tags: ['road', 'night'],
  notes: [{ by: 'ani', stars: 3, at }, { by: 'budi' }],
  unpublished: true,
  sealed: Buffer.from([0, 1, 2, 254, 255]),
  meta: { deep: [{ at, none: null, list: [[1], []] }], 'ключ 🛣️': '\u0000 "quoted" \ud83d\ude00', empty: {} },
};

export function writeContract(current: () => Samples): void {
  describe('writing', () => {
    test('gives back what was stored, type for type', async () => {
      const { rows } = current();
      expect(await rows.insertOne(full)).toMatchObject({ acknowledged: true, insertedId: 'full' });
      const read = await rows.findOne({ _id: 'full' });
      expect(read).toEqual(full);
      expect(read?.due).toBeInstanceOf(Date);
      expect(Buffer.isBuffer(read?.sealed)).toBe(true);
      expect(Object.keys(read ?? {})[0]).toBe('_id');
    });

    test('half of an emoji, as a cut-off message has it, is stored and found as U+FFFD', async () => {
      const { rows } = current();
      await rows.insertOne({ _id: 'id\ud83d', version: 1, status: 'cut \ud83d', tags: ['\ude00 off'] });
      const stored = { _id: 'id\ufffd', version: 1, status: 'cut \ufffd', tags: ['\ufffd off'] };
      const everywhere = { _id: { $gte: '' } };
      for (const filter of [
        { _id: 'id\ud83d' },
        { ...everywhere, status: 'cut \udbff' },
        { ...everywhere, status: stored.status },
        { ...everywhere, tags: { $in: ['\ud83d off'] } },
      ]) {
        expect(await rows.find(filter).toArray()).toEqual([stored]);
      }
      await rows.updateOne({ _id: stored._id }, { $set: { agency: 'new \ud83d' } });
      expect((await rows.findOne({ _id: stored._id }))?.agency).toBe('new \ufffd');
      await expect(rows.insertOne({ _id: 'id\udfff', version: 2 })).rejects.toMatchObject({ code: 11000 });
    });

    test('a taken _id is 11000 with its key, and changes nothing', async () => {
      const { rows } = current();
      await rows.insertOne({ _id: 'a', version: 1 });
      await expect(rows.insertOne({ _id: 'a', version: 2 })).rejects.toMatchObject({
        code: 11000,
        keyPattern: { _id: 1 },
        keyValue: { _id: 'a' },
      });
      expect(await rows.findOne({ _id: 'a' })).toEqual({ _id: 'a', version: 1 });
    });

    test('a unique index holds for inserts, updates and upserts', async () => {
      const { rows } = current();
      await rows.insertMany([
        { _id: 'a', version: 1, email: 'a@x.id' },
        { _id: 'b', version: 1, email: 'b@x.id' },
        { _id: 'c', version: 1 },
        { _id: 'd', version: 1 },
      ]);
      const duplicate = { code: 11000, keyPattern: { email: 1 }, keyValue: { email: 'a@x.id' } };
      await expect(rows.insertOne({ _id: 'e', version: 1, email: 'a@x.id' })).rejects.toMatchObject(
        duplicate,
      );
      await expect(rows.updateOne({ _id: 'b' }, { $set: { email: 'a@x.id' } })).rejects.toMatchObject(
        duplicate,
      );
      await expect(
        rows.updateOne({ _id: 'f' }, { $set: { email: 'a@x.id' } }, { upsert: true }),
      ).rejects.toMatchObject(duplicate);
      expect(await rows.countDocuments({})).toBe(4);
      await rows.updateOne({ _id: 'a' }, { $unset: { email: '' } });
      await rows.updateOne({ _id: 'b' }, { $set: { email: 'a@x.id' } });
      expect((await rows.findOne({ email: 'a@x.id' }))?._id).toBe('b');
    });

    test('the guard: only one of many writers with the same version wins', async () => {
      const { rows } = current();
      await rows.insertOne({ _id: 'a', version: 0 });
      for (let version = 0; version < 5; version++) {
        const results = await Promise.all(
          Array.from({ length: 8 }, (_, writer) =>
            rows.updateOne(
              { _id: 'a', version },
              { $set: { version: version + 1 }, $push: { tags: `w${writer}` } },
            ),
          ),
        );
        expect(results.filter((result) => result.matchedCount === 1)).toHaveLength(1);
      }
      const stored = await rows.findOne({ _id: 'a' });
      expect(stored?.version).toBe(5);
      expect(stored?.tags).toHaveLength(5);
    });

    test('says what was matched, modified and upserted', async () => {
      const { rows } = current();
      const none = {
        acknowledged: true,
        matchedCount: 0,
        modifiedCount: 0,
        upsertedCount: 0,
        upsertedId: null,
      };
      expect(await rows.updateOne({ _id: 'a' }, { $set: { score: 1 } })).toEqual(none);
      expect(
        await rows.updateOne(
          { _id: 'a' },
          { $set: { score: 1 }, $setOnInsert: { version: 1 } },
          { upsert: true },
        ),
      ).toEqual({ ...none, upsertedCount: 1, upsertedId: 'a' });
      const again = { $set: { score: 1 }, $setOnInsert: { version: 9 } };
      expect(await rows.updateOne({ _id: 'a' }, again, { upsert: true })).toEqual({
        ...none,
        matchedCount: 1,
      });
      expect(await rows.updateOne({ _id: 'a', version: 1 }, { $inc: { version: 1 } })).toEqual({
        ...none,
        matchedCount: 1,
        modifiedCount: 1,
      });
      expect(await rows.findOne({ _id: 'a' })).toEqual({ _id: 'a', score: 1, version: 2 });
    });

    test('an upsert whose guard does not hold is a conflict, not a second document', async () => {
      const { rows } = current();
      await rows.insertOne({ _id: 'a', version: 2 });
      const late = rows.updateOne({ _id: 'a', version: 1 }, { $set: { score: 1 } }, { upsert: true });
      await expect(late).rejects.toMatchObject({ code: 11000, keyPattern: { _id: 1 } });
    });

    test('replaces, finds and updates, finds and deletes', async () => {
      const { rows } = current();
      await rows.insertOne({ _id: 'a', version: 1, tags: ['x'] });
      expect(await rows.replaceOne({ _id: 'a' }, { version: 2 })).toMatchObject({
        matchedCount: 1,
        modifiedCount: 1,
      });
      expect(await rows.findOne({ _id: 'a' })).toEqual({ _id: 'a', version: 2 });
      expect(await rows.replaceOne({ _id: 'b' }, { version: 1 }, { upsert: true })).toMatchObject({
        upsertedId: 'b',
      });
      const increment = { $inc: { version: 1 } };
      expect(await rows.findOneAndUpdate({ _id: 'a' }, increment)).toEqual({ _id: 'a', version: 2 });
      expect(await rows.findOneAndUpdate({ _id: 'a' }, increment, { returnDocument: 'after' })).toEqual({
        _id: 'a',
        version: 4,
      });
      expect(await rows.findOneAndUpdate({ _id: 'x' }, increment)).toBeNull();
      expect(
        await rows.findOneAndUpdate({ _id: 'c' }, increment, { upsert: true, returnDocument: 'after' }),
      ).toEqual({ _id: 'c', version: 1 });
      await rows.insertOne({ _id: 'd', version: 1, score: 5 });
      await rows.insertOne({ _id: 'e', version: 1, score: 4 });
      const least = { sort: { score: 1 }, projection: { score: 1 } };
      expect(await rows.findOneAndDelete({ score: { $gt: 1 } }, least)).toEqual({ _id: 'e', score: 4 });
      expect(await rows.findOne({ _id: 'e' })).toBeNull();
    });

    test('updates and deletes many', async () => {
      const { rows } = current();
      await rows.insertMany(
        Array.from({ length: 10 }, (_, n) => ({ _id: `${n}`, version: n, score: n % 2 })),
      );
      expect(await rows.updateMany({ score: 1 }, { $max: { version: 5 } })).toMatchObject({
        matchedCount: 5,
        modifiedCount: 2,
      });
      expect(await rows.deleteMany({ score: 0 })).toMatchObject({ deletedCount: 5 });
      expect(await rows.deleteOne({ score: 1 })).toMatchObject({ deletedCount: 1 });
      expect(await rows.estimatedDocumentCount()).toBe(4);
    });

    test('a bulk write stops at the first failure when ordered, else goes on', async () => {
      const { rows } = current();
      const insert = (_id: string): object => ({ insertOne: { document: { _id, version: 1 } } });
      const result = await rows.bulkWrite([
        insert('a'),
        { updateOne: { filter: { _id: 'a' }, update: { $inc: { version: 1 } } } },
        { updateOne: { filter: { _id: 'b' }, update: { $set: { version: 1 } }, upsert: true } },
        { replaceOne: { filter: { _id: 'b' }, replacement: { version: 7 } } },
        { updateMany: { filter: { _id: { $in: ['a', 'b'] } }, update: { $set: { score: 1 } } } },
        { deleteOne: { filter: { _id: 'a' } } },
        { deleteMany: { filter: { _id: 'none' } } },
      ]);
      expect(result).toMatchObject({
        insertedCount: 1,
        matchedCount: 4,
        modifiedCount: 4,
        deletedCount: 1,
        upsertedCount: 1,
        upsertedIds: { 2: 'b' },
      });
      const clash = [insert('c'), insert('b'), insert('d')];
      await expect(rows.bulkWrite(clash)).rejects.toMatchObject({ code: 11000, writeErrors: [{ index: 1 }] });
      expect(await rows.findOne({ _id: 'd' })).toBeNull();
      const unordered = rows.bulkWrite([insert('c'), insert('b'), insert('d')], { ordered: false });
      await expect(unordered).rejects.toMatchObject({ writeErrors: [{ index: 0 }, { index: 1 }] });
      expect(await rows.findOne({ _id: 'd' })).not.toBeNull();
    });
  });
}
