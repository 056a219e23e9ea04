import { setTimeout as timeout } from 'node:timers/promises';
import { AppError, systemClock } from '@lapor/kernel';
import type { Clock } from '@lapor/kernel';
import { jetstream, jetstreamManager } from '@nats-io/jetstream';
import { Kvm } from '@nats-io/kv';
import { connect, credsAuthenticator } from '@nats-io/transport-node';
import type { NatsConnection } from '@nats-io/transport-node';
import { assertName, assertPublishable, contextOf } from '../event-address.ts';
import type { AckTrust, BusEvent, EventBus, RunningConsumer } from '../event-bus.ts';
import type { Log } from '../log.ts';
import { headersOf, subjectOf } from './event-message.ts';
import { JetStreamConsumer } from './jetstream-consumer.ts';
import { JetStreamParking } from './jetstream-parking.ts';
import { LetterBox, MARKER_MILLISECONDS, PARKED_BUCKET } from './letter-box.ts';
import { ensureConsumer, ensureStream } from './streams.ts';

export type NatsCredentials =
  | { readonly user: string; readonly password: string }
  /** Contents of a `.creds` file. */
  | { readonly creds: string };

export interface JetStreamBusOptions {
  /** One URL or several of a cluster. */
  readonly servers: string | readonly string[];
  readonly credentials?: NatsCredentials;
  readonly log: Log;
  /** Copies of each stream: 1, 3 or 5. */
  readonly replicas: number;
  /** Dates dead letters. */
  readonly clock?: Clock;
  /** Shown in the server's lists of connections. */
  readonly name?: string;
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

async function connectTo(options: JetStreamBusOptions): Promise<NatsConnection> {
  const { credentials, servers } = options;
  try {
    return await connect({
      servers: typeof servers === 'string' ? servers : [...servers],
      maxReconnectAttempts: -1,
      reconnectTimeWait: 500,
      pingInterval: 10_000,
      ...(options.name === undefined ? {} : { name: options.name }),
      ...(credentials && 'user' in credentials ? { user: credentials.user, pass: credentials.password } : {}),
      ...(credentials && 'creds' in credentials
        ? { authenticator: credsAuthenticator(new TextEncoder().encode(credentials.creds)) }
        : {}),
    });
  } catch (cause) {
    throw new AppError('unavailable', 'NATS cannot be reached', { cause });
  }
}

async function openBus(connection: NatsConnection, options: JetStreamBusOptions): Promise<EventBus> {
  const { log, replicas } = options;
  const ackWaitMilliseconds = options.ackWaitMilliseconds ?? ACK_WAIT_MILLISECONDS;
  const client = jetstream(connection, { timeout: PUBLISH_TIMEOUT_MILLISECONDS });
  const manager = await jetstreamManager(connection);
  const bucket = await new Kvm(client).create(PARKED_BUCKET, {
    history: 1,
    replicas,
    // Answers of a follower could be old.
    allow_direct: false,
    markerTTL: MARKER_MILLISECONDS,
  });
  const box = new LetterBox(bucket);
  const connectivity = new Connectivity(connection, options.ackTrustMilliseconds ?? TRUST_MILLISECONDS, log);
  const streams = new Map<string, Promise<void>>();
  const consumers = new Set<RunningConsumer>();
  let closing: Promise<void> | undefined;

  function stream(context: string): Promise<void> {
    let made = streams.get(context);
    if (!made) {
      made = ensureStream(manager, context, replicas).catch((error: unknown) => {
        streams.delete(context);
        throw error;
      });
      streams.set(context, made);
    }
    return made;
  }

  async function publishInOrder(events: readonly BusEvent[]): Promise<void> {
    for (const event of events) {
      await stream(contextOf(event));
      await client.publish(subjectOf(event), event.body, { msgID: event.id, headers: headersOf(event) });
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
        for (const event of events) streams.delete(contextOf(event));
        throw new AppError('unavailable', 'the events were not acknowledged', { cause });
      }
    },

    async subscribe(subscription) {
      assertOpen();
      const { durable, context } = subscription;
      assertName('durable', durable);
      assertName('context', context);
      const ensure = async (): Promise<void> => {
        await stream(context);
        await ensureConsumer(manager, { durable, context, ackWaitMilliseconds });
      };
      await ensure();
      const clock = options.clock ?? systemClock;
      const parking = new JetStreamParking({ box, durable, context, clock, log });
      const consumer = new JetStreamConsumer(subscription, {
        client,
        manager,
        parking,
        async ensure() {
          streams.delete(context);
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

/** Follows the connection: whether it holds, and when acks became doubtful. */
class Connectivity implements AckTrust {
  readonly afterMilliseconds: number;
  readonly #connection: NatsConnection;
  readonly #listeners = new Set<() => void>();
  #holds = true;

  constructor(connection: NatsConnection, afterMilliseconds: number, log: Log) {
    this.#connection = connection;
    this.afterMilliseconds = afterMilliseconds;
    void this.#follow(log);
  }

  /** Fails at once while there is no connection, instead of after a timeout. */
  assertHolds(): void {
    if (!this.#holds) throw new AppError('unavailable', 'NATS is not connected');
  }

  async confirm(): Promise<void> {
    this.assertHolds();
    await this.#connection.rtt();
  }

  onDoubt(listener: () => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  async #follow(log: Log): Promise<void> {
    for await (const status of this.#connection.status()) {
      if (status.type !== 'disconnect' && status.type !== 'reconnect') continue;
      this.#holds = status.type === 'reconnect';
      log.warn({ server: status.server }, `NATS: ${status.type}`);
      // Acks precede the broker's fsync, and a broken connection may mean that it lost power.
      for (const listener of this.#listeners) listener();
    }
  }
}
