import type { DatabaseSync } from 'node:sqlite';
import { prepared } from '@lapor/sqlite';
import { compareValues } from '../bson-order.ts';
import type { PlainObject } from '../bson-order.ts';
import { parseFilter } from '../filter-syntax.ts';
import type { Filter } from '../filter-syntax.ts';
import { MOST_SORTED_ROWS, noIndex, tooManyToSort } from '../query-limits.ts';
import { planQuery } from '../query-plan.ts';
import type { Plan, SortKey } from '../query-plan.ts';
import { plannable, storedCollection } from './catalog.ts';
import type { StoredCollection } from './catalog.ts';
import { decodeDocument } from './document-codec.ts';
import { matcher } from './filter-matcher.ts';
import { indexKeys, ParallelArrays } from './index-keys.ts';
import { serverError } from './server-errors.ts';
import { walkSql } from './walk-sql.ts';
import type { Selection, Walk } from './walk-sql.ts';

export interface Query {
  readonly collection: string;
  readonly filter: unknown;
  readonly sort?: readonly SortKey[];
  readonly skip?: number;
  /** 0 or missing: all. */
  readonly limit?: number;
}

export interface Found {
  readonly seq: number;
  readonly text: string;
  readonly document: PlainObject;
}

interface Row {
  readonly seq: number;
  readonly doc: string;
}

/** Runs on any connection: the reader of the calling thread, or the writer's own. */
export function findDocuments(database: DatabaseSync, query: Query): Found[] {
  const collection = storedCollection(database, query.collection);
  if (!collection.exists) return [];
  const id = soleId(query.filter);
  if (id !== undefined) return findById(database, collection, id, query);
  const { filter, sort, plan } = understand(database, collection, query);
  const accepts = plan.exact ? () => true : matcher(filter);
  const skip = query.skip ?? 0;
  const sorted = sort.length === 0 || plan.order !== undefined;
  const enough = sorted && query.limit ? skip + query.limit : Infinity;
  const found: Found[] = [];
  if (enough > 0) {
    for (const row of rowsOf(database, collection, plan, sort)) {
      const document = decodeDocument(row.doc);
      if (!accepts(document)) continue;
      if (found.push({ seq: row.seq, text: row.doc, document }) >= enough) break;
      if (!sorted && found.length > MOST_SORTED_ROWS) throw tooManyToSort(query.collection, sort);
    }
  }
  if (!sorted) sortInMemory(found, sort);
  return skip > 0 || query.limit ? found.slice(skip, query.limit ? skip + query.limit : undefined) : found;
}

/** The hot path: `{_id: 'x', …}` is one look-up in a B-tree. */
function findById(database: DatabaseSync, collection: StoredCollection, id: string, query: Query): Found[] {
  if ((query.skip ?? 0) > 0) return [];
  const row = prepared(database, `SELECT seq, doc FROM ${collection.table} WHERE id = ?`).get(id) as
    | Row
    | undefined;
  if (!row) return [];
  const document = decodeDocument(row.doc);
  const filter = query.filter as PlainObject;
  for (const name in filter) {
    if (name === '_id') continue;
    const wanted = filter[name];
    // The version guard: nearly every write asks for it. Anything less plain goes through the matcher.
    if (typeof wanted === 'number' && document[name] === wanted) continue;
    if (!matcher(parseFilter(filter))(document)) return [];
    break;
  }
  return [{ seq: row.seq, text: row.doc, document }];
}

export function soleId(filter: unknown): string | undefined {
  const id = (filter as PlainObject)['_id'];
  return typeof id === 'string' ? id : undefined;
}

/** Numbers of the candidates, in order: a cursor reads the documents later, batch by batch. */
export function candidateNumbers(
  database: DatabaseSync,
  query: Query,
): { numbers: number[]; sorted: boolean } {
  const collection = storedCollection(database, query.collection);
  if (!collection.exists) return { numbers: [], sorted: true };
  const { sort, plan } = understand(database, collection, query);
  const numbers = Array.from(walks(database, collection, plan, sort, 'numbers'), (row) => row.seq);
  return { numbers: [...new Set(numbers)], sorted: sort.length === 0 || plan.order !== undefined };
}

export function documentByNumber(database: DatabaseSync, collection: string, seq: number): Found | undefined {
  const { table, exists } = storedCollection(database, collection);
  if (!exists) return undefined;
  const row = prepared(database, `SELECT seq, doc FROM ${table} WHERE seq = ?`).get(seq) as Row | undefined;
  return row && { seq, text: row.doc, document: decodeDocument(row.doc) };
}

