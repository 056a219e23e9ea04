import type { DatabaseSync } from 'node:sqlite';
import { prepared } from '@lapor/sqlite';
import type { PlainObject } from '../query/bson-order.ts';
import type { Projection } from '../query/query-syntax.ts';
import type { IndexSpec } from '../query/query-plan.ts';
import { markArrays, maskOf } from './array-marks.ts';
import { indexTable, storedIndex } from './catalog.ts';
import type { StoredCollection, StoredIndex } from './catalog.ts';
import { decodeDocument } from './document-codec.ts';
import { insertEntries, keysOf } from './index-writer.ts';
import { encodeKey } from './key-encoding.ts';
import { decodeRow, sparesLists } from './stored-row.ts';
import type { StoredText } from './stored-row.ts';

/** Sorted at once: so that what sorting needs on disk stays small beside the index. */
const SORTED_AT_ONCE = 8_000_000;

/**
 * Makes indexes of what is in a collection already: each document is read once for all of them, and their entries are put in
 * in their order, so that a tree of many million entries grows at its end instead of everywhere.
 */
export function buildIndexes(
  database: DatabaseSync,
  collection: StoredCollection,
  specs: readonly IndexSpec[],
  sortedAtOnce = SORTED_AT_ONCE,
): void {
  const indexes = specs.map((spec) => declare(database, collection.name, spec));
  if (indexes.length === 0 || isEmpty(database, collection)) return;
  // What must be unique is tried entry by entry, to say which is not.
  const [unique, sorted] = [
    indexes.filter(({ spec }) => spec.unique),
    indexes.filter(({ spec }) => !spec.unique).map((index, nth) => new Sorted(database, index, nth)),
  ];
  const wanted: Projection = {
    kind: 'include',
    id: true,
    paths: indexes.flatMap(({ fields }) => fields.map((field) => [field])),
  };
  for (const row of rowsOf(database, collection)) {
    const document = sparesLists(row.listed, wanted)
      ? decodeDocument(row.doc)
      : decodeRow(withLists(database, collection, row));
    for (const index of unique) insertEntries(database, collection, index, row.seq, document);
    for (const each of sorted) each.take(row.seq, document);
  }
  for (const each of sorted) each.finish(collection.name, sortedAtOnce);
}

function declare(database: DatabaseSync, collection: string, spec: IndexSpec): StoredIndex {
  const { arrays: _arrays, ...declared } = spec;
  // Whether there are arrays is found out by the documents.
  const stored = { ...declared, multikey: false };
  const columns = spec.keys.map((_key, at) => `k${at} TEXT NOT NULL`).join(', ');
  database.exec(
    `CREATE TABLE ${indexTable(collection, spec.name)} (${columns}, seq INTEGER NOT NULL, PRIMARY KEY (${orderOf(spec).join(', ')})) WITHOUT ROWID`,
  );
  prepared(database, 'INSERT INTO store_indexes (collection, name, spec) VALUES (?, ?, ?)').run(
    collection,
    spec.name,
    JSON.stringify(stored),
  );
  return storedIndex(collection, stored);
}

function orderOf({ keys, unique }: IndexSpec): readonly string[] {
  const order = keys.map(([, direction], at) => `k${at}${direction === -1 ? ' DESC' : ''}`);
  return unique ? order : [...order, 'seq'];
}

function isEmpty(database: DatabaseSync, { table }: StoredCollection): boolean {
  return prepared(database, `SELECT 1 FROM ${table} LIMIT 1`).get() === undefined;
}

type Row = Omit<StoredText, 'lists'> & { readonly seq: number };

function rowsOf(database: DatabaseSync, { table }: StoredCollection): Iterable<Row> {
  return prepared(database, `SELECT seq, doc, listed FROM ${table}`).iterate() as unknown as Iterable<Row>;
}

function withLists(database: DatabaseSync, { table }: StoredCollection, row: Row): StoredText {
  const found = prepared(database, `SELECT lists FROM ${table} WHERE seq = ?`).get(row.seq);
  return { ...row, lists: String(found?.['lists']) };
}

