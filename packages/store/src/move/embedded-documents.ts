import { DatabaseSync } from 'node:sqlite';
import { indexTable, quoted } from '../embedded/catalog.ts';
import { decodeRow, encodeRow } from '../embedded/stored-row.ts';
import type { StoredText } from '../embedded/stored-row.ts';
import { COLLECTION_COLUMNS } from '../embedded/writer-operations.ts';
import type { CollectionName, DocumentSource, DocumentTarget, MovedDocument } from './document-places.ts';
import { told } from './document-places.ts';

/** The documents in the database of an embedded installation that nobody writes to. It stays open when they are closed. */
export function openEmbeddedDocuments(database: DatabaseSync): DocumentSource {
  return { ...readerOf(database), close: () => Promise.resolve() };
}

/** A file that need not be there yet. Indexes are made by the services when they start on it. */
export function createEmbeddedDocuments(file: string): DocumentTarget {
  const database = new DatabaseSync(file);
  database.exec('PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL');
  return {
    ...readerOf(database),
    put(name, documents) {
      const table = quoted(told(name));
      database.exec('BEGIN IMMEDIATE');
      try {
        database.exec(`CREATE TABLE IF NOT EXISTS ${table} (${COLLECTION_COLUMNS})`);
        const insert = database.prepare(
          `INSERT INTO ${table} (id, doc, listed, lists) VALUES (?, ?, ?, ?) ON CONFLICT (id)
           DO UPDATE SET doc = excluded.doc, listed = excluded.listed, lists = excluded.lists`,
        );
        for (const document of documents) {
          const { doc, listed, lists } = encodeRow(document);
          insert.run(document._id, doc, listed, lists);
        }
        database.exec('COMMIT');
      } catch (error) {
        database.exec('ROLLBACK');
        throw error;
      }
      return Promise.resolve();
    },
    remove(name, ids) {
      const remove = database.prepare(`DELETE FROM ${quoted(told(name))} WHERE id = ?`);
      for (const id of ids) remove.run(id);
      return Promise.resolve();
    },
    dropIndexes(name) {
      const collection = told(name);
      for (const index of database
        .prepare('SELECT name FROM store_indexes WHERE collection = ?')
        .all(collection))
        database.exec(`DROP TABLE ${indexTable(collection, String(index['name']))}`);
      database.prepare('DELETE FROM store_indexes WHERE collection = ?').run(collection);
      return Promise.resolve();
    },
    close() {
      database.exec('PRAGMA wal_checkpoint(TRUNCATE)');
      database.close();
      return Promise.resolve();
    },
  };
}

type Row = StoredText & { readonly seq: number };

function readerOf(database: DatabaseSync): DocumentSource {
  const documentOf = (row: Row) => decodeRow(row) as MovedDocument;
  const isThere = (name: CollectionName) =>
    database.prepare('SELECT 1 FROM sqlite_schema WHERE name = ?').get(told(name)) !== undefined;
  return {
    // oxlint-disable-next-line typescript/require-await -- throws become rejections
    async collections() {
      const tables = database
        .prepare("SELECT name FROM sqlite_schema WHERE type = 'table' ORDER BY name")
        .all();
      return tables.flatMap(({ name }) => {
        // An index of it is a table "service.collection/index".
        const [, service, collection] = /^([a-z]+)\.([^/]+)$/.exec(String(name)) ?? [];
        return service === undefined || collection === undefined ? [] : [{ service, collection }];
      });
    },
    // oxlint-disable-next-line typescript/require-await -- throws become rejections
    async count(name) {
      if (!isThere(name)) return 0;
      return Number(database.prepare(`SELECT count(*) AS n FROM ${quoted(told(name))}`).get()?.['n']);
    },
    // oxlint-disable-next-line typescript/require-await -- asynchronous elsewhere
    async *read(name, atOnce) {
      if (!isThere(name)) return;
      const page = database.prepare(
        `SELECT seq, doc, listed, lists FROM ${quoted(told(name))} WHERE seq > ? ORDER BY seq LIMIT ?`,
      );
      for (let after = 0; ;) {
        const rows = page.all(after, atOnce) as unknown as Row[];
        if (rows.length > 0) yield rows.map(documentOf);
        if (rows.length < atOnce) return;
        after = rows.at(-1)!.seq;
      }
    },
    // oxlint-disable-next-line typescript/require-await -- throws become rejections
    async find(name, ids) {
      const found = new Map<string, MovedDocument>();
      if (!isThere(name)) return found;
      const one = database.prepare(`SELECT seq, doc, listed, lists FROM ${quoted(told(name))} WHERE id = ?`);
      for (const id of ids) {
        const row = one.get(id) as unknown as Row | undefined;
        if (row) found.set(id, documentOf(row));
      }
      return found;
    },
    close() {
      database.close();
      return Promise.resolve();
    },
  };
}
