import type { DatabaseSync } from 'node:sqlite';
import type { UnhandledEvent } from './unhandled-event.ts';

/** So long an agency's system may have been away and still finds in the new feed what it missed. */
const FEED_MILLISECONDS = 7 * 86_400_000;

/**
 * What in the log of an embedded installation some consumer has not had yet, or could not handle; and what went to agencies of
 * late, since how far their systems have read is known to them alone.
 */
export function embeddedUnhandled(database: DatabaseSync, now: number): readonly UnhandledEvent[] {
  const isThere = database.prepare('SELECT 1 FROM sqlite_schema WHERE name = ?');
  // A backup of servers: there the documents say themselves what is to be published again.
  if (isThere.get('bus_event') === undefined) return [];
  // A log from before there were feeds has no copies.
  const copies = isThere.get('bus_copy') === undefined ? '(SELECT 0 AS position WHERE 0)' : 'bus_copy';
  const rows = database
    .prepare(
      `SELECT context, aggregate_id AS aggregateId, min(pub_seq) AS pubSeq FROM (
         SELECT e.context, e.aggregate_id, json_extract(e.event, '$.pubSeq') AS pub_seq FROM bus_event AS e
           WHERE EXISTS (SELECT 1 FROM bus_consumer AS c WHERE c.context = e.context AND c.floor < e.position)
             OR (e.stored_at > ? AND EXISTS (SELECT 1 FROM ${copies} AS f WHERE f.position = e.position))
         UNION ALL SELECT context, aggregate_id, pub_seq FROM bus_parked)
       GROUP BY context, aggregate_id`,
    )
    .all(now - FEED_MILLISECONDS);
  return rows.map((row) => ({
    context: String(row['context']),
    aggregateId: String(row['aggregateId']),
    pubSeq: Number(row['pubSeq']),
  }));
}
