import type { SequenceGuard } from '@lapor/events';
import type { StoreConnection } from './connection.ts';
import { Gathering } from './collections/gathering.ts';
import { LruMap } from './lru-map.ts';
import { openRawCollection } from './collections/open-raw-collection.ts';
import type { RawCollection } from './collections/raw-collection.ts';
import { asStoreError, isDuplicateKey, storing } from './store-errors.ts';

const KEPT = 10_000;

interface SequenceDocument {
  /** consumer:aggregateId */
  readonly _id: string;
  readonly pubSeq: number;
}

/**
 * What `consumer` has taken effect of, per aggregate, in the collection "sequences". Name the consumer with the context
 * it listens to ("reporting-routing"): a complaint and its case have the same id, but each its own sequence. What it remembers in memory is
 * good for ever in one process; with several replicas of a consumer another one may be ahead, so there it is trusted
 * only when the event at hand follows it directly. Numbers that come while others are being written are written together.
 */
export function openSequenceGuard(connection: StoreConnection, consumer: string): SequenceGuard {
  const sequences = openRawCollection<SequenceDocument>(connection, 'sequences');
  return new StoredSequences(sequences, consumer, connection.profile === 'embedded');
}

class StoredSequences implements SequenceGuard {
  readonly #sequences: RawCollection<SequenceDocument>;
  readonly #consumer: string;
  readonly #alone: boolean;
  readonly #known = new LruMap<string, number>(KEPT);
  readonly #raising = new Gathering<SequenceDocument, undefined>((raised) => this.#raise(raised));

  constructor(sequences: RawCollection<SequenceDocument>, consumer: string, alone: boolean) {
    this.#sequences = sequences;
    this.#consumer = consumer;
    this.#alone = alone;
  }

  async last(aggregateId: string, incoming?: number): Promise<number> {
    const known = this.#known.get(aggregateId);
    if (known !== undefined && (this.#alone || incoming === known + 1)) return known;
    // Should it have been here before, it is handled again, as after any crash between an effect and its number.
    if (known === undefined && incoming === 1) return 0;
    const stored = await this.#read(aggregateId);
    const last = Math.max(stored, known ?? 0);
    this.#known.set(aggregateId, last);
    return last;
  }

  async advance(aggregateId: string, pubSeq: number): Promise<void> {
    if (this.#alone && (this.#known.get(aggregateId) ?? 0) >= pubSeq) return;
    await storing(this.#raising.ask({ _id: this.#id(aggregateId), pubSeq }));
    this.#known.set(aggregateId, Math.max(this.#known.get(aggregateId) ?? 0, pubSeq));
  }

  async #read(aggregateId: string): Promise<number> {
    const found = await storing(this.#sequences.findOne({ _id: this.#id(aggregateId) }));
    return found?.pubSeq ?? 0;
  }

  async #raise(raised: readonly SequenceDocument[]): Promise<readonly { readonly answer: undefined }[]> {
    const operations = raised.map(({ _id, pubSeq }) => ({
      updateOne: { filter: { _id }, update: { $max: { pubSeq } }, upsert: true },
    }));
    try {
      await this.#sequences.bulkWrite(operations, { ordered: false });
    } catch (error) {
      // Two upserts of a new document may collide; the second try finds it.
      if (!isDuplicateKey(error)) throw asStoreError(error);
      await this.#sequences.bulkWrite(operations, { ordered: false });
    }
    return raised.map(() => ({ answer: undefined }));
  }

  #id(aggregateId: string): string {
    return `${this.#consumer}:${aggregateId}`;
  }
}
