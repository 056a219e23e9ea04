import type { DatabaseSync } from 'node:sqlite';
import type { UnhandledEvent } from './unhandled-event.ts';

/** What in the log of an embedded installation some consumer has not had yet, or could not handle. */
export function embeddedUnhandled(database: DatabaseSync): readonly UnhandledEvent[] {
  const isThere = database.prepare("SELECT 1 FROM sqlite_schema WHERE name = 'bus_event'").get();
  if (isThere === undefined) return [];
  const rows = database
    .prepare(
      `SELECT context, aggregate_id AS aggregateId, min(pub_seq) AS pubSeq FROM (
         SELECT e.context, e.aggregate_id, json_extract(e.event, '$.pubSeq') AS pub_seq FROM bus_event AS e
           WHERE EXISTS (SELECT 1 FROM bus_consumer AS c WHERE c.context = e.context AND c.floor < e.position)
         UNION ALL SELECT context, aggregate_id, pub_seq FROM bus_parked)
       GROUP BY context, aggregate_id`,
    )
    .all();
  return rows.map((row) => ({
    context: String(row['context']),
    aggregateId: String(row['aggregateId']),
    pubSeq: Number(row['pubSeq']),
  }));
}
