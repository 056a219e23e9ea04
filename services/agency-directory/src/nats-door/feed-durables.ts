import { ensureFeedStream, FEED_STREAM } from '@lapor/events/jetstream';
import { AckPolicy, DeliverPolicy, JetStreamApiError } from '@nats-io/jetstream';
import type { ConsumerConfig, JetStreamManager } from '@nats-io/jetstream';
import { nanos } from '@nats-io/transport-node';

/** One durable of the feed for each key, filtered to the key's agency and named for the key. */
export interface FeedDurables {
  /** Makes what is missing, removes what no key in the map has; what is there keeps its place. */
  settle(agencyOfKey: ReadonlyMap<string, string>): Promise<void>;
}

const ACK_WAIT_MILLISECONDS = 30_000;
const MOST_ACK_PENDING = 1_000;
const MOST_PER_PULL = 1_000;
const LONGEST_PULL_MILLISECONDS = 60_000;
/** Pull requests that wait for something to come, over all connections with the key. */
const MOST_WAITING = 64;
const KEY_ID = /^[0-9a-z]{12}$/;
const NO_SUCH_CONSUMER = 10_014;

/** From the oldest that the feed keeps, so that who gets a key late misses nothing of the last 30 days. */
function durableConfig(keyId: string, agencyId: string): ConsumerConfig {
  return {
    durable_name: keyId,
    filter_subject: `feed.${agencyId}.>`,
    deliver_policy: DeliverPolicy.All,
    ack_policy: AckPolicy.Explicit,
    ack_wait: nanos(ACK_WAIT_MILLISECONDS),
    max_deliver: -1,
    max_ack_pending: MOST_ACK_PENDING,
    max_waiting: MOST_WAITING,
    max_batch: MOST_PER_PULL,
    max_expires: nanos(LONGEST_PULL_MILLISECONDS),
  } as ConsumerConfig;
}

export function feedDurables(manager: JetStreamManager, replicas: number): FeedDurables {
  return {
    async settle(agencyOfKey) {
      await ensureFeedStream(manager, replicas);
      const there = new Set<string>();
      // Those of the services have names of another kind and are left alone.
      for await (const { name } of manager.consumers.list(FEED_STREAM))
        if (KEY_ID.test(name)) there.add(name);
      for (const [keyId, agencyId] of agencyOfKey) {
        // Made at the same time by several replicas, it is the same.
        if (!there.has(keyId)) await manager.consumers.add(FEED_STREAM, durableConfig(keyId, agencyId));
      }
      for (const name of there) if (!agencyOfKey.has(name)) await remove(manager, name);
    },
  };
}

async function remove(manager: JetStreamManager, name: string): Promise<void> {
  try {
    await manager.consumers.delete(FEED_STREAM, name);
  } catch (error) {
    // Another replica was faster.
    if (!(error instanceof JetStreamApiError && error.code === NO_SUCH_CONSUMER)) throw error;
  }
}
