import { DatabaseSync } from 'node:sqlite';
import { expect, test } from 'vitest';
import type { IndexSpec } from '../query/query-plan.ts';
import type { PlainObject } from '../query/bson-order.ts';
import { arrayMasks } from './array-marks.ts';
import { buildIndexes } from './build-indexes.ts';
import { indexTable, storedCollection } from './catalog.ts';
import { encodeRow } from './stored-row.ts';
import { operations, setup } from './writer-operations.ts';

const COLLECTION = 'service.rows';
const SPECS: readonly IndexSpec[] = [
  {
    name: 'words',
    keys: [
      ['keys', 1],
      ['at', -1],
    ],
    unique: false,
    multikey: false,
  },
  {
    name: 'nested',
    keys: [
      ['state.holder.path', 1],
      ['state.open', 1],
    ],
    unique: false,
    multikey: false,
  },
  { name: 'events', keys: [['events.at', 1]], unique: false, multikey: false },
  // Keys of objects have NULs in them.
  { name: 'whole', keys: [['events', 1]], unique: false, multikey: false },
  { name: 'open', keys: [['at', 1]], unique: false, multikey: false, partial: { 'state.open': true } },
  { name: 'one', keys: [['at', 1]], unique: true, multikey: false },
];

const documents: readonly (PlainObject & { readonly _id: string })[] = Array.from(
  { length: 300 },
  (_, at) => ({
    _id: `row-${at}`,
    at: (at * 7_919) % 1_000,
    // Some short, some so long that they lie apart, some empty, some not there.
    ...(at % 5 === 0
      ? {}
      : { keys: Array.from({ length: (at * 13) % 50 }, (_key, nth) => `k${(at * nth) % 17}`) }),
    state: { holder: { path: ['nation', `city ${at % 3}`] }, ...(at % 2 === 0 ? { open: true } : {}) },
    events: at % 4 === 0 ? [] : [{ at: at % 10 }, { at: at % 11 }],
  }),
);

function opened(): DatabaseSync {
  const database = new DatabaseSync(':memory:');
  setup(database);
  operations['ensureCollection']?.(database, { collection: COLLECTION });
  return database;
}

function insertAll(database: DatabaseSync): void {
  for (const document of documents)
    operations['write']?.(database, {
      collection: COLLECTION,
      write: { kind: 'insert', id: document._id, document: encodeRow(document) },
    });
}

const createIndexes = (database: DatabaseSync, specs: readonly IndexSpec[]): unknown =>
  operations['createIndexes']?.(database, { collection: COLLECTION, specs });

const entries = (database: DatabaseSync): unknown =>
  SPECS.map(({ name }) => database.prepare(`SELECT * FROM ${indexTable(COLLECTION, name)}`).all());

test('indexes made of what is there have what they would have had from the beginning', () => {
  const [before, after] = [opened(), opened()];
  expect(createIndexes(before, SPECS)).toEqual(SPECS.map(({ name }) => name));
  insertAll(before);
  insertAll(after);
  createIndexes(after, SPECS.slice(0, 1));
  createIndexes(after, SPECS);
  expect(entries(after)).toEqual(entries(before));
  expect(arrayMasks(after, COLLECTION)).toEqual(arrayMasks(before, COLLECTION));
});

test('the same when there are too many to be sorted at once', () => {
  const [before, after] = [opened(), opened()];
  createIndexes(before, SPECS);
  insertAll(before);
  insertAll(after);
  buildIndexes(after, storedCollection(after, COLLECTION), SPECS, 500);
  expect(entries(after)).toEqual(entries(before));
});

test('what is there twice is told, by its index and value', () => {
  const database = opened();
  insertAll(database);
  const twice = { name: 'twice', keys: [['state.open', 1]], unique: true, multikey: false } as const;
  expect(() => createIndexes(database, [twice])).toThrow(/E11000.*twice/);
});
