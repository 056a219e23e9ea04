import { isDeepStrictEqual } from 'node:util';
import type { UnhandledEvent } from '@lapor/events';
import type { DomainEvent, StoredEvent } from '../aggregates/aggregate.ts';
import { eventId } from '../aggregates/aggregate-fold.ts';
import { findChainFault } from '../aggregates/event-chain.ts';
import type { CollectionName, DocumentSource, DocumentTarget, MovedDocument } from './document-places.ts';
import { told } from './document-places.ts';
import { publishedAgainFrom } from './publish-again.ts';

export interface MoveOptions {
  readonly source: DocumentSource;
  readonly target: DocumentTarget;
  /** What the bus of the source still owed to somebody: the bus stays behind, so its owner publishes it again. */
  readonly unhandled: readonly UnhandledEvent[];
  /** Called after each step; `total` counts documents. Throw to stop: what is done stays done. */
  readonly onStep: (step: MoveStep) => void;
}

export interface MoveStep {
  readonly doing: 'copying' | 'checking';
  /** "routing.cases" */
  readonly collection: string;
  readonly documents: number;
  readonly done: number;
  readonly total: number;
}

export interface Moved {
  readonly documents: number;
  readonly collections: number;
  /** Aggregates whose whole history was hashed again. */
  readonly histories: number;
  /** Aggregates that will publish again what was under way. */
  readonly publishedAgain: number;
  /** Histories that do not fit their hashes: here as in the source. */
  readonly brokenHistories: readonly string[];
  /** What is not in the target as it is in the source, a line each; the first ten. */
  readonly faults: readonly string[];
}

const AT_ONCE = 500;
const MOST_FAULTS = 10;

/**
 * Copies every document and then reads all of them back: the same number, each the same, each history true to its
 * hashes. What is there already and right is not written again, so it may be stopped and run again at any time.
 */
export async function moveDocuments(options: MoveOptions): Promise<Moved> {
  const names = await options.source.collections();
  const sizes = await Promise.all(names.map((name) => options.source.count(name)));
  const total = sizes.reduce((sum, size) => sum + size, 0);
  const move = new Move(options, names, total);
  for (const name of names) await move.copy(name);
  for (const [index, name] of names.entries()) await move.check(name, sizes[index] ?? 0);
  return move.result();
}

class Move {
  readonly #options: MoveOptions;
  readonly #names: readonly CollectionName[];
  readonly #total: number;
  readonly #unhandled: ReadonlyMap<string, number>;
  readonly #again = new Set<string>();
  readonly #faults: string[] = [];
  readonly #broken: string[] = [];
  #histories = 0;
  #done = 0;

  constructor(options: MoveOptions, names: readonly CollectionName[], total: number) {
    this.#options = options;
    this.#names = names;
    this.#total = total;
    this.#unhandled = earliest(options.unhandled);
  }

  async copy(name: CollectionName): Promise<void> {
    const { source, target } = this.#options;
    for await (const documents of source.read(name, AT_ONCE)) {
      const wanted = documents.map((document) => this.#asMoved(name, document));
      const there = await target.find(name, idsOf(wanted));
      const missing = wanted.filter((document) => !isDeepStrictEqual(document, there.get(document._id)));
      if (missing.length > 0) await target.put(name, missing);
      this.#step('copying', name, documents.length);
    }
    await this.#removeStrangers(name);
    if (name === this.#names.at(-1)) this.#done = 0;
  }

  /** What an earlier run copied and the source has deleted since. */
  async #removeStrangers(name: CollectionName): Promise<void> {
    const { source, target } = this.#options;
    if ((await target.count(name)) <= (await source.count(name))) return;
    for await (const documents of target.read(name, AT_ONCE)) {
      const known = await source.find(name, idsOf(documents));
      const strangers = idsOf(documents).filter((id) => !known.has(id));
      if (strangers.length > 0) await target.remove(name, strangers);
    }
  }

  async check(name: CollectionName, size: number): Promise<void> {
    const { source, target } = this.#options;
    const count = await target.count(name);
    if (count !== size) this.#fault(`${told(name)} has ${count} documents instead of ${size}`);
    for await (const documents of source.read(name, AT_ONCE)) {
      const there = await target.find(name, idsOf(documents));
      for (const document of documents) {
        const found = there.get(document._id);
        if (!isDeepStrictEqual(found, this.#asMoved(name, document)))
          this.#fault(`${told(name)} ${document._id} ${found ? 'is not the same' : 'is missing'}`);
      }
      for (const found of there.values()) if (isAggregate(found)) await this.#checkHistory(name, found);
      this.#step('checking', name, documents.length);
    }
  }

  result(): Moved {
    return {
      documents: this.#total,
      collections: this.#names.length,
      histories: this.#histories,
      publishedAgain: this.#again.size,
      brokenHistories: this.#broken,
      faults: this.#faults,
    };
  }

  #asMoved(name: CollectionName, document: MovedDocument): MovedDocument {
    const from = this.#unhandled.get(`${name.service} ${document._id}`);
    if (from === undefined || !isAggregate(document)) return document;
    this.#again.add(`${told(name)} ${document._id}`);
    return publishedAgainFrom(document, from);
  }

  async #checkHistory({ service, collection }: CollectionName, document: MovedDocument): Promise<void> {
    const kept = document['events'] as readonly StoredEvent<DomainEvent>[];
    const before = (kept[0]?.seq ?? 1) - 1;
    const ids = Array.from({ length: before }, (_, at) => eventId(document._id, at + 1));
    const name = { service, collection: `${collection}_history` };
    const moved =
      before === 0 ? new Map<string, MovedDocument>() : await this.#options.target.find(name, ids);
    // One that is missing is a gap, and a gap is a fault.
    const older = ids.flatMap((id) => moved.get(id) ?? []) as unknown as StoredEvent<DomainEvent>[];
    const fault = findChainFault([...older, ...kept]);
    if (fault) this.#broken.push(`${service}.${collection} ${document._id} at event ${fault.seq}`);
    this.#histories += 1;
  }

  #fault(text: string): void {
    if (this.#faults.length < MOST_FAULTS) this.#faults.push(text);
  }

  #step(doing: MoveStep['doing'], name: CollectionName, documents: number): void {
    this.#done += documents;
    this.#options.onStep({
      doing,
      collection: told(name),
      documents,
      done: this.#done,
      total: this.#total,
    });
  }
}

/** By its shape: names are the services' own affair. */
function isAggregate(document: MovedDocument): boolean {
  const { version, head, pub, events } = document;
  return [version, head, pub].every((part) => typeof part === 'number') && Array.isArray(events);
}

function earliest(unhandled: readonly UnhandledEvent[]): ReadonlyMap<string, number> {
  const first = new Map<string, number>();
  for (const { context, aggregateId, pubSeq } of unhandled) {
    const key = `${context} ${aggregateId}`;
    first.set(key, Math.min(first.get(key) ?? pubSeq, pubSeq));
  }
  return first;
}

function idsOf(documents: readonly MovedDocument[]): readonly string[] {
  return documents.map(({ _id }) => _id);
}
