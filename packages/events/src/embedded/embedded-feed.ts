import { setTimeout as timeout } from 'node:timers/promises';
import { prepared } from '@lapor/sqlite';
import type { EmbeddedDatabase } from '@lapor/sqlite';
import type { AgencyFeed, FeedMessage, FeedReading } from '../agency-feed.ts';
import type { BusEvent } from '../bus-event.ts';
import { copyDigest, readPosition, startAfter, writePosition } from '../feed-position.ts';
import type { Found } from '../feed-position.ts';
import { wakeHubOf } from './wake-hub.ts';

const READ_AT_ONCE = 128;
/** Should a wake-up be missed. */
const LOOK_MILLISECONDS = 5_000;

/** The feed of an installation without NATS: the copies noted beside the log. */
export function embeddedFeed(database: EmbeddedDatabase): AgencyFeed {
  return {
    async *read(agencyId, { after, signal }: FeedReading) {
      let position = after === undefined ? 0 : startOf(database, agencyId, after);
      const news = newsOf(database);
      try {
        while (!signal.aborted) {
          const waiting = news.next();
          const rows = copiesAfter(database, agencyId, position);
          for (const row of rows) {
            if (signal.aborted) return;
            position = row.seq;
            yield row.message;
          }
          if (rows.length < READ_AT_ONCE) await Promise.race([waiting, pause(signal)]);
        }
      } finally {
        news.end();
      }
    },
    // It lies in the file that holds everything else: lost or restored with it.
    madeAt: () => Promise.resolve(1),
    async refill(events) {
      await database.call<void>('events.copy', { events });
      return [];
    },
  };
}

function pause(signal: AbortSignal): Promise<void> {
  return timeout(LOOK_MILLISECONDS, undefined, { signal, ref: false }).catch(() => {});
}

/** Promises that are kept when something is published. */
function newsOf(database: EmbeddedDatabase) {
  const { published } = wakeHubOf(database);
  let wake = () => {};
  const onPublished = () => wake();
  published.add(onPublished);
  return {
    next: () => new Promise<void>((resolve) => (wake = resolve)),
    end: () => void published.delete(onPublished),
  };
}

function copiesAfter(
  database: EmbeddedDatabase,
  agencyId: string,
  position: number,
): { readonly seq: number; readonly message: FeedMessage }[] {
  return prepared(
    database.reader,
    `SELECT c.position, c.feed_seq, e.stored_at, e.event FROM bus_copy AS c JOIN bus_event AS e USING (position)
     WHERE c.agency_id = ? AND c.position > ? ORDER BY c.position LIMIT ?`,
  )
    .all(agencyId, position, READ_AT_ONCE)
    .map((row) => {
      const { pubSeq: _pubSeq, ...event } = JSON.parse(String(row['event'])) as BusEvent;
      const seq = Number(row['position']);
      const place = { seq, storedAt: Number(row['stored_at']), digest: copyDigest(agencyId, event.id) };
      const message = {
        ...event,
        agencyId,
        feedSeq: Number(row['feed_seq']),
        position: writePosition(place),
      };
      return { seq, message };
    });
}

function startOf(database: EmbeddedDatabase, agencyId: string, after: string): number {
  const place = readPosition(after);
  const start = startAfter(place, lookUp(database, agencyId, place.seq));
  if ('afterSeq' in start) return start.afterSeq;
  const first = prepared(
    database.reader,
    'SELECT position FROM bus_event WHERE stored_at >= ? ORDER BY position LIMIT 1',
  ).get(start.fromTime);
  return first === undefined ? newest(database) : Number(first['position']) - 1;
}

function newest(database: EmbeddedDatabase): number {
  const row = prepared(database.reader, 'SELECT max(position) AS newest FROM bus_event').get();
  return Number(row?.['newest'] ?? 0);
}

function lookUp(database: EmbeddedDatabase, agencyId: string, seq: number): Found {
  const found = prepared(database.reader, 'SELECT id FROM bus_event WHERE position = ?').get(seq);
  if (found !== undefined) return { digest: copyDigest(agencyId, String(found['id'])) };
  return seq > newest(database) ? 'not_yet' : 'forgotten';
}
