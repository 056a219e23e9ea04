import { Schema } from '@lapor/store';
import type { StoreConnection } from '@lapor/store';
import { describe, expect, test } from 'vitest';
import { openSamples } from './driver-samples.ts';
import type { Samples } from './driver-samples.ts';

export function modelContract(
  current: () => Samples,
  connect: (service: string) => Promise<StoreConnection>,
): void {
  describe('mongoose models', () => {
    test('create, change, save and read documents', async () => {
      const { model } = current();
      const created = await model.create({
        _id: 'a',
        version: 1,
        tags: ['x'],
        due: new Date(5),
        sealed: Buffer.from('s'),
      });
      created.set('score', 4);
      created.tags?.push('y');
      await created.save();
      const read = await model.findById('a');
      expect(read?.toObject({ flattenMaps: true })).toMatchObject({
        version: 1,
        tags: ['x', 'y'],
        score: 4,
        due: new Date(5),
      });
      expect(read?.sealed?.toString()).toBe('s');
      expect(await model.exists({ score: 4 })).toEqual({ _id: 'a' });
      await read?.deleteOne();
      expect(await model.findById('a')).toBeNull();
    });

    test('query, update and count through the query builder', async () => {
      const { model } = current();
      await model.insertMany([1, 2, 3].map((n) => ({ _id: `m${n}`, version: n, score: n })));
      expect(
        await model
          .find({ score: { $gte: 2 } })
          .sort({ score: -1 })
          .limit(1)
          .select('score')
          .lean(),
      ).toEqual([{ _id: 'm3', score: 3 }]);
      expect(await model.updateOne({ _id: 'm1', version: 1 }, { $inc: { version: 1 } })).toMatchObject({
        modifiedCount: 1,
      });
      const after = await model
        .findOneAndUpdate({ _id: 'm9' }, { $set: { version: 9 } }, { upsert: true, returnDocument: 'after' })
        .lean();
      expect(after).toMatchObject({ _id: 'm9', version: 9 });
      expect(await model.countDocuments({ _id: /^m/ })).toBe(4);
      const seen: string[] = [];
      for await (const { _id } of model.find({}).sort({ _id: 1 }).cursor()) seen.push(_id);
      expect(seen).toEqual(['m1', 'm2', 'm3', 'm9']);
      expect(await model.deleteMany({ score: { $lt: 3 } })).toMatchObject({ deletedCount: 2 });
      const bulk = await model.bulkWrite([
        { updateOne: { filter: { _id: 'm9' }, update: { $set: { score: 1 } } } },
      ]);
      expect(bulk.modifiedCount).toBe(1);
      await expect(model.insertMany([{ _id: 'm9', version: 1 }])).rejects.toMatchObject({ code: 11000 });
    });

    test('are held to the guard and to their schema', async () => {
      const { model } = current();
      await expect(model.find({ plain: 1 })).rejects.toMatchObject({ code: 'unsupported' });
      await expect(model.find({ nowhere: 1 } as object)).rejects.toThrow('nowhere');
      await expect(model.aggregate([{ $match: {} }])).rejects.toMatchObject({ code: 'unsupported' });
    });

    test('have the indexes of their schema', async () => {
      const { rows } = current();
      const indexes = await rows.indexes();
      expect(
        indexes.map(({ name, unique = false }) => `${name}${unique ? ' unique' : ''}`).toSorted(),
      ).toEqual([
        '_id_',
        'agency_1_status_1_due_1',
        'due_-1__id_1',
        'email_1 unique',
        'meta_1',
        'notes.by_1_notes.stars_1',
        'score_1',
        'score_1__id_1',
        'tags_1',
        'unpublished_1_version_1',
      ]);
      expect(indexes.find(({ name }) => name === 'unpublished_1_version_1')).toMatchObject({
        key: { unpublished: 1, version: 1 },
        partialFilterExpression: { unpublished: true },
      });
      expect(await rows.listIndexes().toArray()).toHaveLength(indexes.length);
    });
  });

  describe('connections', () => {
    test('services do not see each other, and what one stored is there when it comes back', async () => {
      const one = await openSamples(await connect('one'));
      const other = await openSamples(await connect('other'));
      try {
        await one.rows.insertOne({ _id: 'a', version: 1 });
        expect(await other.rows.findOne({ _id: 'a' })).toBeNull();
        await one.connection.ping();
        await one.connection.close();
        const again = await openSamples(await connect('one'));
        expect(await again.rows.findOne({ _id: 'a' })).toEqual({ _id: 'a', version: 1 });
        expect(await again.rows.drop()).toBe(true);
        expect(await again.rows.find({}).toArray()).toEqual([]);
        await again.connection.close();
      } finally {
        await other.connection.close();
      }
    });

    test('an index made later covers what is there, and cannot be redefined', async () => {
      const connection = await connect('later');
      const schema = new Schema({ _id: String, kind: String, n: Number }, { versionKey: false });
      const model = connection.model('later', schema);
      await connection.ready();
      const rows = model.collection;
      await rows.deleteMany({});
      await model.create({ _id: 'a', kind: 'x' }, { _id: 'b', kind: 'x' });
      await expect(rows.createIndex({ kind: 1 }, { unique: true })).rejects.toMatchObject({ code: 11000 });
      await rows.createIndex({ kind: 1 }, { name: 'by_kind' });
      await rows.createIndex({ kind: 1 }, { name: 'by_kind' });
      await expect(rows.createIndex({ n: 1 }, { name: 'by_kind' })).rejects.toMatchObject({ code: 86 });
      await rows.drop();
      await connection.close();
    });

    test.each([
      ['partial', { partialFilterExpression: { n: 1 } }],
      ['unique', { unique: true }],
    ])('an index that is there cannot become %s: nothing starts on it', async (name, options) => {
      const before = await declaring(name, [[{ n: 1 }]]);
      await before.connection.ready();
      const after = await declaring(name, [[{ n: 1 }, options]]);
      await expect(after.connection.ready()).rejects.toMatchObject({ code: 86 });
      await before.rows.drop();
      await Promise.all([before.connection.close(), after.connection.close()]);
    });

    test('no index is begun before it is asked for: on a full collection that takes minutes', async () => {
      const { connection, model, rows } = await declaring('calm', [[{ n: 1 }]]);
      await model.init();
      const names = async () => (await rows.indexes()).map(({ name }) => String(name)).toSorted();
      expect(await names()).not.toContain('n_1');
      await connection.ready();
      expect(await names()).toEqual(['_id_', 'n_1']);
      await rows.drop();
      await connection.close();
    });

    test('an index that is declared no more goes, or is named where others may need it still', async () => {
      const before = await declaring('old', [[{ n: 1 }], [{ kind: 1 }]]);
      await before.connection.ready();
      expect(await before.connection.oldIndexes()).toEqual([]);
      const { connection, rows } = await declaring('old', [[{ kind: 1 }]]);
      await connection.ready();
      const old = await connection.oldIndexes();
      expect(old).toEqual(connection.profile === 'embedded' ? [] : [{ collection: 'old', name: 'n_1' }]);
      const there = (await rows.indexes()).map(({ name }) => String(name));
      expect(there.toSorted()).toEqual(['_id_', 'kind_1', ...old.map(({ name }) => name)]);
      await rows.drop();
      await Promise.all([before.connection.close(), connection.close()]);
    });

    async function declaring(name: string, indexes: readonly (readonly [Record<string, 1>, object?])[]) {
      const connection = await connect('indexes');
      const schema = new Schema({ _id: String, kind: String, n: Number }, { versionKey: false });
      for (const [fields, options] of indexes) schema.index(fields, options);
      const model = connection.model(name, schema);
      return { connection, model, rows: model.collection };
    }
  });
}
