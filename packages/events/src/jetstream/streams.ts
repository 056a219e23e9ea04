import { AckPolicy, DeliverPolicy, DiscardPolicy, RetentionPolicy, StorageType } from '@nats-io/jetstream';
import type { ConsumerConfig, JetStreamManager, StreamConfig } from '@nats-io/jetstream';
import { nanos } from '@nats-io/transport-node';

export const DUPLICATE_WINDOW_MILLISECONDS = 3_600_000;
const RETENTION_MILLISECONDS = 30 * 86_400_000;

/** Unacked messages of a durable over all its replicas. */
const MOST_ACK_PENDING = 1_000;

export function streamName(context: string): string {
  return `LAPOR_${context.toUpperCase()}`;
}

/** Transport, not truth: the owner's store can give everything again. */
export function streamConfig(context: string, replicas: number): Partial<StreamConfig> & { name: string } {
  return {
    name: streamName(context),
    subjects: [`lapor.${context}.>`],
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
}

/**
 * The whole context; types are skipped in code, so that a new handler needs no new consumer.
 * Deliveries are not limited: beyond a limit the server only tells, and drops; the consume loop counts and parks.
 */
function consumerConfig({ durable, context, ackWaitMilliseconds }: ConsumerSettings): ConsumerConfig {
  return {
    durable_name: durable,
    filter_subject: `lapor.${context}.>`,
    deliver_policy: DeliverPolicy.All,
    ack_policy: AckPolicy.Explicit,
    ack_wait: nanos(ackWaitMilliseconds),
    max_deliver: -1,
    max_ack_pending: MOST_ACK_PENDING,
  } as ConsumerConfig;
}

/** Makes the stream, or brings an older one up to its settings. Safe when several replicas do it at once. */
export async function ensureStream(
  manager: JetStreamManager,
  context: string,
  replicas: number,
): Promise<void> {
  const config = streamConfig(context, replicas);
  try {
    await manager.streams.add(config);
  } catch (error) {
    if (!existsOtherwise(error)) throw error;
    await manager.streams.update(config.name, config);
  }
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
