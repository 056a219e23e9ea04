import { AckPolicy, DeliverPolicy, DiscardPolicy, RetentionPolicy, StorageType } from '@nats-io/jetstream';
import type { ConsumerConfig, JetStreamManager, StreamConfig } from '@nats-io/jetstream';
import { nanos } from '@nats-io/transport-node';

const DUPLICATE_WINDOW_MILLISECONDS = 3_600_000;
const RETENTION_MILLISECONDS = 30 * 86_400_000;

/** Unacked messages of a durable over all its replicas. */
const MOST_ACK_PENDING = 1_000;

export function streamName(context: string): string {
  return `LAPOR_${context.toUpperCase()}`;
}

/** Copies of events, one for each agency concerned, under `feed.<agencyId>.<EventName>.<aggregateId>`. */
export const FEED_STREAM = 'AGENCY_FEED';

type NamedConfig = Partial<StreamConfig> & { readonly name: string };

export function streamConfig(context: string, replicas: number): NamedConfig {
  return transport(streamName(context), `lapor.${context}.>`, replicas);
}

export function feedStreamConfig(replicas: number): NamedConfig {
  return transport(FEED_STREAM, 'feed.>', replicas);
}

/** Transport, not truth: the owner's store can give everything again. */
function transport(name: string, subject: string, replicas: number): NamedConfig {
  return {
    name,
    subjects: [subject],
    storage: StorageType.File,
    retention: RetentionPolicy.Limits,
    discard: DiscardPolicy.Old,
    num_replicas: replicas,
    max_age: nanos(RETENTION_MILLISECONDS),
    duplicate_window: nanos(DUPLICATE_WINDOW_MILLISECONDS),
  };
}

export interface ConsumerSettings {
  readonly durable: string;
  readonly context: string;
  readonly ackWaitMilliseconds: number;
  readonly types?: readonly string[] | undefined;
}

/**
 * Deliveries are not limited: beyond a limit the server only tells, and drops; the consume loop counts and parks.
 */
function consumerConfig(settings: ConsumerSettings): ConsumerConfig {
  const { durable, context, ackWaitMilliseconds, types } = settings;
  return {
    durable_name: durable,
    // Both are named: an update leaves what it does not name as it was.
    filter_subject: types === undefined ? `lapor.${context}.>` : undefined,
    filter_subjects: types?.map((type) => `${type}.*`),
    deliver_policy: DeliverPolicy.All,
    ack_policy: AckPolicy.Explicit,
    ack_wait: nanos(ackWaitMilliseconds),
    max_deliver: -1,
    max_ack_pending: MOST_ACK_PENDING,
  } as unknown as ConsumerConfig;
}

/** Makes the stream, or brings an older one up to its settings. Safe when several replicas do it at once. */
export async function ensureStream(manager: JetStreamManager, config: NamedConfig): Promise<void> {
  try {
    await manager.streams.add(config);
  } catch (error) {
    if (!existsOtherwise(error)) throw error;
    await manager.streams.update(config.name, config);
  }
}

/** The stream of copies for agencies, as the bus keeps it. */
export function ensureFeedStream(manager: JetStreamManager, replicas: number): Promise<void> {
  return ensureStream(manager, feedStreamConfig(replicas));
}

/** The same for a durable, which keeps its place. */
export async function ensureConsumer(manager: JetStreamManager, config: ConsumerSettings): Promise<void> {
  const { context, durable } = config;
  const wanted = consumerConfig(config);
  try {
    await manager.consumers.add(streamName(context), wanted);
  } catch (error) {
    if (!existsOtherwise(error)) throw error;
    await manager.consumers.update(streamName(context), durable, wanted);
  }
}

/** The server's words for "exists with other settings". */
function existsOtherwise(error: unknown): boolean {
  return (
    error instanceof Error &&
    /stream name already in use|consumer already exists|consumer name already in use/.test(error.message)
  );
}