export function countDocuments(database: DatabaseSync, query: Query): number {
  const collection = storedCollection(database, query.collection);
  if (!collection.exists) return 0;
  if (soleId(query.filter) === undefined) {
    const { plan } = understand(database, collection, query);
    if (plan.exact) {
      const walk = plan.kind === 'everything' ? countAll(collection) : walkSql(collection, plan, [], 'count');
      const counted = Number(prepared(database, walk.sql).get(...walk.parameters)?.['n']);
      return Math.min(Math.max(0, counted - (query.skip ?? 0)), query.limit || Infinity);
    }
  }
  return findDocuments(database, query).length;
}

function countAll(collection: StoredCollection): Walk {
  return { sql: `SELECT count(*) AS n FROM ${collection.table}`, parameters: [] };
}

/** The statements a query would run, for tests and for the operator's `explain`. */
export function explainQuery(database: DatabaseSync, query: Query): string[] {
  const collection = storedCollection(database, query.collection);
  const { sort, plan } = understand(database, collection, query);
  return walksOf(collection, plan, sort, 'rows').flatMap(({ sql, parameters }) =>
    database
      .prepare(`EXPLAIN QUERY PLAN ${sql}`)
      .all(...parameters)
      .map((row) => String(row['detail'])),
  );
}

function understand(
  database: DatabaseSync,
  collection: StoredCollection,
  query: Query,
): { filter: Filter; sort: readonly SortKey[]; plan: Plan } {
  const filter = parseFilter(query.filter);
  const sort = query.sort ?? [];
  const plan = planQuery(filter, sort, plannable(database, collection));
  if (!plan) throw noIndex(query.collection, filter);
  return { filter, sort, plan };
}

function* rowsOf(
  database: DatabaseSync,
  collection: StoredCollection,
  plan: Plan,
  sort: readonly SortKey[],
): Generator<Row> {
  const several = plan.kind === 'union' || (plan.kind === 'index' && plan.index.multikey);
  if (!several) {
    yield* walks(database, collection, plan, sort, 'rows');
    return;
  }
  const seen = new Set<number>();
  for (const row of walks(database, collection, plan, sort, 'rows')) {
    if (seen.has(row.seq)) continue;
    seen.add(row.seq);
    yield row;
  }
}

function* walks(
  database: DatabaseSync,
  collection: StoredCollection,
  plan: Plan,
  sort: readonly SortKey[],
  selection: Selection,
): Generator<Row> {
  for (const { sql, parameters } of walksOf(collection, plan, sort, selection)) {
    yield* prepared(database, sql).iterate(...parameters) as unknown as Iterable<Row>;
  }
}

function walksOf(
  collection: StoredCollection,
  plan: Plan,
  sort: readonly SortKey[],
  selection: Selection,
): readonly Walk[] {
  if (plan.kind === 'index') return [walkSql(collection, plan, sort, selection)];
  if (plan.kind === 'union') return plan.parts.map((part) => walkSql(collection, part, [], selection));
  const columns = selection === 'rows' ? 'seq, doc' : 'seq';
  return [{ sql: `SELECT ${columns} FROM ${collection.table} ORDER BY seq`, parameters: [] }];
}

function sortInMemory(found: Found[], sort: readonly SortKey[]): void {
  const paths = sort.map(([path]) => path.split('.'));
  const keys = new Map<Found, readonly unknown[]>();
  try {
    for (const one of found) keys.set(one, leastKey(one.document, paths, sort));
  } catch (error) {
    if (!(error instanceof ParallelArrays)) throw error;
    throw serverError(2, 'BadValue', 'cannot sort with keys that are parallel arrays');
  }
  found.sort((left, right) => compareKeys(keys.get(left)!, keys.get(right)!, sort) || left.seq - right.seq);
}

/** An array sorts by its least element, or by its greatest when descending. */
function leastKey(
  document: PlainObject,
  paths: readonly (readonly string[])[],
  sort: readonly SortKey[],
): readonly unknown[] {
  const { tuples } = indexKeys(document, paths);
  return tuples.reduce((least, tuple) => (compareKeys(tuple, least, sort) < 0 ? tuple : least));
}

function compareKeys(left: readonly unknown[], right: readonly unknown[], sort: readonly SortKey[]): number {
  for (const [at, [, direction]] of sort.entries()) {
    const order = compareValues(left[at], right[at]);
    if (order !== 0) return order * direction;
  }
  return 0;
}
