import type { DatabaseSync } from 'node:sqlite';
import { prepared } from '@lapor/sqlite';
import type { WriterModule, WriterOperation } from '@lapor/sqlite';
import type { BusEvent, FeedCopy, OutgoingEvent } from '../bus-event.ts';
import { contextOf } from '../event-address.ts';

/** The event log in the embedded database. Give it to `openDatabase` to use `embeddedBus`. */
export const eventsWriterModule: WriterModule = { name: 'events', url: new URL(import.meta.url) };

/**
 * `event` is the log. A consumer's state is one number: everything up to `floor` is handled or parked; what lies
 * above comes again after a crash and is recognised by the consumer's guard.
 */
export function setup(database: DatabaseSync): void {
  database.exec(`
    CREATE TABLE IF NOT EXISTS bus_event (
      position INTEGER PRIMARY KEY AUTOINCREMENT,
      id TEXT NOT NULL,
      context TEXT NOT NULL,
      stored_at INTEGER NOT NULL,
      aggregate_id TEXT NOT NULL,
      event TEXT NOT NULL,
      -- A complaint and its case have one id, and so have their first events: an id is one context's.
      UNIQUE (context, id)
    ) STRICT;
    CREATE INDEX IF NOT EXISTS bus_event_by_context ON bus_event (context, position);
    -- Which agencies an event of the log was copied to: their feeds are read along the log's own positions.
    CREATE TABLE IF NOT EXISTS bus_copy (
      position INTEGER NOT NULL,
      agency_id TEXT NOT NULL,
      feed_seq INTEGER NOT NULL,
      PRIMARY KEY (position, agency_id)
    ) STRICT, WITHOUT ROWID;
    CREATE INDEX IF NOT EXISTS bus_copy_by_agency ON bus_copy (agency_id, position);
    CREATE TABLE IF NOT EXISTS bus_consumer (
      durable TEXT NOT NULL,
      context TEXT NOT NULL,
      floor INTEGER NOT NULL,
      PRIMARY KEY (durable, context)
    ) STRICT, WITHOUT ROWID;
    CREATE TABLE IF NOT EXISTS bus_attempt (
      durable TEXT NOT NULL,
      context TEXT NOT NULL,
      position INTEGER NOT NULL,
      attempts INTEGER NOT NULL,
      not_before INTEGER NOT NULL,
      PRIMARY KEY (durable, context, position)
    ) STRICT, WITHOUT ROWID;
    CREATE TABLE IF NOT EXISTS bus_letter (
      id TEXT NOT NULL PRIMARY KEY,
      durable TEXT NOT NULL,
      context TEXT NOT NULL,
      aggregate_id TEXT NOT NULL,
      event TEXT NOT NULL,
      reason TEXT NOT NULL,
      attempts INTEGER NOT NULL,
      at TEXT NOT NULL,
      replay INTEGER NOT NULL DEFAULT 0,
      UNIQUE (durable, context, aggregate_id)
    ) STRICT;
    CREATE TABLE IF NOT EXISTS bus_parked (
      durable TEXT NOT NULL,
      context TEXT NOT NULL,
      aggregate_id TEXT NOT NULL,
      pub_seq INTEGER NOT NULL,
      event TEXT NOT NULL,
      PRIMARY KEY (durable, context, aggregate_id, pub_seq)
    ) STRICT, WITHOUT ROWID;
  `);
}

export interface ConsumerName {
  readonly durable: string;
  readonly context: string;
}

export interface LaneName extends ConsumerName {
  readonly aggregateId: string;
}

export interface Burial extends LaneName {
  readonly event: BusEvent;
  readonly reason: string;
  readonly attempts: number;
  readonly at: string;
}

/** An aggregate has one letter per consumer, so this names it. */
function letterId({ durable, context, aggregateId }: LaneName): string {
  return `${durable}.${context}.${aggregateId}`;
}

