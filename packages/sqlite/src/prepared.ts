import type { DatabaseSync, StatementSync } from 'node:sqlite';

const MOST_STATEMENTS = 512;
const caches = new WeakMap<DatabaseSync, Map<string, StatementSync>>();

/** The statement for `sql` on this connection, prepared once (least recently used ones are let go). */
export function prepared(database: DatabaseSync, sql: string): StatementSync {
  let cache = caches.get(database);
  if (!cache) caches.set(database, (cache = new Map()));
  let statement = cache.get(sql);
  if (statement) {
    if (cache.size > MOST_STATEMENTS / 2) {
      cache.delete(sql);
      cache.set(sql, statement);
    }
    return statement;
  }
  statement = database.prepare(sql);
  cache.set(sql, statement);
  if (cache.size > MOST_STATEMENTS) {
    const oldest = cache.keys().next().value;
    if (oldest !== undefined) cache.delete(oldest);
  }
  return statement;
}
