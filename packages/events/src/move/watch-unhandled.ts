import { JetStreamApiError, jetstream, jetstreamManager } from '@nats-io/jetstream';
import type { JetStreamManager } from '@nats-io/jetstream';
import { Kvm } from '@nats-io/kv';
import { eventOf } from '../jetstream/event-message.ts';
import { connectTo } from '../jetstream/connect-to.ts';
import type { NatsConnectOptions } from '../jetstream/connect-to.ts';
import { LetterBox, PARKED_BUCKET } from '../jetstream/letter-box.ts';
import type { UnhandledEvent } from './unhandled-event.ts';

export interface UnhandledWatch {
  /** Messages in our streams now: zero where nothing was ever published. */
  readonly messages: number;
  /** Everything that was unhandled at any moment between the start of the watch and now, and maybe more. */
  list(): Promise<readonly UnhandledEvent[]>;
  close(): Promise<void>;
}

interface Place {
  readonly stream: string;
  /** Up to here every consumer has acknowledged. */
  readonly floor: number;
}

const OURS = /^LAPOR_(INTAKE|ROUTING|DIRECTORY|NOTIFICATION|REPORTING)$/;

/** Notes how far consumers are, before their stores are copied. @throws AppError unavailable */
export async function watchUnhandled(options: NatsConnectOptions): Promise<UnhandledWatch> {
  const connection = await connectTo(options);
  try {
    const manager = await jetstreamManager(connection);
    const { places, messages } = await placesIn(manager);
    const parked = await parkedIn(new Kvm(jetstream(connection)), manager);
    return {
      messages,
      async list() {
        const found: UnhandledEvent[] = [...parked];
        for (const place of places) found.push(...(await eventsAfter(manager, place)));
        return found;
      },
      close: () => connection.close(),
    };
  } catch (error) {
    await connection.close();
    throw error;
  }
}

async function placesIn(manager: JetStreamManager) {
  const places: Place[] = [];
  let messages = 0;
  for await (const { config, state } of manager.streams.list()) {
    if (!OURS.test(config.name)) continue;
    messages += state.messages;
    const floors: number[] = [];
    for await (const consumer of manager.consumers.list(config.name))
      floors.push(consumer.ack_floor.stream_seq);
    // Without a consumer nobody waits for anything.
    if (floors.length > 0) places.push({ stream: config.name, floor: Math.min(...floors) });
  }
  return { places, messages };
}

/** Acknowledged all the same: they wait in the bucket. */
async function parkedIn(kvm: Kvm, manager: JetStreamManager): Promise<UnhandledEvent[]> {
  const parked: UnhandledEvent[] = [];
  try {
    const box = new LetterBox(await kvm.open(PARKED_BUCKET), manager);
    for (const { id, event } of await box.list(undefined)) {
      const [, context = '', aggregateId = ''] = id.split('.');
      parked.push({ context, aggregateId, pubSeq: event.pubSeq });
    }
  } catch (error) {
    if (!isMissing(error)) throw error;
  }
  return parked;
}

const STREAM_NOT_FOUND = 10_059;

/** Nothing was ever parked. */
function isMissing(error: unknown): boolean {
  return error instanceof JetStreamApiError && error.code === STREAM_NOT_FOUND;
}

async function eventsAfter(manager: JetStreamManager, { stream, floor }: Place): Promise<UnhandledEvent[]> {
  const context = stream.slice('LAPOR_'.length).toLowerCase();
  const { state } = await manager.streams.info(stream);
  const found: UnhandledEvent[] = [];
  for (let seq = Math.max(floor + 1, state.first_seq); seq <= state.last_seq; seq += 1) {
    const message = await manager.streams.getMessage(stream, { seq });
    if (message === null) continue;
    const { aggregateId, pubSeq } = eventOf({ headers: message.header, string: () => message.string() });
    found.push({ context, aggregateId, pubSeq });
  }
  return found;
}
