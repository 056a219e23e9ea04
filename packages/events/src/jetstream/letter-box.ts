import { notFound } from '@lapor/kernel';
import { JetStreamApiError } from '@nats-io/jetstream';
import type { JetStreamClient, JetStreamManager } from '@nats-io/jetstream';
import { Kvm } from '@nats-io/kv';
import type { KV, KvEntry } from '@nats-io/kv';
import type { DeadLetter } from '../event-bus.ts';
import type { BusEvent } from '../bus-event.ts';

/** A dead letter as it is stored under `letter.<durable>.<context>.<aggregateId>`. */
export interface Letter {
  readonly event: BusEvent;
  readonly reason: string;
  readonly attempts: number;
  readonly at: string;
  /** Somebody asked for a replay, and which replica is at it until when (ms since 1970). */
  readonly replay?: { readonly by?: string; readonly until?: number };
}

export interface StoredLetter {
  readonly letter: Letter;
  readonly revision: number;
}

export const PARKED_BUCKET = 'LAPOR_PARKED';
/** How long the server remembers what was removed: long enough for every watch to have seen it. */
const MARKER_MILLISECONDS = 3_600_000;
/** Entries looked at side by side. */
const AT_ONCE = 100;

/**
 * Dead letters, and under `event.<durable>.<context>.<aggregateId>.<pubSeq>` the parked events, the letter's own included.
 * Every change of a letter is conditional on its revision, so replicas cannot lose each other's.
 */
export class LetterBox {
  readonly #bucket: KV;
  readonly #manager: JetStreamManager;

  constructor(bucket: KV, manager: JetStreamManager) {
    this.#bucket = bucket;
    this.#manager = manager;
  }

  get bucket(): KV {
    return this.#bucket;
  }

  async find(lane: string): Promise<StoredLetter | undefined> {
    const entry = await this.#bucket.get(`letter.${lane}`);
    return alive(entry) ? { letter: entry.json<Letter>(), revision: entry.revision } : undefined;
  }

  /** Answers false when somebody else was faster. */
  write(lane: string, letter: Letter, revision: number | undefined): Promise<boolean> {
    const key = `letter.${lane}`;
    const value = JSON.stringify(letter);
    return unlessBeaten(
      revision === undefined ? this.#bucket.create(key, value) : this.#bucket.update(key, value, revision),
    );
  }

  delete(lane: string, revision: number): Promise<boolean> {
    return unlessBeaten(this.#bucket.delete(`letter.${lane}`, { previousSeq: revision }));
  }

  async park(lane: string, event: BusEvent): Promise<void> {
    await this.#bucket.put(`event.${lane}.${event.pubSeq}`, JSON.stringify(event));
  }

  async parked(lane: string, pubSeq: number): Promise<BusEvent | undefined> {
    const entry = await this.#bucket.get(`event.${lane}.${pubSeq}`);
    return alive(entry) ? entry.json<BusEvent>() : undefined;
  }

  async unpark(lane: string, pubSeq: number): Promise<void> {
    await this.#bucket.purge(`event.${lane}.${pubSeq}`, { ttl: `${MARKER_MILLISECONDS / 1_000}s` });
  }

  /** Ascending. */
  async parkedSeqs(lane: string): Promise<number[]> {
    const keys = await this.keys(`event.${lane}.*`);
    return keys.map((key) => Number(key.slice(key.lastIndexOf('.') + 1))).sort((a, b) => a - b);
  }

  /**
   * Not by the bucket's own `keys`: that makes a consumer each time and leaves it behind when there is nothing to be had,
   * until the server takes no more of them.
   */
  async keys(filter: string): Promise<string[]> {
    const root = `$KV.${PARKED_BUCKET}.`;
    const { state } = await this.#manager.streams.info(`KV_${PARKED_BUCKET}`, {
      subjects_filter: root + filter,
    });
    const keys = Object.keys(state.subjects ?? {}).map((subject) => subject.slice(root.length));
    const found: string[] = [];
    for (let from = 0; from < keys.length; from += AT_ONCE) {
      const some = keys.slice(from, from + AT_ONCE);
      // What was removed leaves a marker behind for a while.
      const entries = await Promise.all(some.map((key) => this.#bucket.get(key)));
      found.push(...some.filter((_, at) => alive(entries[at] ?? null)));
    }
    return found;
  }

  async list(durable: string | undefined): Promise<DeadLetter[]> {
    const found: DeadLetter[] = [];
    for (const key of await this.keys(`letter.${durable ?? '*'}.*.*`)) {
      const id = key.slice('letter.'.length);
      const stored = await this.find(id);
      if (!stored) continue;
      const { event, reason, attempts, at } = stored.letter;
      const behind = (await this.parkedSeqs(id)).filter((seq) => seq > event.pubSeq);
      const [name = ''] = id.split('.');
      found.push({ id, durable: name, event, reason, attempts, at, waitingBehind: behind.length });
    }
    return found.sort((one, other) => one.at.localeCompare(other.at));
  }

  async requestReplay(id: string): Promise<void> {
    for (;;) {
      const stored = /^[\w-]+\.[\w-]+\.[\w-]+$/.test(id) ? await this.find(id) : undefined;
      if (!stored) throw notFound('dead letter', id);
      if (await this.write(id, { ...stored.letter, replay: {} }, stored.revision)) return;
    }
  }
}

/** Makes the bucket where it is missing. */
export async function openLetterBox(client: JetStreamClient, replicas: number): Promise<LetterBox> {
  const bucket = await new Kvm(client).create(PARKED_BUCKET, {
    history: 1,
    replicas,
    // Answers of a follower could be old.
    allow_direct: false,
    markerTTL: MARKER_MILLISECONDS,
  });
  return new LetterBox(bucket, await client.jetstreamManager());
}

function alive(entry: KvEntry | null): entry is KvEntry {
  return entry !== null && entry.operation === 'PUT';
}

const WRONG_LAST_SEQUENCE = 10_071;

async function unlessBeaten(write: Promise<unknown>): Promise<boolean> {
  try {
    await write;
    return true;
  } catch (error) {
    if (error instanceof JetStreamApiError && error.code === WRONG_LAST_SEQUENCE) return false;
    throw error;
  }
}
