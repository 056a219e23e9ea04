import type { BusEvent, OutgoingEvent } from '@lapor/events';
import { AppError } from '@lapor/kernel';
import type {
  AggregateDefinition,
  DomainEvent,
  HistoryHead,
  Loaded,
  QueryOptions,
  StoredEvent,
} from './aggregate.ts';
import type { AggregateCollections } from './aggregate-collections.ts';
import type { AggregateDocument, HistoryDocument } from './aggregate-document.ts';
import { eventId, foldHistory, publishedHistory } from './aggregate-fold.ts';
import type { RawCollection } from '../collections/raw-collection.ts';

/** Ids looked up in history at once, and aggregates read at once for a rebuild. */
const PAGE = 500;
const WITHOUT_LISTS = Object.freeze({ events: 0, commands: 0 } as const);
const EVENTS = Object.freeze({ _id: 1, events: 1 } as const);
const HASHES = Object.freeze({ _id: 1, 'events.seq': 1, 'events.hash': 1 } as const);

type Stored<State, Event extends DomainEvent> = AggregateDocument<State, Event>;
type Snapshot = Pick<Stored<unknown, DomainEvent>, '_id' | 'schema' | 'state' | 'version' | 'head'>;

/** Everything that only reads. */
export class AggregateReader<State, Event extends DomainEvent> {
  readonly #definition: AggregateDefinition<State, Event>;
  readonly #aggregates: RawCollection<Stored<State, Event>>;
  readonly #history: RawCollection<HistoryDocument<Event>>;

  constructor(
    definition: AggregateDefinition<State, Event>,
    collections: AggregateCollections<State, Event>,
  ) {
    this.#definition = definition;
    this.#aggregates = collections.aggregates;
    this.#history = collections.history;
  }

  /** The whole document, its state in today's shape. */
  async load(id: string): Promise<Stored<State, Event> | undefined> {
    const document = await this.#aggregates.findOne({ _id: id });
    if (!document) return undefined;
    if (document.schema === this.#definition.schema) return document;
    const state = this.#refold(id, await this.joined(document));
    return { ...document, state };
  }

  async find(id: string): Promise<Loaded<State> | undefined> {
    const found = await this.#aggregates.findOne({ _id: id }, { projection: WITHOUT_LISTS });
    return found ? this.#loaded(found) : undefined;
  }

  async query(
    filter: Readonly<Record<string, unknown>>,
    options: QueryOptions,
  ): Promise<readonly Loaded<State>[]> {
    const found = await this.#aggregates.find(filter, { ...options, projection: WITHOUT_LISTS }).toArray();
    return Promise.all(found.map((document) => this.#loaded(document)));
  }

  async heads(
    filter: Readonly<Record<string, unknown>>,
    options: QueryOptions,
  ): Promise<readonly HistoryHead[]> {
    const found = await this.#aggregates.find(filter, { ...options, projection: HASHES }).toArray();
    return found.flatMap(({ _id: id, events }) => {
      const newest = events.at(-1);
      return newest === undefined ? [] : [{ id, seq: newest.seq, hash: newest.hash }];
    });
  }

  count(filter: Readonly<Record<string, unknown>>): Promise<number> {
    return this.#aggregates.countDocuments(filter);
  }

  async history(id: string): Promise<readonly StoredEvent<Event>[]> {
    const found = await this.#aggregates.findOne({ _id: id }, { projection: EVENTS });
    return found ? this.joined(found) : [];
  }

  async histories(ids: readonly string[]): Promise<ReadonlyMap<string, readonly StoredEvent<Event>[]>> {
    if (ids.length === 0) return new Map();
    const found = await this.#aggregates.find({ _id: { $in: [...ids] } }, { projection: EVENTS }).toArray();
    return new Map(
      await Promise.all(found.map(async (document) => [document._id, await this.joined(document)] as const)),
    );
  }

  /** What is in the document and, before it, what has been moved to history. */
  async joined(
    document: Pick<Stored<State, Event>, '_id' | 'events'>,
  ): Promise<readonly StoredEvent<Event>[]> {
    const firstKept = document.events[0]?.seq ?? 1;
    if (firstKept === 1) return document.events;
    return [...(await this.moved(document._id, 1, firstKept - 1)), ...document.events];
  }

  /** Events out of history, both ends inclusive. */
  async moved(id: string, from: number, to: number): Promise<StoredEvent<Event>[]> {
    const events: StoredEvent<Event>[] = [];
    for (let start = from; start <= to; start += PAGE) {
      const count = Math.min(PAGE, to - start + 1);
      const ids = Array.from({ length: count }, (_, offset) => eventId(id, start + offset));
      const page = await this.#history.find({ _id: { $in: ids } }, { projection: { _id: 0 } }).toArray();
      if (page.length !== count) {
        throw new AppError(
          'internal',
          `${this.#definition.name} ${id}: history lacks ${count - page.length} events`,
        );
      }
      events.push(...page.sort((one, other) => one.seq - other.seq));
    }
    return events;
  }

  async publishedEvents(id: string, from: number, to: number): Promise<readonly BusEvent[]> {
    const all = [...publishedHistory(this.#definition, id, await this.history(id))];
    return all.filter(({ pubSeq }) => pubSeq >= from && (to === 0 || pubSeq <= to));
  }

  async *replay(): AsyncGenerator<OutgoingEvent> {
    for (let after = ''; ;) {
      const page = await this.#aggregates
        .find({ _id: { $gt: after } }, { projection: EVENTS, sort: { _id: 1 }, limit: PAGE })
        .toArray();
      for (const document of page) {
        yield* publishedHistory(this.#definition, document._id, await this.joined(document));
      }
      const last = page.at(-1);
      if (!last || page.length < PAGE) return;
      after = last._id;
    }
  }

  async #loaded(document: Snapshot): Promise<Loaded<State>> {
    const { _id: id, version, head } = document;
    if (document.schema === this.#definition.schema)
      return { id, state: document.state as State, version, head };
    return { id, state: this.#refold(id, await this.history(id)), version, head, older: true };
  }

  #refold(id: string, events: readonly StoredEvent<Event>[]): State {
    let last: { readonly state: State } | undefined;
    for (const folded of foldHistory(this.#definition, events)) last = folded;
    if (!last) throw new AppError('internal', `${this.#definition.name} ${id} has no events to be made from`);
    return last.state;
  }
}
