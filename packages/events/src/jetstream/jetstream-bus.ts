import { setTimeout as timeout } from 'node:timers/promises';
import { AppError, systemClock } from '@lapor/kernel';
import type { Clock } from '@lapor/kernel';
import { jetstream, jetstreamManager } from '@nats-io/jetstream';
import type { NatsConnection } from '@nats-io/transport-node';
import { assertName, assertPublishable, contextOf } from '../event-address.ts';
import type { EventBus, RunningConsumer } from '../event-bus.ts';
import type { OutgoingEvent } from '../bus-event.ts';
import type { Log } from '../log.ts';
import { feedHeadersOf, feedSubjectOf, headersOf, subjectOf } from './event-message.ts';
import { Connectivity } from './connectivity.ts';
import { connectTo } from './connect-to.ts';
import type { NatsConnectOptions } from './connect-to.ts';
import { JetStreamConsumer } from './jetstream-consumer.ts';
import { jetStreamFeed } from './jetstream-feed.ts';
import { JetStreamParking } from './jetstream-parking.ts';
import type { RefusedEvent } from '../agency-feed.ts';
import { isRefusal } from '../relay/refusals.ts';
import { publishRefusal } from './publish-refusal.ts';
import { openLetterBox } from './letter-box.ts';
import { ensureConsumer, ensureStream, FEED_STREAM, feedStreamConfig, streamConfig } from './streams.ts';

export interface JetStreamBusOptions extends NatsConnectOptions {
  readonly log: Log;
  /** Copies of each stream: 1, 3 or 5. */
  readonly replicas: number;
  /** Dates dead letters. */
  readonly clock?: Clock;
  /** How long a delivery may go without a sign of life. Default 30,000. */
  readonly ackWaitMilliseconds?: number;
  /** Milliseconds before the second, third … attempt. */
  readonly retryDelays?: readonly number[];
  /** The broker's `sync_interval` and a margin: how long an ack may be lost in a power cut. Default 6,000. */
  readonly ackTrustMilliseconds?: number;
}

const ACK_WAIT_MILLISECONDS = 30_000;
const TRUST_MILLISECONDS = 6_000;
const PUBLISH_TIMEOUT_MILLISECONDS = 5_000;
/** How long to wait for the last words to a server that may be gone. */
const GOODBYE_MILLISECONDS = 2_000;

/** The bus on NATS JetStream. Connects before it resolves; reconnects for ever afterwards. */
export async function jetStreamBus(options: JetStreamBusOptions): Promise<EventBus> {
  const connection = await connectTo(options);
  try {
    return await openBus(connection, options);
  } catch (error) {
    await connection.close();
    throw error;
  }
}

