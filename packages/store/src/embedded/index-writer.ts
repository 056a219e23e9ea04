import type { DatabaseSync } from 'node:sqlite';
import { prepared } from '@lapor/sqlite';
import type { PlainObject } from '../query/bson-order.ts';
import { EMPTY_ARRAY } from '../query/bson-order.ts';
import { markArrays, maskOf } from './array-marks.ts';
import type { StoredCollection, StoredIndex } from './catalog.ts';
import { indexKeys, ParallelArrays } from './index-keys.ts';
import type { IndexKeys } from './index-keys.ts';
import { encodeKey } from './key-encoding.ts';
import { duplicateKey, serverError } from './server-errors.ts';

interface Entry {
  readonly key: readonly string[];
  readonly values: readonly unknown[];
}

/** SQLITE_CONSTRAINT_PRIMARYKEY and SQLITE_CONSTRAINT_UNIQUE. */
const UNIQUE_VIOLATIONS: ReadonlySet<unknown> = new Set([1555, 2067]);

export function isUniqueViolation(error: unknown): boolean {
  return UNIQUE_VIOLATIONS.has((error as { errcode?: unknown }).errcode);
}

/** Brings the entries of one document in every index from `before` to `after` (undefined: not there). */
export function updateIndexes(
  database: DatabaseSync,
  collection: StoredCollection,
  seq: number,
  before: PlainObject | undefined,
  after: PlainObject | undefined,
): void {
  for (const index of collection.indexes) {
    // Updates copy only what they change, so what is identical is unchanged.
    if (before && after && index.fields.every((field) => before[field] === after[field])) continue;
    const old = before ? entriesOf(database, collection, index, before) : new Map<string, Entry>();
    const current = after ? entriesOf(database, collection, index, after) : new Map<string, Entry>();
    for (const [id, { key }] of old) {
      if (!current.has(id)) prepared(database, index.deleteSql).run(...key, seq);
    }
    for (const [id, entry] of current) {
      if (!old.has(id)) insertEntry(database, collection, index, seq, entry);
    }
  }
}

export function insertEntries(
  database: DatabaseSync,
  collection: StoredCollection,
  index: StoredIndex,
  seq: number,
  document: PlainObject,
): void {
  for (const entry of entriesOf(database, collection, index, document).values())
    insertEntry(database, collection, index, seq, entry);
}

function insertEntry(
  database: DatabaseSync,
  collection: StoredCollection,
  index: StoredIndex,
  seq: number,
  entry: Entry,
): void {
  try {
    prepared(database, index.insertSql).run(...entry.key, seq);
  } catch (error) {
    if (!isUniqueViolation(error)) throw error;
    const { keys, name } = index.spec;
    const values = keys.map(([path], at): [string, unknown] => {
      const value = entry.values[at];
      return [path, value === EMPTY_ARRAY ? null : value];
    });
    throw duplicateKey(collection.name, name, Object.fromEntries(keys), Object.fromEntries(values));
  }
}

function entriesOf(
  database: DatabaseSync,
  collection: StoredCollection,
  index: StoredIndex,
  document: PlainObject,
): Map<string, Entry> {
  const entries = new Map<string, Entry>();
  if (index.covers && !index.covers(document)) return entries;
  const { tuples, arrays } = keysOf(document, index);
  // Not remembered here: if this operation is rolled back, so is the mark.
  if (arrays.length > 0) markArrays(database, collection.name, index.spec.name, maskOf(arrays));
  for (const values of tuples) {
    const key = values.map(encodeKey);
    entries.set(key.length === 1 ? key[0]! : JSON.stringify(key), { key, values });
  }
  return entries;
}

/** @throws a server's error where two paths run into arrays */
export function keysOf(document: PlainObject, index: StoredIndex): IndexKeys {
  try {
    return indexKeys(document, index.paths);
  } catch (error) {
    if (!(error instanceof ParallelArrays)) throw error;
    throw serverError(171, 'CannotIndexParallelArrays', `cannot index parallel arrays (${index.spec.name})`);
  }
}
