import type { Clock } from '@lapor/kernel';
import { prepared } from '@lapor/sqlite';
import type { EmbeddedDatabase } from '@lapor/sqlite';
import { ConsumeLoop } from '../consume/consume-loop.ts';
import { RETRY_DELAYS, reasonOf } from '../consume/decisions.ts';
import { EventWorker } from '../consume/event-worker.ts';
import type { Delivery } from '../consume/transport.ts';
import type { RunningConsumer, Subscription } from '../event-bus.ts';
import type { BusEvent } from '../bus-event.ts';
import type { Log } from '../log.ts';
import { embeddedParking, requestedReplays } from './embedded-parking.ts';
import type { ConsumerName } from './events-writer.ts';
import { wakeHubOf } from './wake-hub.ts';

export interface EmbeddedConsumerOptions {
  readonly database: EmbeddedDatabase;
  readonly clock: Clock;
  readonly log: Log;
  readonly retryDelays: readonly number[] | undefined;
}

const MOST_HELD = 1_024;
const READ_AT_ONCE = 256;
/** Acks are written this late at most: they only spare a restarted consumer some work. */
const FLUSH_MILLISECONDS = 100;
/** For what another process wrote into the file: in this one the hub tells at once. */
const LOOK_MILLISECONDS = 2_000;

/** A durable consumer: reads the log from its floor on and moves the floor behind what is done. */
export class EmbeddedConsumer implements RunningConsumer {
  readonly #options: EmbeddedConsumerOptions;
  readonly #name: ConsumerName;
  readonly #loop: ConsumeLoop;
  readonly #types: ReadonlySet<string> | undefined;
  /** Positions read and not acked, ascending. */
  readonly #open = new Set<number>();
  readonly #attempts = new Map<number, { readonly attempts: number; readonly notBefore: number }>();
  readonly #look: NodeJS.Timeout;
  #cursor: number;
  #floor: number;
  #reading = false;
  #flushTimer: NodeJS.Timeout | undefined;
  #flushing: Promise<void> = Promise.resolve();
  #drained: Promise<void> | undefined;

