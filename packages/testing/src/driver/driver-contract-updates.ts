import { describe, expect, test } from 'vitest';
import type { Sample, Samples } from './driver-samples.ts';

const at = new Date('2026-03-04T05:06:07.089Z');

export function updateContract(current: () => Samples): void {
  describe('update operators', () => {
    const cases: readonly [string, Partial<Sample>, object, Partial<Sample>][] = [
      ['$set a deep path', {}, { $set: { 'meta.a.b': 1 } }, { meta: { a: { b: 1 } } }],
      ['$set in an array', { tags: ['a'] }, { $set: { 'tags.2': 'c' } }, { tags: ['a', null as never, 'c'] }],
      ['$unset', { meta: { a: 1, b: 2 } }, { $unset: { 'meta.a': '', score: '' } }, { meta: { b: 2 } }],
      [
        '$unset in an array',
        { tags: ['a', 'b'] },
        { $unset: { 'tags.0': '' } },
        { tags: [null as never, 'b'] },
      ],
      [
        '$inc and $max',
        { score: 1 },
        { $inc: { score: 2.5, version: -1 }, $max: { plain: 4 } },
        { score: 3.5, version: 0, plain: 4 },
      ],
      ['$max keeps the greater', { score: 9, due: at }, { $max: { score: 3, due: new Date(0) } }, {}],
      ['$min takes the lesser', { score: 9 }, { $min: { score: 3 } }, { score: 3 }],
      [
        '$push one',
        { tags: ['a'] },
        { $push: { tags: 'b', 'meta.log': { n: 1 } } },
        { tags: ['a', 'b'], meta: { log: [{ n: 1 }] } },
      ],
      [
        '$push the last two',
        { tags: ['a', 'b'] },
        { $push: { tags: { $each: ['c'], $slice: -2 } } },
        { tags: ['b', 'c'] },
      ],
      [
        '$push the first two',
        { tags: ['a'] },
        { $push: { tags: { $each: ['b', 'c'], $slice: 2 } } },
        { tags: ['a', 'b'] },
      ],
      ['$pull a value', { tags: ['a', 'b', 'a'] }, { $pull: { tags: 'a' } }, { tags: ['b'] }],
      ['$pull by operators', { meta: [1, 5, 9, 'x'] }, { $pull: { meta: { $gte: 5 } } }, { meta: [1, 'x'] }],
      [
        '$pull by fields',
        { notes: [{ by: 'a', stars: 1 }, { by: 'b' }] },
        { $pull: { notes: { by: 'a' } } },
        { notes: [{ by: 'b' }] },
      ],
      ['$pull by $in', { tags: ['a', 'b', 'c'] }, { $pull: { tags: { $in: ['a', 'c'] } } }, { tags: ['b'] }],
      [
        '$addToSet',
        { meta: [{ a: 1 }] },
        { $addToSet: { meta: { $each: [{ a: 1 }, 2, 2] } } },
        { meta: [{ a: 1 }, 2] },
      ],
    ];
    test.each(cases)('%s', async (_name, before, update, changes) => {
      const { rows } = current();
      await rows.insertOne({ _id: 'a', version: 1, ...before });
      await rows.updateOne({ _id: 'a' }, update);
      const expected: Record<string, unknown> = { _id: 'a', version: 1, ...before, ...changes };
      if (_name === '$unset') delete expected['score'];
      expect(await rows.findOne({ _id: 'a' })).toEqual(expected);
    });

    test.each([
      ['$inc of text', { $inc: { status: 1 } }, 14],
      ['$push to text', { $push: { status: 'b' } }, 2],
      ['a path through text', { $set: { 'status.deep': 1 } }, 28],
      ['another _id', { $set: { _id: 'b' } }, 66],
    ])('%s fails like MongoDB and changes nothing', async (_name, update, code) => {
      const { rows } = current();
      const before: Sample = { _id: 'a', version: 1, status: 'text' };
      await rows.insertOne(before);
      await expect(rows.updateOne({ _id: 'a' }, { $inc: { version: 1 }, ...update })).rejects.toMatchObject({
        code,
      });
      expect(await rows.findOne({ _id: 'a' })).toEqual(before);
    });
  });
}
