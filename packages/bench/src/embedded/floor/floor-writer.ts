import type { DatabaseSync } from 'node:sqlite';
import { prepared } from '@lapor/sqlite';
import type { WriterModule, WriterOperation } from '@lapor/sqlite';

/** The least a write can be: a document with one index, and a line of a log. */
export const floorWriterModule: WriterModule = { name: 'floor', url: new URL(import.meta.url) };

export function setup(database: DatabaseSync): void {
  database.exec(`
    CREATE TABLE IF NOT EXISTS document (id TEXT PRIMARY KEY, at INTEGER NOT NULL, body TEXT NOT NULL) STRICT;
    CREATE INDEX IF NOT EXISTS document_by_time ON document (at);
    CREATE TABLE IF NOT EXISTS log (position INTEGER PRIMARY KEY AUTOINCREMENT, body TEXT NOT NULL) STRICT;
  `);
}

export const operations: Record<string, WriterOperation> = {
  insert(database, args) {
    const { id, at, body } = args as { id: string; at: number; body: string };
    prepared(database, 'INSERT INTO document (id, at, body) VALUES (?, ?, ?)').run(id, at, body);
  },
  append(database, args) {
    prepared(database, 'INSERT INTO log (body) VALUES (?)').run((args as { body: string }).body);
  },
};