  /** Only after `events.subscribe`. */
  constructor(subscription: Subscription, options: EmbeddedConsumerOptions) {
    const { durable, context, types } = subscription;
    const { database, clock, log } = options;
    this.#types = types && new Set(types);
    this.#options = options;
    this.#name = { durable, context };
    const policy = {
      maxDeliver: subscription.maxDeliver ?? 8,
      delays: options.retryDelays ?? RETRY_DELAYS,
    };
    const parking = embeddedParking(database, this.#name, clock);
    // One process has the file: a gap is never a replica at work.
    const worker = new EventWorker({ subscription, parking, policy, patience: [], log });
    this.#loop = new ConsumeLoop({
      worker,
      concurrency: subscription.concurrency ?? 32,
      mostHeld: MOST_HELD,
    });
    this.#cursor = this.#floor = this.#storedFloor();
    this.#loadAttempts();
    const hub = wakeHubOf(database);
    hub.published.add(this.#onPublished);
    hub.replayRequested.add(this.#onReplay);
    this.#look = setInterval(() => this.#lookAround(), LOOK_MILLISECONDS).unref();
    this.#lookAround();
  }

  lag(): Promise<number> {
    const row = prepared(
      this.#options.database.reader,
      'SELECT count(*) AS unread FROM bus_event WHERE context = ? AND position > ?',
    ).get(this.#name.context, this.#cursor);
    return Promise.resolve(Number(row?.['unread']) + this.#loop.held);
  }

  drain(): Promise<void> {
    this.#drained ??= this.#drain();
    return this.#drained;
  }

  async #drain(): Promise<void> {
    clearInterval(this.#look);
    const hub = wakeHubOf(this.#options.database);
    hub.published.delete(this.#onPublished);
    hub.replayRequested.delete(this.#onReplay);
    await this.#loop.drain();
    clearTimeout(this.#flushTimer);
    this.#flush();
    await this.#flushing;
  }

  readonly #onPublished = (context: string): void => {
    if (context === this.#name.context) this.#read();
  };

  readonly #onReplay = (lane: ConsumerName & { readonly aggregateId: string }): void => {
    if (lane.durable === this.#name.durable && lane.context === this.#name.context) {
      this.#loop.replay(lane.aggregateId);
    }
  };

  #lookAround(): void {
    this.#read();
    for (const aggregateId of requestedReplays(this.#options.database, this.#name)) {
      this.#loop.replay(aggregateId);
    }
  }

  /** Reads on until the end of the log, waiting for room when too much is held. */
  #read(): void {
    if (this.#reading) return;
    this.#reading = true;
    this.#readOn().catch((error: unknown) => {
      this.#options.log.error({ ...this.#name, reason: reasonOf(error) }, 'the log could not be read');
    });
  }

  async #readOn(): Promise<void> {
    try {
      while (!this.#drained) {
        const free = Math.min(this.#loop.free, READ_AT_ONCE);
        if (free === 0) await this.#loop.room();
        else if (this.#readSome(free) < free) return;
      }
    } finally {
      // In the same turn as the last look, so that no wake-up falls in between.
      this.#reading = false;
    }
  }

  #readSome(limit: number): number {
    const rows = prepared(
      this.#options.database.reader,
      'SELECT position, event FROM bus_event WHERE context = ? AND position > ? ORDER BY position LIMIT ?',
    ).all(this.#name.context, this.#cursor, limit);
    for (const row of rows) this.#take(Number(row['position']), JSON.parse(String(row['event'])) as BusEvent);
    return rows.length;
  }

  #take(position: number, event: BusEvent): void {
    this.#cursor = position;
    if (this.#types?.has(event.type) === false) return this.#done(position);
    this.#open.add(position);
    const before = this.#attempts.get(position);
    let attempt = (before?.attempts ?? 0) + 1;
    const delivery: Delivery = {
      event,
      attempt,
      delayMilliseconds: before ? before.notBefore - Date.now() : 0,
      ack: () => this.#done(position),
      retry: async (delayMilliseconds) => {
        const notBefore = Date.now() + delayMilliseconds;
        const args = { ...this.#name, position, attempts: attempt++, notBefore };
        await this.#options.database.call('events.remember', args);
        return 'held';
      },
      // Stays above the floor: it comes again when the consumer starts again.
      giveBack() {},
    };
    this.#loop.accept(delivery);
  }

  #done(position: number): void {
    this.#open.delete(position);
    this.#attempts.delete(position);
    this.#flushTimer ??= setTimeout(() => this.#flush(), FLUSH_MILLISECONDS);
  }

  #flush(): void {
    this.#flushTimer = undefined;
    const [lowest] = this.#open;
    const floor = lowest === undefined ? this.#cursor : lowest - 1;
    if (floor <= this.#floor) return;
    this.#floor = floor;
    this.#flushing = this.#options.database
      .call<void>('events.advance', { ...this.#name, floor })
      .catch((error: unknown) => {
        // Nothing is lost: the guard knows what was done.
        this.#options.log.warn({ ...this.#name, reason: reasonOf(error) }, 'acks were not written');
      });
  }

  #storedFloor(): number {
    const row = prepared(
      this.#options.database.reader,
      'SELECT floor FROM bus_consumer WHERE durable = ? AND context = ?',
    ).get(this.#name.durable, this.#name.context);
    return Number(row?.['floor'] ?? 0);
  }

  #loadAttempts(): void {
    const rows = prepared(
      this.#options.database.reader,
      'SELECT position, attempts, not_before FROM bus_attempt WHERE durable = ? AND context = ?',
    ).all(this.#name.durable, this.#name.context);
    for (const row of rows) {
      const attempts = Number(row['attempts']);
      this.#attempts.set(Number(row['position']), { attempts, notBefore: Number(row['not_before']) });
    }
  }
}
