import type { Clock } from '@lapor/kernel';
import { prepared } from '@lapor/sqlite';
import type { EmbeddedDatabase } from '@lapor/sqlite';
import type { Parking } from '../consume/transport.ts';
import type { DeadLetter } from '../event-bus.ts';
import type { BusEvent } from '../bus-event.ts';
import type { ConsumerName } from './events-writer.ts';

/** The parked events of one consumer in the embedded database. */
export function embeddedParking(database: EmbeddedDatabase, name: ConsumerName, clock: Clock): Parking {
  const parked = new Set(
    prepared(database.reader, 'SELECT aggregate_id FROM bus_letter WHERE durable = ? AND context = ?')
      .all(name.durable, name.context)
      .map((row) => String(row['aggregate_id'])),
  );
  return {
    has: (aggregateId) => parked.has(aggregateId),
    async bury(event, reason, attempts) {
      const { aggregateId } = event;
      const at = clock.now().toISOString();
      await database.call('events.bury', { ...name, aggregateId, event, reason, attempts, at });
      parked.add(aggregateId);
    },
    async wait(event) {
      const { aggregateId } = event;
      const waits = await database.call<boolean>('events.wait', { ...name, aggregateId, event });
      if (!waits) parked.delete(aggregateId);
      return waits;
    },
    first(aggregateId) {
      const row = prepared(
        database.reader,
        `SELECT event FROM bus_parked WHERE durable = ? AND context = ? AND aggregate_id = ?
         ORDER BY pub_seq LIMIT 1`,
      ).get(name.durable, name.context, aggregateId);
      return Promise.resolve(row && (JSON.parse(String(row['event'])) as BusEvent));
    },
    remove: (aggregateId, pubSeq) => database.call('events.remove', { ...name, aggregateId, pubSeq }),
    async release(aggregateId) {
      const released = await database.call<boolean>('events.release', { ...name, aggregateId });
      if (released) parked.delete(aggregateId);
      return released;
    },
  };
}

/** Aggregates of a consumer whose replay was asked for and is not finished. */
export function requestedReplays(database: EmbeddedDatabase, name: ConsumerName): string[] {
  return prepared(
    database.reader,
    'SELECT aggregate_id FROM bus_letter WHERE durable = ? AND context = ? AND replay = 1',
  )
    .all(name.durable, name.context)
    .map((row) => String(row['aggregate_id']));
}

/** Oldest first. */
export function embeddedDeadLetters(database: EmbeddedDatabase, durable: string | undefined): DeadLetter[] {
  return prepared(
    database.reader,
    `SELECT id, durable, event, reason, attempts, at,
       (SELECT count(*) FROM bus_parked AS p WHERE p.durable = l.durable AND p.context = l.context
         AND p.aggregate_id = l.aggregate_id AND p.pub_seq > json_extract(l.event, '$.pubSeq')) AS waiting
     FROM bus_letter AS l WHERE ?1 IS NULL OR durable = ?1 ORDER BY at, id`,
  )
    .all(durable ?? null)
    .map((row) => ({
      id: String(row['id']),
      durable: String(row['durable']),
      event: JSON.parse(String(row['event'])) as BusEvent,
      reason: String(row['reason']),
      attempts: Number(row['attempts']),
      at: String(row['at']),
      waitingBehind: Number(row['waiting']),
    }));
}
