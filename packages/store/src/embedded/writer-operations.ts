import type { DatabaseSync } from 'node:sqlite';
import { prepared } from '@lapor/sqlite';
import type { WriterOperation } from '@lapor/sqlite';
import { arrayMasks, isVague, maskOf, setArrays } from './array-marks.ts';
import { buildIndexes } from './build-indexes.ts';
import { storedCollection, indexTable } from './catalog.ts';
import type { StoredCollection, StoredIndex } from './catalog.ts';
import { indexKeys } from './index-keys.ts';
import { forgetAtHand } from './rows-at-hand.ts';
import type { IndexSpec } from '../query/query-plan.ts';
import { sameIndex } from './same-index.ts';
import { isServerError, serverError } from './server-errors.ts';
import { decodeRow } from './stored-row.ts';
import type { StoredText } from './stored-row.ts';
import { performWrite, performWriteReturning } from './write-documents.ts';
import type {
  BulkArgs,
  BulkFailure,
  BulkOutcome,
  CollectionArgs,
  FindAndModifyArgs,
  IndexesArgs,
  WriteArgs,
} from './write-protocol.ts';

/** The number never comes back after a VACUUM or a deletion as another document's: index entries point to it. */
export const COLLECTION_COLUMNS =
  "seq INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE, doc TEXT NOT NULL, listed TEXT NOT NULL DEFAULT '', lists TEXT NOT NULL DEFAULT ''";

/** Runs in the writer thread: everything that changes a collection. */
export function setup(database: DatabaseSync): void {
  database.exec(`
    CREATE TABLE IF NOT EXISTS store_indexes (
      collection TEXT NOT NULL,
      name TEXT NOT NULL,
      spec TEXT NOT NULL,
      multikey INTEGER NOT NULL DEFAULT 0,
      UNIQUE (collection, name)
    );
    CREATE INDEX IF NOT EXISTS store_multikey ON store_indexes (collection, multikey, name);
  `);
}

function existing(database: DatabaseSync, name: string): StoredCollection {
  const collection = storedCollection(database, name);
  if (collection.exists) return collection;
  database.exec(`CREATE TABLE ${collection.table} (${COLLECTION_COLUMNS})`);
  return storedCollection(database, name);
}

/** At every start, for every collection: also brings tables of an earlier version up to date. */
function ensureCollection(database: DatabaseSync, { collection: name }: CollectionArgs): void {
  const { table } = existing(database, name);
  const columns = new Set(
    database
      .prepare(`PRAGMA table_info(${table})`)
      .all()
      .map((row) => row['name']),
  );
  for (const column of ['listed', 'lists']) {
    if (!columns.has(column))
      database.exec(`ALTER TABLE ${table} ADD COLUMN ${column} TEXT NOT NULL DEFAULT ''`);
  }
}

/** @returns the names of all, in their order */
function createIndexes(database: DatabaseSync, { collection: name, specs }: IndexesArgs): readonly string[] {
  ensureCollection(database, { collection: name });
  const collection = existing(database, name);
  const missing = specs.filter((spec) => !isThere(database, collection, spec));
  buildIndexes(database, collection, missing);
  return specs.map((spec) => spec.name);
}

function isThere(database: DatabaseSync, collection: StoredCollection, spec: IndexSpec): boolean {
  const same = collection.indexes.find((index) => index.spec.name === spec.name);
  if (same === undefined) return false;
  if (!sameIndex(same.spec, spec))
    throw serverError(
      86,
      'IndexKeySpecsConflict',
      `${collection.name} has an index ${spec.name} with other keys or options`,
    );
  locateArrays(database, collection, same);
  return true;
}

function allRows(database: DatabaseSync, { table }: StoredCollection) {
  const rows = prepared(database, `SELECT seq, doc, listed, lists FROM ${table}`).iterate();
  return rows as unknown as Iterable<StoredText & { readonly seq: number }>;
}

