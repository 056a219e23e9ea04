import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { PlainObject } from '../query/bson-order.ts';
import { parseProjection } from '../query/query-syntax.ts';
import { project } from './projection.ts';
import { decodeRow, encodeRow, sparesLists } from './stored-row.ts';

const value = fc.oneof(
  fc.string(),
  fc.integer(),
  fc.date({ noInvalidDate: true }),
  fc.array(fc.dictionary(fc.constantFrom('x', 'y'), fc.integer(), { noNullPrototype: true }), {
    maxLength: 3,
  }),
  fc.array(fc.integer(), { maxLength: 3 }),
);
const document: fc.Arbitrary<PlainObject> = fc
  .dictionary(fc.constantFrom('a', 'b', 'c'), value, { noNullPrototype: true })
  .map((fields) => ({ _id: 'x', ...fields }));

test('a row gives back the document it was made of', () => {
  fc.assert(
    fc.property(document, (whole) => {
      expect(decodeRow(encodeRow(whole))).toEqual(whole);
    }),
  );
});

test('lists that stay the same objects keep their text, and a changed one does not', () => {
  const before = { _id: 'a', n: 1, events: [{ seq: 1 }] };
  const text = encodeRow(before);
  expect(encodeRow({ ...before, n: 2 }, { document: before, text })).toEqual({
    ...text,
    doc: '{"_id":"a","n":2}',
  });
  expect(encodeRow({ ...before, events: [{ seq: 2 }] }, { document: before, text }).lists).toBe(
    '{"events":[{"seq":2}]}',
  );
});

test('where the lists can be spared, a projection finds all it asks for without them', () => {
  const names = fc.uniqueArray(fc.constantFrom('a', 'b', 'c', 'a.x'), { minLength: 1, maxLength: 2 });
  let spared = 0;
  fc.assert(
    fc.property(document, names, fc.constantFrom(0, 1), (whole, paths, wanted) => {
      fc.pre(!(paths.includes('a') && paths.includes('a.x')));
      const projection = parseProjection(Object.fromEntries(paths.map((path) => [path, wanted])));
      const { doc, listed } = encodeRow(whole);
      if (listed === '' || !sparesLists(listed, projection)) return;
      spared += 1;
      const without = decodeRow({ doc, listed: '', lists: '' });
      expect(project(without, projection)).toEqual(project(structuredClone(whole), projection));
    }),
  );
  expect(spared).toBeGreaterThan(0);
});
