import type { DatabaseSync } from 'node:sqlite';
import { prepared } from '@lapor/sqlite';
import type { Projection } from '../query/query-syntax.ts';
import type { IndexSpec } from '../query/query-plan.ts';
import { indexTable, storedIndex } from './catalog.ts';
import type { StoredCollection, StoredIndex } from './catalog.ts';
import { decodeDocument } from './document-codec.ts';
import { entriesOf, insertEntries } from './index-writer.ts';
import { decodeRow, sparesLists } from './stored-row.ts';
import type { StoredText } from './stored-row.ts';

/**
 * Makes indexes of what is in a collection already: each document is read once for all of them, and their entries are put in
 * in their order, so that a tree of many million entries grows at its end instead of everywhere.
 */
export function buildIndexes(
  database: DatabaseSync,
  collection: StoredCollection,
  specs: readonly IndexSpec[],
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
    for (const each of sorted)
      each.take(row.seq, entriesOf(database, collection, each.index, document).values());
  }
  for (const each of sorted) each.finish();
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

/** Entries in a table of their own, until all are there and can be sorted. */
class Sorted {
  readonly index: StoredIndex;
  readonly #database: DatabaseSync;
  readonly #table: string;
  readonly #columns: string;
  readonly #insert: string;

  constructor(database: DatabaseSync, index: StoredIndex, nth: number) {
    this.index = index;
    this.#database = database;
    this.#table = `temp.unsorted${nth}`;
    const columns = [...index.spec.keys.map((_key, at) => `k${at}`), 'seq'];
    this.#columns = columns.join(', ');
    this.#insert = `INSERT INTO ${this.#table} VALUES (${columns.map(() => '?').join(', ')})`;
    database.exec(`CREATE TEMP TABLE unsorted${nth} (${this.#columns})`);
  }

  take(seq: number, entries: Iterable<{ readonly key: readonly string[] }>): void {
    for (const { key } of entries) prepared(this.#database, this.#insert).run(...key, seq);
  }

  finish(): void {
    this.#database.exec(
      `INSERT INTO ${this.index.table} (${this.#columns}) SELECT ${this.#columns} FROM ${this.#table} ORDER BY ${orderOf(this.index.spec).join(', ')};
       DROP TABLE ${this.#table}`,
    );
  }
}
