import type { DatabaseSync } from 'node:sqlite';
import { prepared } from '@lapor/sqlite';
import { conjuncts } from '../query/query-plan.ts';
import type { IndexSpec } from '../query/query-plan.ts';
import { arrayMasks, withArrays } from './array-marks.ts';
import { parseFilter } from '../query/filter-syntax.ts';
import { matcher } from './filter-matcher.ts';
import type { Matcher } from './filter-matcher.ts';

/**
 * A collection is a table (seq, id, doc); an index is a table of keys `k0, k1, … → seq`, sorted by them.
 * What is in the file is described by the rows of `store_indexes`.
 */
export interface StoredIndex {
  readonly spec: IndexSpec;
  /** Quoted name of its table. */
  readonly table: string;
  readonly paths: readonly (readonly string[])[];
  /** Top-level fields it looks at: while these stay the same, so do its entries. */
  readonly fields: readonly string[];
  readonly covers: Matcher | undefined;
  readonly insertSql: string;
  readonly deleteSql: string;
}

export interface StoredCollection {
  readonly name: string;
  /** Quoted name of its table. */
  readonly table: string;
  readonly exists: boolean;
  readonly indexes: readonly StoredIndex[];
}

export function quoted(name: string): string {
  return `"${name.replaceAll('"', '""')}"`;
}

export function indexTable(collection: string, index: string): string {
  return quoted(`${collection}/${index}`);
}

interface Cache {
  /** Of the tables and indexes, as SQLite counts their changes. */
  readonly schema: unknown;
  readonly collections: Map<string, StoredCollection>;
  readonly plannable: Map<string, readonly IndexSpec[]>;
  /** Commits counted when this was last known to be true. */
  commits: number | undefined;
}

const caches = new WeakMap<DatabaseSync, Cache>();
const commitCounts = new WeakMap<DatabaseSync, () => number>();

/** For a connection that only reads: while `commits` stays the same, nothing has changed, and it need not ask. */
export function watchCommits(database: DatabaseSync, commits: () => number): void {
  commitCounts.set(database, commits);
}

/** What is known of the schema as this connection sees it now; about arrays in indexes only since the last commit. */
function cacheOf(database: DatabaseSync): Cache {
  const commits = commitCounts.get(database)?.();
  let cache = caches.get(database);
  if (cache !== undefined && commits !== undefined && cache.commits === commits) return cache;
  const schema = prepared(database, 'PRAGMA schema_version').get()?.['schema_version'];
  if (cache?.schema === schema) cache!.plannable.clear();
  else
    caches.set(
      database,
      (cache = { schema, collections: new Map(), plannable: new Map(), commits: undefined }),
    );
  cache!.commits = commits;
  return cache!;
}

/** The collection as this connection sees it now. Cached until any table is made or dropped. */
export function storedCollection(database: DatabaseSync, name: string): StoredCollection {
  const { collections } = cacheOf(database);
  let collection = collections.get(name);
  if (!collection) collections.set(name, (collection = readCollection(database, name)));
  return collection;
}

/** The specs for planning, with what is known now about arrays in them. */
export function plannable(database: DatabaseSync, collection: StoredCollection): readonly IndexSpec[] {
  const { name, indexes } = collection;
  if (indexes.length === 0) return [];
  const known = cacheOf(database).plannable;
  let specs = known.get(name);
  if (!specs) {
    const masks = arrayMasks(database, name);
    specs = indexes.map(({ spec }) => withArrays(spec, masks.get(spec.name) ?? 0));
    // Without a count of commits, as in the writer in the middle of one, it may change with the next statement.
    if (commitCounts.has(database)) known.set(name, specs);
  }
  return specs;
}

function readCollection(database: DatabaseSync, name: string): StoredCollection {
  const exists = prepared(database, "SELECT 1 FROM sqlite_schema WHERE type = 'table' AND name = ?").get(
    name,
  );
  const rows = exists
    ? prepared(database, 'SELECT spec FROM store_indexes WHERE collection = ? ORDER BY rowid').all(name)
    : [];
  return {
    name,
    table: quoted(name),
    exists: exists !== undefined,
    indexes: rows.map((row) => storedIndex(name, JSON.parse(String(row['spec'])) as IndexSpec)),
  };
}

export function storedIndex(collection: string, spec: IndexSpec): StoredIndex {
  const partial = spec.partial ? parseFilter(spec.partial) : undefined;
  const partialPaths = partial
    ? conjuncts(partial).flatMap((test) => (test.kind === 'test' ? [test.path] : []))
    : [];
  const fields = new Set(
    [...spec.keys.map(([path]) => path), ...partialPaths].map((path) => path.split('.')[0]!),
  );
  const table = indexTable(collection, spec.name);
  const columns = spec.keys.map((_key, at) => `k${at}`);
  const whole = [...columns, 'seq'];
  return {
    spec,
    table,
    paths: spec.keys.map(([path]) => path.split('.')),
    fields: [...fields],
    covers: partial && matcher(partial),
    insertSql: `INSERT INTO ${table} (${whole.join(', ')}) VALUES (${whole.map(() => '?').join(', ')})`,
    deleteSql: `DELETE FROM ${table} WHERE ${whole.map((column) => `${column} = ?`).join(' AND ')}`,
  };
}