async function openBus(connection: NatsConnection, options: JetStreamBusOptions): Promise<EventBus> {
  const { log, replicas } = options;
  const ackWaitMilliseconds = options.ackWaitMilliseconds ?? ACK_WAIT_MILLISECONDS;
  const client = jetstream(connection, { timeout: PUBLISH_TIMEOUT_MILLISECONDS });
  const manager = await jetstreamManager(connection);
  const box = await openLetterBox(client, replicas);
  const connectivity = new Connectivity(connection, options.ackTrustMilliseconds ?? TRUST_MILLISECONDS, log);
  /** By name. */
  const streams = new Map<string, Promise<void>>();
  const consumers = new Set<RunningConsumer>();
  let closing: Promise<void> | undefined;

  function made(config: ReturnType<typeof streamConfig>): Promise<void> {
    let making = streams.get(config.name);
    if (!making) {
      making = ensureStream(manager, config).catch((error: unknown) => {
        streams.delete(config.name);
        throw error;
      });
      streams.set(config.name, making);
    }
    return making;
  }
  const stream = (context: string) => made(streamConfig(context, replicas));
  const feedStream = () => made(feedStreamConfig(replicas));

  async function publishOne(event: OutgoingEvent): Promise<void> {
    await stream(contextOf(event));
    await client.publish(subjectOf(event), event.body, { msgID: event.id, headers: headersOf(event) });
  }

  async function publishCopies({ copies = [], ...event }: OutgoingEvent): Promise<void> {
    if (copies.length === 0) return;
    await feedStream();
    const published = copies.map((copy) => {
      const options = { msgID: `${event.id}:${copy.agencyId}`, headers: feedHeadersOf(event, copy) };
      return client.publish(feedSubjectOf(event, copy), event.body, options);
    });
    await Promise.all(published);
  }

  /** Publishes its copies, unless they are refused for good. */
  async function refusalOf(event: OutgoingEvent): Promise<AppError | undefined> {
    try {
      assertPublishable(event);
      await publishCopies(event);
      return undefined;
    } catch (cause) {
      const error = publishRefusal(event, cause) ?? cause;
      if (isRefusal(error)) return error;
      throw cause;
    }
  }

  async function publishInOrder(events: readonly OutgoingEvent[]): Promise<void> {
    for (const event of events) {
      try {
        await Promise.all([publishOne(event), publishCopies(event)]);
      } catch (cause) {
        throw publishRefusal(event, cause) ?? cause;
      }
    }
  }

  function assertOpen(): void {
    if (closing) throw new AppError('unavailable', 'the bus is closed');
  }

  async function close(): Promise<void> {
    await Promise.all([...consumers].map((consumer) => consumer.drain()));
    // Without a connection there is nothing left to say; what was not acked comes again.
    await Promise.race([
      connection.drain().catch(() => {}),
      timeout(GOODBYE_MILLISECONDS, undefined, { ref: false }),
    ]);
    await connection.close();
  }

  return {
    ackTrust: connectivity,
    feed: jetStreamFeed({
      client,
      manager,
      connectivity,
      // Looked after anew each time: it may have gone since it was made.
      ensure() {
        streams.delete(FEED_STREAM);
        return feedStream();
      },
      async publishCopies(events) {
        const refused: RefusedEvent[] = [];
        const lanes = Map.groupBy(events, ({ aggregateId }) => aggregateId);
        await Promise.all(
          [...lanes.values()].map(async (lane) => {
            for (const event of lane) {
              const error = await refusalOf(event);
              if (error !== undefined) refused.push({ event, error });
            }
          }),
        );
        return refused;
      },
    }),

    async publish(events) {
      assertOpen();
      for (const event of events) assertPublishable(event);
      connectivity.assertHolds();
      const lanes = Map.groupBy(events, ({ aggregateId }) => aggregateId);
      try {
        // Each event of an aggregate after the previous ack; aggregates side by side.
        await Promise.all([...lanes.values()].map(publishInOrder));
      } catch (cause) {
        // Should a stream have gone, the next try makes it anew.
        streams.clear();
        if (cause instanceof AppError && !cause.retryable) throw cause;
        throw new AppError('unavailable', 'the events were not acknowledged', { cause });
      }
    },

    async subscribe(subscription) {
      assertOpen();
      const { durable, context, types } = subscription;
      assertName('durable', durable);
      assertName('context', context);
      const ensure = async (): Promise<void> => {
        await stream(context);
        await ensureConsumer(manager, { durable, context, ackWaitMilliseconds, types });
      };
      await ensure();
      const clock = options.clock ?? systemClock;
      const parking = new JetStreamParking({ box, durable, context, clock, log });
      const consumer = new JetStreamConsumer(subscription, {
        client,
        manager,
        parking,
        async ensure() {
          streams.delete(streamConfig(context, replicas).name);
          await ensure();
        },
        log,
        ackWaitMilliseconds,
        retryDelays: options.retryDelays,
      });
      await parking.start((aggregateId) => consumer.replay(aggregateId));
      consumers.add(consumer);
      return {
        lag: () => consumer.lag(),
        async drain() {
          await consumer.drain();
          // So that the acks have left before the caller goes on.
          consumers.delete(consumer);
          if (connection.isClosed()) return;
          await Promise.race([connection.flush(), timeout(GOODBYE_MILLISECONDS, undefined, { ref: false })]);
        },
      };
    },

    deadLetters: (durable) => box.list(durable),
    replayDeadLetter: (id) => box.requestReplay(id),

    async ping() {
      try {
        await connection.rtt();
      } catch (cause) {
        throw new AppError('unavailable', 'NATS does not answer', { cause });
      }
    },

    close() {
      closing ??= close();
      return closing;
    },
  };
}