/** Once for each index of an earlier version, which noted that there are arrays and not where: by that no walk gives an order. */
function locateArrays(database: DatabaseSync, collection: StoredCollection, index: StoredIndex): void {
  const { name } = index.spec;
  if (!isVague(arrayMasks(database, collection.name).get(name) ?? 0)) return;
  let mask = 0;
  for (const row of allRows(database, collection)) {
    mask |= maskOf(indexKeys(decodeRow(row), index.paths).arrays);
  }
  setArrays(database, collection.name, name, mask);
}

function dropIndex(
  database: DatabaseSync,
  { collection: name, index }: CollectionArgs & { index: string },
): void {
  const collection = storedCollection(database, name);
  if (!collection.indexes.some(({ spec }) => spec.name === index)) {
    throw serverError(27, 'IndexNotFound', `index not found with name [${index}]`);
  }
  database.exec(`DROP TABLE ${indexTable(name, index)}`);
  prepared(database, 'DELETE FROM store_indexes WHERE collection = ? AND name = ?').run(name, index);
}

function dropCollection(database: DatabaseSync, { collection: name }: CollectionArgs): boolean {
  const collection = storedCollection(database, name);
  if (!collection.exists) return false;
  for (const { table } of collection.indexes) database.exec(`DROP TABLE ${table}`);
  prepared(database, 'DELETE FROM store_indexes WHERE collection = ?').run(name);
  database.exec(`DROP TABLE ${collection.table}`);
  forgetAtHand();
  return true;
}

/** As with `bulkWrite`: what fails is reported; ordered, nothing is done after it. */
function bulk(database: DatabaseSync, args: BulkArgs): BulkOutcome {
  const collection = existing(database, args.collection);
  const outcomes = attempt(database, () =>
    args.writes.map((write) => performWrite(database, collection, write)),
  );
  if (!('failed' in outcomes)) return { outcomes };
  // One has failed: now each by itself, to see which, and to keep what the others do.
  return { outcomes: eachAlone(database, collection, args) };
}

function eachAlone(
  database: DatabaseSync,
  collection: StoredCollection,
  { writes, ordered }: BulkArgs,
): BulkOutcome['outcomes'] {
  const outcomes: BulkOutcome['outcomes'][number][] = [];
  for (const write of writes) {
    const outcome = attempt(database, () => performWrite(database, collection, write));
    outcomes.push(outcome);
    if (ordered && 'failed' in outcome) break;
  }
  return outcomes;
}

/** What `work` comes to; when the database refuses it, nothing of it is done. */
function attempt<Result>(
  database: DatabaseSync,
  work: () => Result,
): Result | { readonly failed: BulkFailure } {
  prepared(database, 'SAVEPOINT attempt').run();
  try {
    const result = work();
    prepared(database, 'RELEASE attempt').run();
    return result;
  } catch (error) {
    // Only what MongoDB would report per operation; anything else undoes the whole call.
    if (!isServerError(error) || !database.isTransaction) throw error;
    prepared(database, 'ROLLBACK TO attempt').run();
    prepared(database, 'RELEASE attempt').run();
    forgetAtHand();
    const { code, message, keyPattern, keyValue } = error;
    return { failed: { code, message, keyPattern, keyValue } as BulkFailure };
  }
}

/** Called by the writer thread. */
export const forget = forgetAtHand;

export const operations: Record<string, WriterOperation> = {
  /** Answers when the writer is alive. */
  ping: () => true,
  ensureCollection: (database, args) => ensureCollection(database, args as CollectionArgs),
  createIndexes: (database, args) => createIndexes(database, args as IndexesArgs),
  dropIndex: (database, args) => dropIndex(database, args as CollectionArgs & { index: string }),
  dropCollection: (database, args) => dropCollection(database, args as CollectionArgs),
  write(database, args) {
    const { collection, write } = args as WriteArgs;
    return performWrite(database, existing(database, collection), write);
  },
  bulk: (database, args) => bulk(database, args as BulkArgs),
  findAndModify(database, args) {
    const { collection, write, sort, returns } = args as FindAndModifyArgs;
    return performWriteReturning(database, existing(database, collection), write, sort, returns);
  },
};
