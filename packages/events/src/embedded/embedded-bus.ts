import { AppError, notFound, systemClock } from '@lapor/kernel';
import type { Clock } from '@lapor/kernel';
import { prepared } from '@lapor/sqlite';
import type { EmbeddedDatabase } from '@lapor/sqlite';
import { assertName, assertPublishable, contextOf } from '../event-address.ts';
import { reasonOf } from '../consume/decisions.ts';
import type { EventBus, RunningConsumer, Subscription } from '../event-bus.ts';
import type { Log } from '../log.ts';
import { EmbeddedConsumer } from './embedded-consumer.ts';
import { embeddedFeed } from './embedded-feed.ts';
import { embeddedDeadLetters } from './embedded-parking.ts';
import type { LaneName } from './events-writer.ts';
import { wakeHubOf } from './wake-hub.ts';

export interface EmbeddedBusOptions {
  /** Opened with `eventsWriterModule`. Stays open when the bus closes. */
  readonly database: EmbeddedDatabase;
  readonly log: Log;
  /** Dates dead letters. */
  readonly clock?: Clock;
  /** Milliseconds before the second, third … attempt. */
  readonly retryDelays?: readonly number[];
  /** How long the log keeps what every consumer has. Default 30. */
  readonly retentionDays?: number;
}

const DAY_MILLISECONDS = 86_400_000;
const PRUNE_EVERY_MILLISECONDS = 600_000;
const PRUNE_AT_ONCE = 1_000;

/** The bus of an installation without NATS: a log in the embedded database, with the semantics of the JetStream one. */
export function embeddedBus(options: EmbeddedBusOptions): EventBus {
  const { database, log } = options;
  const hub = wakeHubOf(database);
  const consumers = new Set<RunningConsumer>();
  const retention = (options.retentionDays ?? 30) * DAY_MILLISECONDS;
  const pruning = setInterval(() => void prune(), PRUNE_EVERY_MILLISECONDS).unref();
  let closing: Promise<void> | undefined;

  async function prune(): Promise<void> {
    try {
      const args = { storedBefore: Date.now() - retention, limit: PRUNE_AT_ONCE };
      for (;;) {
        if (closing || (await database.call<number>('events.prune', args)) < PRUNE_AT_ONCE) return;
      }
    } catch (error) {
      log.warn({ reason: reasonOf(error) }, 'old events were not pruned');
    }
  }

  async function close(): Promise<void> {
    clearInterval(pruning);
    await Promise.all([...consumers].map((consumer) => consumer.drain()));
  }

  /** A consumer that starts as soon as no other of its name is running in this process. */
  function standingBy(subscription: Subscription): RunningConsumer {
    let active: EmbeddedConsumer | undefined;
    let drained: Promise<void> | undefined;
    const started = hub.takeTurn(`${subscription.durable}.${subscription.context}`).then((endTurn) => {
      if (!drained) {
        active = new EmbeddedConsumer(subscription, {
          database,
          log,
          clock: options.clock ?? systemClock,
          retryDelays: options.retryDelays,
        });
      }
      return endTurn;
    });
    async function drain(): Promise<void> {
      await active?.drain();
      // One that never got its turn passes it on when it comes.
      const passOn = started.then((endTurn) => endTurn());
      if (active) await passOn;
      consumers.delete(consumer);
    }
    const consumer: RunningConsumer = {
      lag: () => Promise.resolve(active?.lag() ?? 0),
      drain: () => (drained ??= drain()),
    };
    return consumer;
  }

  function assertOpen(): void {
    if (closing) throw new AppError('unavailable', 'the bus is closed');
  }

  return {
    feed: embeddedFeed(database),

    async publish(events) {
      assertOpen();
      if (events.length === 0) return;
      for (const event of events) assertPublishable(event);
      await database.call('events.publish', { events, storedAt: Date.now() });
      for (const context of new Set(events.map(contextOf))) {
        for (const wake of hub.published) wake(context);
      }
    },

    async subscribe(subscription) {
      assertOpen();
      const { durable, context } = subscription;
      assertName('durable', durable);
      assertName('context', context);
      await database.call('events.subscribe', { durable, context });
      const consumer = standingBy(subscription);
      consumers.add(consumer);
      return consumer;
    },

    deadLetters: (durable) => Promise.resolve(embeddedDeadLetters(database, durable)),

    async replayDeadLetter(id) {
      const lane = await database.call<LaneName | undefined>('events.requestReplay', { id });
      if (!lane) throw notFound('dead letter', id);
      for (const wake of hub.replayRequested) wake(lane);
    },

    ping() {
      prepared(database.reader, 'SELECT 1').get();
      return Promise.resolve();
    },

    close() {
      closing ??= close();
      return closing;
    },
  };
}