function publish(database: DatabaseSync, args: unknown): void {
  const { events, storedAt } = args as {
    readonly events: readonly OutgoingEvent[];
    readonly storedAt: number;
  };
  const insert = prepared(
    database,
    `INSERT INTO bus_event (id, context, stored_at, aggregate_id, event) VALUES (?, ?, ?, ?, ?)
     ON CONFLICT (context, id) DO NOTHING`,
  );
  for (const { copies = [], ...event } of events) {
    const context = contextOf(event);
    const row = [event.id, context, storedAt, event.aggregateId, JSON.stringify(event)] as const;
    const { changes, lastInsertRowid } = insert.run(...row);
    if (copies.length > 0)
      copy(database, changes > 0 ? lastInsertRowid : at(database, context, event.id), copies);
  }
}

/** Copies alone, of events that the log still has. */
function refill(database: DatabaseSync, args: unknown): void {
  const { events } = args as { readonly events: readonly OutgoingEvent[] };
  for (const { copies = [], ...event } of events) {
    const position = at(database, contextOf(event), event.id);
    if (Number.isInteger(position)) copy(database, position, copies);
  }
}

/** Where an event lies that was there already; NaN when it is not there. */
function at(database: DatabaseSync, context: string, id: string): number {
  const row = prepared(database, 'SELECT position FROM bus_event WHERE context = ? AND id = ?').get(
    context,
    id,
  );
  return Number(row?.['position']);
}

function copy(database: DatabaseSync, position: number | bigint, copies: readonly FeedCopy[]): void {
  const insert = prepared(
    database,
    'INSERT INTO bus_copy (position, agency_id, feed_seq) VALUES (?, ?, ?) ON CONFLICT DO NOTHING',
  );
  for (const { agencyId, feedSeq } of copies) insert.run(position, agencyId, feedSeq);
}

/** So many from the floor on may have been in work when the process ended. */
const IN_WORK = 32;

/**
 * A consumer starts. What lay open when it ended the last time may be what ended it, over and over, without ever coming
 * to report a failure: that it was delivered is counted here.
 */
function subscribe(database: DatabaseSync, args: unknown): void {
  const { durable, context } = args as ConsumerName;
  const { changes } = prepared(
    database,
    'INSERT INTO bus_consumer (durable, context, floor) VALUES (?, ?, 0) ON CONFLICT DO NOTHING',
  ).run(durable, context);
  if (changes > 0) return;
  prepared(
    database,
    `INSERT INTO bus_attempt (durable, context, position, attempts, not_before)
     SELECT durable, context, position, 1, 0 FROM (
       SELECT c.durable, c.context, e.position FROM bus_consumer AS c
         JOIN bus_event AS e ON e.context = c.context AND e.position > c.floor
       WHERE c.durable = ? AND c.context = ? ORDER BY e.position LIMIT ?) WHERE true
     ON CONFLICT DO UPDATE SET attempts = attempts + 1`,
  ).run(durable, context, IN_WORK);
}

function advance(database: DatabaseSync, args: unknown): void {
  const { durable, context, floor } = args as ConsumerName & { readonly floor: number };
  prepared(
    database,
    'UPDATE bus_consumer SET floor = max(floor, ?3) WHERE durable = ?1 AND context = ?2',
  ).run(durable, context, floor);
  prepared(database, 'DELETE FROM bus_attempt WHERE durable = ? AND context = ? AND position <= ?').run(
    durable,
    context,
    floor,
  );
}

function remember(database: DatabaseSync, args: unknown): void {
  const { durable, context, position, attempts, notBefore } = args as ConsumerName & {
    readonly position: number;
    readonly attempts: number;
    readonly notBefore: number;
  };
  prepared(
    database,
    `INSERT INTO bus_attempt (durable, context, position, attempts, not_before) VALUES (?, ?, ?, ?, ?)
     ON CONFLICT DO UPDATE SET attempts = excluded.attempts, not_before = excluded.not_before`,
  ).run(durable, context, position, attempts, notBefore);
}