const SAMPLES_PER_RANGE = 256;
/** As JSON has it. */
const NUL = String.raw`\u0000`;

/** Entries in a table of their own, until all are there and can be sorted. */
class Sorted {
  readonly index: StoredIndex;
  readonly #database: DatabaseSync;
  readonly #table: string;
  readonly #columns: string;
  /** One entry; or as many as are in a list, which differ in the column of this number alone. */
  readonly #insert: string;
  readonly #insertList: (column: number) => string;
  #count = 0;
  /** Which of its paths have run into an array. */
  #arrays = 0;

  constructor(database: DatabaseSync, index: StoredIndex, nth: number) {
    this.index = index;
    this.#database = database;
    this.#table = `temp.unsorted${nth}`;
    const columns = [...index.spec.keys.map((_key, at) => `k${at}`), 'seq'];
    this.#columns = columns.join(', ');
    this.#insert = `INSERT INTO ${this.#table} VALUES (${columns.map(() => '?').join(', ')})`;
    this.#insertList = (column) =>
      `INSERT INTO ${this.#table} SELECT ${columns.map((_column, at) => (at === column ? 'value' : `?${at + 1}`)).join(', ')} FROM json_each(?${column + 1})`;
    database.exec(`CREATE TEMP TABLE unsorted${nth} (${this.#columns})`);
  }

  take(seq: number, document: PlainObject): void {
    if (this.index.covers && !this.index.covers(document)) return;
    const { tuples, arrays } = keysOf(document, this.index);
    this.#count += tuples.length;
    if (arrays.length > 0) this.#arrays |= maskOf(arrays);
    const [first = []] = tuples;
    const [array, more] = arrays;
    const list =
      tuples.length > 1 && array !== undefined && more === undefined
        ? JSON.stringify(tuples.map((values) => encodeKey(values[array])))
        : '';
    // SQLite takes a NUL in a list for its end.
    if (list !== '' && !list.includes(NUL)) {
      const key = first.map((value, at) => (at === array ? list : encodeKey(value)));
      prepared(this.#database, this.#insertList(array!)).run(...key, seq);
      return;
    }
    const insert = prepared(this.#database, this.#insert);
    for (const values of tuples) insert.run(...values.map(encodeKey), seq);
  }

  finish(collection: string, sortedAtOnce: number): void {
    const { spec, table } = this.index;
    // What a document has twice is one entry.
    const sort = (where: string) =>
      `INSERT OR IGNORE INTO ${table} (${this.#columns}) SELECT ${this.#columns} FROM ${this.#table} ${where} ORDER BY ${orderOf(spec).join(', ')}`;
    const bounds = this.#bounds(sortedAtOnce);
    for (let at = 0; at <= bounds.length; at += 1) {
      const [from, below] = [bounds[at - 1], bounds[at]];
      const conditions = [
        ...(from === undefined ? [] : ['k0 >= ?']),
        ...(below === undefined ? [] : ['k0 < ?']),
      ];
      const where = conditions.length === 0 ? '' : `WHERE ${conditions.join(' AND ')}`;
      this.#database.prepare(sort(where)).run(...[from, below].filter((bound) => bound !== undefined));
    }
    this.#database.exec(`DROP TABLE ${this.#table}`);
    if (this.#arrays !== 0) markArrays(this.#database, collection, spec.name, this.#arrays);
  }

  /** Of ranges of the first key that have about as many entries each. */
  #bounds(sortedAtOnce: number): readonly string[] {
    const ranges = Math.ceil(this.#count / sortedAtOnce);
    if (ranges < 2) return [];
    const step = Math.max(1, Math.floor(this.#count / (ranges * SAMPLES_PER_RANGE)));
    const perRange = Math.floor(this.#count / step / ranges);
    const samples = this.#database
      .prepare(`SELECT k0 FROM ${this.#table} WHERE rowid % ? = 0 ORDER BY k0`)
      .all(step)
      .map((row) => String(row['k0']));
    const bounds = Array.from({ length: ranges - 1 }, (_, nth) => samples[(nth + 1) * perRange] ?? '');
    return [...new Set(bounds)].filter((bound) => bound !== '');
  }
}
