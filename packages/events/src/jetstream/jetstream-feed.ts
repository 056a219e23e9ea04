import { AppError } from '@lapor/kernel';
import { DeliverPolicy, JetStreamApiError } from '@nats-io/jetstream';
import type {
  Consumer,
  ConsumerMessages,
  JetStreamClient,
  JetStreamManager,
  JsMsg,
  OrderedConsumerOptions,
} from '@nats-io/jetstream';
import type { AgencyFeed, FeedMessage, FeedReading, RefusedEvent } from '../agency-feed.ts';
import type { OutgoingEvent } from '../bus-event.ts';
import { copyDigest, readPosition, startAfter, writePosition } from '../feed-position.ts';
import type { Found } from '../feed-position.ts';
import type { Connectivity } from './connectivity.ts';
import { feedCopyOf } from './event-message.ts';
import { FEED_STREAM } from './streams.ts';

export interface JetStreamFeedOptions {
  readonly client: JetStreamClient;
  readonly manager: JetStreamManager;
  readonly connectivity: Connectivity;
  /** Makes the stream where it is missing. */
  readonly ensure: () => Promise<void>;
  /** Publishes the copies of events, those of an aggregate in order; answers what is refused for good. */
  readonly publishCopies: (events: readonly OutgoingEvent[]) => Promise<readonly RefusedEvent[]>;
}

const HELD = 128;
const HEARTBEAT_MILLISECONDS = 3_000;
const NO_SUCH_MESSAGE = 10_037;

/** The feed as a stream of the platform: each reader has an ordered consumer of its own, filtered to its agency. */
export function jetStreamFeed(options: JetStreamFeedOptions): AgencyFeed {
  return {
    async *read(agencyId, { after, signal }: FeedReading) {
      const messages = await unlessAway(() => consume(options, agencyId, after));
      // After a break the stream may have lost its end: the position decides anew where to read on.
      let broken = false;
      const stopDoubting = options.connectivity.onDoubt(() => {
        broken = true;
        messages.stop();
      });
      const stop = () => messages.stop();
      signal.addEventListener('abort', stop, { once: true });
      try {
        if (signal.aborted) return;
        for await (const message of messages) {
          // Still yields what is buffered.
          if (signal.aborted || broken) break;
          yield toFeedMessage(message);
        }
      } catch (cause) {
        throw new AppError('unavailable', 'the feed cannot be read', { cause });
      } finally {
        stopDoubting();
        signal.removeEventListener('abort', stop);
        messages.stop();
      }
      if (!signal.aborted) throw new AppError('unavailable', 'the connection to the feed broke');
    },

    async madeAt() {
      return unlessAway(async () => {
        options.connectivity.assertHolds();
        await options.ensure();
        return Date.parse((await options.manager.streams.info(FEED_STREAM)).created);
      });
    },

    async refill(events) {
      return unlessAway(() => options.publishCopies(events));
    },
  };
}

async function consume(
  options: JetStreamFeedOptions,
  agencyId: string,
  after: string | undefined,
): Promise<ConsumerMessages> {
  const { client, connectivity, ensure } = options;
  connectivity.assertHolds();
  await ensure();
  const consumer: Consumer = await client.consumers.get(FEED_STREAM, {
    filter_subjects: `feed.${agencyId}.>`,
    ...(after === undefined
      ? { deliver_policy: DeliverPolicy.All }
      : await startOf(options, agencyId, after)),
  });
  return consumer.consume({
    max_messages: HELD,
    idle_heartbeat: HEARTBEAT_MILLISECONDS,
    abort_on_missing_resource: true,
  });
}

async function unlessAway<Result>(work: () => Promise<Result>): Promise<Result> {
  try {
    return await work();
  } catch (cause) {
    if (cause instanceof AppError) throw cause;
    throw new AppError('unavailable', 'the feed cannot be read', { cause });
  }
}

async function startOf(
  { manager }: JetStreamFeedOptions,
  agencyId: string,
  after: string,
): Promise<Partial<OrderedConsumerOptions>> {
  const place = readPosition(after);
  const start = startAfter(place, await lookUp(manager, agencyId, place.seq));
  if ('afterSeq' in start) {
    return { deliver_policy: DeliverPolicy.StartSequence, opt_start_seq: start.afterSeq + 1 };
  }
  return {
    deliver_policy: DeliverPolicy.StartTime,
    opt_start_time: new Date(start.fromTime).toISOString(),
  };
}

async function lookUp(manager: JetStreamManager, agencyId: string, seq: number): Promise<Found> {
  const { state } = await manager.streams.info(FEED_STREAM);
  if (seq > state.last_seq) return 'not_yet';
  if (seq < state.first_seq) return 'forgotten';
  try {
    const stored = await manager.streams.getMessage(FEED_STREAM, { seq });
    if (stored === null) return 'forgotten';
    const own = stored.header.get('ce-agency') === agencyId;
    return { digest: own ? copyDigest(agencyId, stored.header.get('ce-id')) : '' };
  } catch (error) {
    if (error instanceof JetStreamApiError && error.code === NO_SUCH_MESSAGE) return 'forgotten';
    throw error;
  }
}

function toFeedMessage(message: JsMsg): FeedMessage {
  const copy = feedCopyOf(message);
  const storedAt = Math.floor(message.info.timestampNanos / 1_000_000);
  const digest = copyDigest(copy.agencyId, copy.id);
  return { ...copy, position: writePosition({ seq: message.seq, storedAt, digest }) };
}
