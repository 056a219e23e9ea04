import type { DatabaseSync } from 'node:sqlite';
import { prepared } from '@lapor/sqlite';
import { compareValues } from '../query/bson-order.ts';
import type { PlainObject } from '../query/bson-order.ts';
import { parseFilter } from '../query/filter-syntax.ts';
import type { Filter } from '../query/filter-syntax.ts';
import { MOST_SORTED_ROWS, noIndex, tooManyToSort } from '../query/query-limits.ts';
import { planQuery } from '../query/query-plan.ts';
import type { Projection } from '../query/query-syntax.ts';
import type { Plan, SortKey } from '../query/query-plan.ts';
import { soleId } from './by-id.ts';
import { plannable, storedCollection } from './catalog.ts';
import type { StoredCollection } from './catalog.ts';
import { matcher } from './filter-matcher.ts';
import { indexKeys, ParallelArrays } from './index-keys.ts';
import { decodeDocument } from './document-codec.ts';
import { serverError } from './server-errors.ts';
import { decodeRow, sparesLists } from './stored-row.ts';
import type { StoredDocument, StoredText } from './stored-row.ts';
import { walkSql } from './walk-sql.ts';
import type { Selection, Walk } from './walk-sql.ts';

export interface Query {
  readonly collection: string;
  readonly filter: unknown;
  readonly sort?: readonly SortKey[];
  readonly skip?: number;
  /** 0 or missing: all. */
  readonly limit?: number;
  /** Applied by the cursor; here it tells what need not be read. */
  readonly projection?: Projection | undefined;
}

export interface Found extends StoredDocument {
  readonly seq: number;
}

/** Without `lists` where they may not be needed. */
interface Row extends Omit<StoredText, 'lists'> {
  readonly seq: number;
  readonly lists?: string;
}

/** Runs on any connection: the reader of the calling thread, or the writer's own. */
export function findDocuments(database: DatabaseSync, query: Query): Found[] {
  const collection = storedCollection(database, query.collection);
  if (!collection.exists) return [];
  const id = soleId(query.filter);
  if (id !== undefined) return findById(database, collection, id, query);
  const { filter, sort, plan } = understand(database, collection, query);
  const accepts = plan.exact ? () => true : matcher(restOf(plan, filter));
  const skip = query.skip ?? 0;
  const sorted = sort.length === 0 || plan.order !== undefined;
  const enough = sorted && query.limit ? skip + query.limit : Infinity;
  const found: Found[] = [];
  if (enough > 0) {
    // Whatever looks into the documents here may look into their lists.
    const selection = query.projection && plan.exact && sorted ? 'spare' : 'rows';
    for (const row of rowsOf(database, collection, plan, sort, selection)) {
      const one = read(database, collection, row, query);
      if (!accepts(one.document)) continue;
      if (found.push(one) >= enough) break;
      if (!sorted && found.length > MOST_SORTED_ROWS) throw tooManyToSort(query.collection, sort);
    }
  }
  if (!sorted) sortInMemory(found, sort);
  return skip > 0 || query.limit ? found.slice(skip, query.limit ? skip + query.limit : undefined) : found;
}

/** What the walk has not seen to already. */
function restOf(plan: Plan, filter: Filter): Filter {
  return plan.kind === 'index' ? { kind: 'all', filters: plan.rest } : filter;
}

/** The hot path: `{_id: 'x', …}` is one look-up in a B-tree. */
function findById(database: DatabaseSync, collection: StoredCollection, id: string, query: Query): Found[] {
  if ((query.skip ?? 0) > 0) return [];
  const filter = query.filter as PlainObject;
  const alone = Object.keys(filter).length === 1;
  const columns = query.projection && alone ? 'seq, doc, listed' : 'seq, doc, listed, lists';
  const row = prepared(database, `SELECT ${columns} FROM ${collection.table} WHERE id = ?`).get(id) as
    | Row
    | undefined;
  if (!row) return [];
  const one = read(database, collection, row, query);
  return matchesById(one.document, filter) ? [one] : [];
}

/** Whether the document with the id that the filter names is all that it asks for. */
export function matchesById(document: PlainObject, filter: PlainObject): boolean {
  for (const name in filter) {
    if (name === '_id') continue;
    const wanted = filter[name];
    // The version guard: nearly every write asks for it. Anything less plain goes through the matcher.
    if (typeof wanted === 'number' && document[name] === wanted) continue;
    return matcher(parseFilter(filter))(document);
  }
  return true;
}

/** The document of a row, with its lists when they were read or are asked for. */
function read(database: DatabaseSync, { table }: StoredCollection, row: Row, { projection }: Query): Found {
  const { seq, doc, listed } = row;
  if (row.lists === undefined && sparesLists(listed, projection)) {
    return { seq, text: { doc, listed: '', lists: '' }, document: decodeDocument(doc) };
  }
  const lists =
    row.lists ?? String(prepared(database, `SELECT lists FROM ${table} WHERE seq = ?`).get(seq)?.['lists']);
  const text = { doc, listed, lists };
  return { seq, text, document: decodeRow(text) };
}

/** Numbers of the first candidates, in order: a cursor reads the documents later, batch by batch. `all`: there are no more. */
export function candidateNumbers(
  database: DatabaseSync,
  query: Query,
  most: number,
): { readonly numbers: readonly number[]; readonly sorted: boolean; readonly all: boolean } {
  const collection = storedCollection(database, query.collection);
  if (!collection.exists) return { numbers: [], sorted: true, all: true };
  const { sort, plan } = understand(database, collection, query);
  const sorted = sort.length === 0 || plan.order !== undefined;
  const numbers = new Set<number>();
  for (const { seq } of walks(database, collection, plan, sort, 'numbers')) {
    if (numbers.size === most) return { numbers: [...numbers], sorted, all: false };
    numbers.add(seq);
  }
  return { numbers: [...numbers], sorted, all: true };
}

/** Whole: the query's filter is yet to be tried on it. */
export function documentByNumber(database: DatabaseSync, query: Query, seq: number): Found | undefined {
  const collection = storedCollection(database, query.collection);
  if (!collection.exists) return undefined;
  const sql = `SELECT seq, doc, listed, lists FROM ${collection.table} WHERE seq = ?`;
  const row = prepared(database, sql).get(seq) as Row | undefined;
  return row && read(database, collection, row, query);
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

/** @throws AppError unsupported when no index serves it */
export function understand(
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
  selection: 'rows' | 'spare',
): Generator<Row> {
  const several = plan.kind === 'union' || (plan.kind === 'index' && plan.index.multikey);
  if (!several) {
    yield* walks(database, collection, plan, sort, selection);
    return;
  }
  const seen = new Set<number>();
  for (const row of walks(database, collection, plan, sort, selection)) {
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
  const columns = {
    rows: 'seq, doc, listed, lists',
    spare: 'seq, doc, listed',
    keys: 'seq',
    numbers: 'seq',
    count: 'seq',
  };
  return [{ sql: `SELECT ${columns[selection]} FROM ${collection.table} ORDER BY seq`, parameters: [] }];
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