function bury(database: DatabaseSync, args: unknown): void {
  const { durable, context, aggregateId, event, reason, attempts, at } = args as Burial;
  prepared(
    database,
    `INSERT INTO bus_letter (id, durable, context, aggregate_id, event, reason, attempts, at)
     VALUES (?, ?, ?, ?, ?, ?, ?, ?)
     ON CONFLICT DO UPDATE SET event = excluded.event, reason = excluded.reason,
       attempts = excluded.attempts, at = excluded.at, replay = 0`,
  ).run(
    letterId({ durable, context, aggregateId }),
    durable,
    context,
    aggregateId,
    JSON.stringify(event),
    reason,
    attempts,
    at,
  );
  park(database, { durable, context, aggregateId }, event);
}

function park(database: DatabaseSync, { durable, context, aggregateId }: LaneName, event: BusEvent): void {
  prepared(database, 'INSERT INTO bus_parked VALUES (?, ?, ?, ?, ?) ON CONFLICT DO NOTHING').run(
    durable,
    context,
    aggregateId,
    event.pubSeq,
    JSON.stringify(event),
  );
}

/** Answers false when the aggregate has no letter. */
function wait(database: DatabaseSync, args: unknown): boolean {
  const { event, ...lane } = args as LaneName & { readonly event: BusEvent };
  if (!prepared(database, 'SELECT 1 FROM bus_letter WHERE id = ?').get(letterId(lane))) return false;
  park(database, lane, event);
  return true;
}

function remove(database: DatabaseSync, args: unknown): void {
  const { durable, context, aggregateId, pubSeq } = args as LaneName & { readonly pubSeq: number };
  prepared(
    database,
    'DELETE FROM bus_parked WHERE durable = ? AND context = ? AND aggregate_id = ? AND pub_seq = ?',
  ).run(durable, context, aggregateId, pubSeq);
}

/** Answers false when something is still parked. */
function release(database: DatabaseSync, args: unknown): boolean {
  const { durable, context, aggregateId } = args as LaneName;
  const { changes } = prepared(
    database,
    `DELETE FROM bus_letter WHERE id = ? AND NOT EXISTS
       (SELECT 1 FROM bus_parked WHERE durable = ? AND context = ? AND aggregate_id = ?)`,
  ).run(letterId({ durable, context, aggregateId }), durable, context, aggregateId);
  if (changes > 0) return true;
  return !prepared(database, 'SELECT 1 FROM bus_letter WHERE id = ?').get(
    letterId({ durable, context, aggregateId }),
  );
}

/** Answers whose letter it is, or undefined when there is none. */
function requestReplay(database: DatabaseSync, args: unknown): LaneName | undefined {
  const { id } = args as { readonly id: string };
  const row = prepared(
    database,
    'UPDATE bus_letter SET replay = 1 WHERE id = ? RETURNING durable, context, aggregate_id AS aggregateId',
  ).get(id);
  return row && { ...(row as unknown as LaneName) };
}

/** Deletes a bounded number of old events that every consumer has, with their copies; answers how many events. */
function prune(database: DatabaseSync, args: unknown): number {
  const { storedBefore, limit } = args as { readonly storedBefore: number; readonly limit: number };
  const pruned = prepared(
    database,
    `DELETE FROM bus_event WHERE position IN (
       SELECT position FROM bus_event AS old WHERE stored_at < ? AND NOT EXISTS
         (SELECT 1 FROM bus_consumer AS c WHERE c.context = old.context AND c.floor < old.position)
       ORDER BY position LIMIT ?) RETURNING position`,
  ).all(storedBefore, limit);
  const forget = prepared(database, 'DELETE FROM bus_copy WHERE position = ?');
  for (const { position } of pruned) forget.run(Number(position));
  return pruned.length;
}

export const operations: Record<string, WriterOperation> = {
  publish,
  copy: refill,
  subscribe,
  advance,
  remember,
  bury,
  wait,
  remove,
  release,
  requestReplay,
  prune,
};
