import { beforeEach, describe, expect, test } from 'vitest';
import type { Sample, Samples } from './driver-samples.ts';

const day = (n: number): Date => new Date(Date.UTC(2026, 0, n));

const stored: readonly Sample[] = [
  { _id: 'a', version: 1, agency: 'pu', status: 'new', due: day(3), score: 10, tags: ['road', 'night'] },
  { _id: 'b', version: 1, agency: 'pu', status: 'done', due: day(1), score: 2, tags: [] },
  {
    _id: 'c',
    version: 2,
    agency: 'pu',
    status: 'new',
    due: null,
    score: 7,
    tags: ['water'],
    unpublished: true,
  },
  { _id: 'd', version: 3, agency: 'pdam', status: 'new', due: day(2), meta: 'text', unpublished: true },
  {
    _id: 'e',
    version: 4,
    agency: null,
    notes: [
      { by: 'ani', stars: 5 },
      { by: 'budi', stars: 1 },
    ],
    meta: 5,
  },
  {
    _id: 'f',
    version: 5,
    agency: 'pu',
    status: 'new',
    notes: [{ by: 'budi', stars: 4 }],
    meta: { k: [1, 2] },
  },
];

export function queryContract(current: () => Samples): void {
  describe('querying', () => {
    beforeEach(async () => {
      await current().rows.insertMany(stored);
    });

    const filters: readonly [string, object, readonly string[]][] = [
      ['_id', { _id: 'b' }, ['b']],
      ['_id $in', { _id: { $in: ['f', 'x', 'a'] } }, ['a', 'f']],
      ['many $in', { score: { $in: Array.from({ length: 9_999 }, (_, n) => n) } }, ['a', 'b', 'c']],
      ['_id range', { _id: { $gt: 'b', $lte: 'd' } }, ['c', 'd']],
      ['_id prefix', { _id: /^a/ }, ['a']],
      ['everything', {}, ['a', 'b', 'c', 'd', 'e', 'f']],
      ['equality', { agency: 'pu', status: 'new' }, ['a', 'c', 'f']],
      ['null or missing', { agency: 'pu', status: 'new', due: null }, ['c', 'f']],
      ['null', { agency: null }, ['e']],
      ['$in', { agency: { $in: ['pdam', null] } }, ['d', 'e']],
      ['$ne beside an index', { agency: 'pu', status: { $ne: 'new' } }, ['b']],
      ['$nin beside an index', { agency: 'pu', status: { $nin: ['done'] } }, ['a', 'c', 'f']],
      ['range of dates', { agency: 'pu', status: 'new', due: { $gte: day(1), $lt: day(4) } }, ['a']],
      ['range of numbers', { score: { $gt: 2, $lte: 10 } }, ['a', 'c']],
      ['a range stays within its type', { meta: { $gt: 1 } }, ['e']],
      ['array contains', { tags: 'road' }, ['a']],
      ['array prefix', { tags: { $regex: '^w' } }, ['c']],
      ['array $in', { tags: { $in: ['night', 'water', 'x'] } }, ['a', 'c']],
      ['field of elements', { 'notes.by': 'budi' }, ['e', 'f']],
      ['different elements may match', { 'notes.by': 'budi', 'notes.stars': 5 }, ['e']],
      [
        '$elemMatch asks for one element',
        { 'notes.by': 'budi', notes: { $elemMatch: { by: 'budi', stars: { $gt: 1 } } } },
        ['f'],
      ],
      ['$exists beside an index', { agency: 'pu', due: { $exists: false } }, ['f']],
      ['$size', { tags: 'road', notes: { $exists: false } }, ['a']],
      ['$and', { $and: [{ agency: 'pu' }, { score: { $lt: 8 } }] }, ['b', 'c']],
      [
        '$or of indexed branches',
        { $or: [{ score: 2 }, { agency: 'pdam' }, { tags: 'water' }] },
        ['b', 'c', 'd'],
      ],
      ['$not', { agency: 'pu', score: { $not: { $gt: 5 } } }, ['b', 'f']],
      ['$nor', { agency: 'pu', $nor: [{ status: 'done' }, { score: 7 }] }, ['a', 'f']],
      ['whole object', { meta: { k: [1, 2] } }, ['f']],
      ['partial index', { unpublished: true }, ['c', 'd']],
      ['nothing', { score: 'ten' }, []],
    ];
    test.each(filters)('%s', async (_name, filter, expected) => {
      const { rows } = current();
      const found = await rows.find(filter).toArray();
      expect(found.map((row) => row._id).toSorted()).toEqual(expected);
      expect(await rows.countDocuments(filter)).toBe(expected.length);
      expect((await rows.findOne(filter)) !== null).toBe(expected.length > 0);
    });

    const sorts: readonly [string, object, object, readonly string[]][] = [
      ['by _id down', {}, { _id: -1 }, ['f', 'e', 'd', 'c', 'b', 'a']],
      ['by the rest of an index', { agency: 'pu', status: 'new' }, { due: 1 }, ['c', 'f', 'a']],
      ['the same backwards', { agency: 'pu', status: 'new' }, { due: -1 }, ['a', 'f', 'c']],
      [
        'merged after $in',
        { agency: { $in: ['pu', 'pdam'] }, status: { $in: ['new', 'done'] }, due: { $gte: day(1) } },
        { due: 1 },
        ['b', 'd', 'a'],
      ],
      ['missing before numbers', {}, { score: 1, _id: 1 }, ['d', 'e', 'f', 'b', 'c', 'a']],
      ['two directions of an index', { due: { $gte: day(1) } }, { due: -1, _id: 1 }, ['a', 'd', 'b']],
      ['in memory', { agency: 'pu' }, { version: -1, _id: 1 }, ['f', 'c', 'a', 'b']],
      [
        'by least of an array',
        { _id: { $in: ['a', 'b', 'c', 'd'] } },
        { tags: 1, _id: 1 },
        ['b', 'd', 'a', 'c'],
      ],
      [
        'by greatest of an array',
        { _id: { $in: ['a', 'b', 'c', 'd'] } },
        { tags: -1, _id: 1 },
        ['c', 'a', 'd', 'b'],
      ],
    ];
    test.each(sorts)('sorts %s', async (name, filter, sort, expected) => {
      const found = await current().rows.find(filter).sort(sort).toArray();
      const ids = found.map((row) => row._id);
      // c and f have no due date: between them any order is right.
      if (name.includes('index') || name.includes('backwards')) {
        expect(ids.map((id) => (id === 'f' ? 'c' : id))).toEqual(
          expected.map((id) => (id === 'f' ? 'c' : id)),
        );
      } else {
        expect(ids).toEqual(expected);
      }
    });

    test('skips and limits, in find, cursor and count', async () => {
      const { rows } = current();
      const page = await rows.find({}, { sort: { _id: 1 }, skip: 1, limit: 2 }).toArray();
      expect(page.map((row) => row._id)).toEqual(['b', 'c']);
      const last = await rows.find({}).sort({ _id: 1 }).skip(5).limit(10).toArray();
      expect(last.map((row) => row._id)).toEqual(['f']);
      expect(await rows.countDocuments({ agency: 'pu' }, { skip: 1, limit: 2 })).toBe(2);
    });

    const projections: readonly [object, object | undefined][] = [
      [{ notes: 1 }, { _id: 'e', notes: stored[4]!.notes }],
      [{ 'notes.by': 1, _id: 0 }, { notes: [{ by: 'ani' }, { by: 'budi' }] }],
      [{ _id: 1 }, { _id: 'e' }],
      [
        { version: 1, missing: 1, 'agency.deep': 1 },
        { _id: 'e', version: 4 },
      ],
      [
        { notes: 0, meta: 0 },
        { _id: 'e', version: 4, agency: null },
      ],
      [
        { 'notes.stars': 0, _id: 0, meta: 0 },
        { version: 4, agency: null, notes: [{ by: 'ani' }, { by: 'budi' }] },
      ],
    ];
    test.each(projections)('projects %j', async (projection, expected) => {
      const { rows } = current();
      expect(await rows.findOne({ _id: 'e' }, { projection })).toEqual(expected);
      expect(await rows.find({ _id: 'e' }).project(projection).toArray()).toEqual([expected]);
    });

    test('what lies in an index is answered out of it as out of the documents', async () => {
      const { rows } = current();
      const asked = async (filter: object, projection: object, options: object = {}) =>
        rows.find(filter, { projection, ...options }).toArray();
      const both = { status: 1, agency: 1, _id: 0 };
      const pu = { status: 'new', agency: 'pu' };
      expect(await asked({ agency: 'pu', status: { $in: ['new', 'old'] } }, both)).toEqual([pu, pu, pu]);
      expect(await asked({ agency: 'pu', status: { $in: ['new', 'old'] } }, both, { limit: 2 })).toEqual([
        pu,
        pu,
      ]);
      const scores = await asked({ score: { $lte: 10 } }, { score: 1, _id: 0 }, { sort: { score: -1 } });
      expect(scores).toEqual([{ score: 10 }, { score: 7 }, { score: 2 }]);
      // Null, what is not there, and dates.
      const due = await asked({ agency: 'pu', status: 'new' }, { due: 1, _id: 0 }, { sort: { due: 1 } });
      expect(due.map((row) => row.due ?? null)).toEqual([null, null, day(3)]);
      expect(await asked({ tags: 'road' }, { tags: 1, _id: 0 })).toEqual([{ tags: ['road', 'night'] }]);
      expect(await asked({ 'notes.by': 'budi', 'notes.stars': 4 }, { agency: 1, _id: 0 })).toEqual([
        { agency: 'pu' },
      ]);
      const placed = await asked({ score: { $in: [2, 7, 10] } }, { score: 1 }, { hint: 'score_1__id_1' });
      expect(new Set(placed.map(({ score }) => score))).toEqual(new Set([2, 7, 10]));
      for (const row of placed)
        expect(await rows.findOne({ _id: row._id }, { projection: { score: 1 } })).toEqual(row);
    });

    test('an index may be named that is to be gone through; nothing else comes of it', async () => {
      const { rows } = current();
      const filter = { score: { $lte: 10 } };
      const all = await rows.find(filter).sort({ _id: 1 }).toArray();
      expect(all.length).toBeGreaterThan(0);
      for (const hint of ['score_1__id_1', 'score_1'])
        expect(await rows.find(filter, { hint }).sort({ _id: 1 }).toArray()).toEqual(all);
    });

    test('a cursor is read document by document, sees each once, and can be left early', async () => {
      const { rows } = current();
      await rows.deleteMany({});
      const ids = Array.from({ length: 1_203 }, (_, n) => String(n).padStart(5, '0'));
      await rows.insertMany(ids.map((_id, n) => ({ _id, version: 1, score: n % 7 })));
      const seen: string[] = [];
      for await (const row of rows.find({ score: { $lt: 6 } }).sort({ score: 1 })) seen.push(row._id);
      expect(new Set(seen).size).toBe(ids.filter((_id, n) => n % 7 < 6).length);
      expect(seen).toHaveLength(new Set(seen).size);
      const cursor = rows.find({}).sort({ _id: 1 });
      expect(await cursor.hasNext()).toBe(true);
      expect((await cursor.next())?._id).toBe('00000');
      expect((await cursor.next())?._id).toBe('00001');
      await cursor.close();
      for await (const row of rows.find({}).sort({ _id: 1 })) {
        if (row._id === '00002') break;
      }
      expect(await rows.find({}).sort({ _id: -1 }).toArray()).toHaveLength(ids.length);
    });

    test('a long page is as long as what there is of it, however late in the index it comes', async () => {
      const { rows } = current();
      await rows.deleteMany({});
      const ids = Array.from({ length: 1_203 }, (_, n) => String(n).padStart(5, '0'));
      const all = ids.map((_id, n) => ({
        _id,
        version: n < 700 ? 1 : 2,
        agency: 'pu',
        status: 'new',
        due: day(n),
      }));
      await rows.insertMany(all);
      const page = async (filter: object, options: object) =>
        (
          await rows
            .find({ agency: 'pu', status: 'new', ...filter }, { sort: { due: 1 }, ...options })
            .toArray()
        ).map(({ _id }) => _id);
      expect(await page({}, { limit: 300 })).toEqual(ids.slice(0, 300));
      expect(await page({}, { skip: 500, limit: 300 })).toEqual(ids.slice(500, 800));
      expect(await page({ version: 2 }, { limit: 300 })).toEqual(ids.slice(700, 1_000));
      expect(await page({ version: 2 }, { skip: 250, limit: 300 })).toEqual(ids.slice(950));
      expect(await page({ version: 2 }, { limit: 1_000 })).toEqual(ids.slice(700));
      expect(await page({ version: 3 }, { limit: 300 })).toEqual([]);
    });

    test('what was acknowledged is seen by the next read', async () => {
      const { rows } = current();
      const open = rows.find({}).sort({ _id: 1 });
      await open.next();
      for (let version = 2; version < 30; version++) {
        await rows.updateOne({ _id: 'a' }, { $set: { version, score: version } });
        expect((await rows.findOne({ _id: 'a' }))?.version).toBe(version);
        expect(await rows.countDocuments({ score: version })).toBeGreaterThan(0);
      }
      await open.close();
    });
  });
}
