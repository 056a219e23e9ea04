import type { Outbox, OutboxHint, Relay } from '@lapor/events';
import { KeyedQueue, notFound, systemClock } from '@lapor/kernel';
import type { Clock } from '@lapor/kernel';
import type { AggregateDefinition, AggregateStore, DomainEvent, Loaded } from './aggregate.ts';
import { aggregateCollections } from './aggregate-collections.ts';
import { DEFAULT_LIMITS } from './aggregate-document.ts';
import type { AggregateLimits } from './aggregate-document.ts';
import { AggregateOutbox } from './aggregate-outbox.ts';
import { AggregateReader } from './aggregate-reader.ts';
import { AggregateWriter } from './aggregate-writer.ts';
import type { StoreConnection } from '../connection.ts';
import { storing } from '../store-errors.ts';

export interface AggregateStoreOptions {
  readonly connection: StoreConnection;
  /** Default: the system's. */
  readonly clock?: Clock;
  /** Told of each write with something to publish. */
  readonly relay?: Pick<Relay, 'notify'>;
  /** The same, for whoever has to be wired before the relay is there. */
  readonly onWritten?: (hint: OutboxHint) => void;
  /** Told of documents over `limits.alarmBytes` when they are written. */
  readonly onLarge?: (id: string, bytes: number) => void;
  readonly limits?: Partial<AggregateLimits>;
  /** Documents kept at hand between commands, sparing them the read; the version guard finds a stale one. Default 1,000. */
  readonly hotDocuments?: number;
}

const HOT_DOCUMENTS = 1_000;

/** Opens (and on first use creates) the collections of one kind of aggregate. Indexes are there after `connection.ready()`. */
export function openAggregateStore<State, Event extends DomainEvent>(
  definition: AggregateDefinition<State, Event>,
  options: AggregateStoreOptions,
): AggregateStore<State, Event> & { readonly outbox: Outbox } {
  const collections = aggregateCollections(options.connection, definition);
  const reader = new AggregateReader(definition, collections);
  const writer = new AggregateWriter(definition, collections, reader, {
    clock: options.clock ?? systemClock,
    limits: { ...DEFAULT_LIMITS, ...options.limits },
    hot: options.hotDocuments ?? HOT_DOCUMENTS,
    onWritten(hint) {
      options.relay?.notify(hint);
      options.onWritten?.(hint);
    },
    onLarge: (id, bytes) => options.onLarge?.(id, bytes),
  });
  const glance = (id: string): Loaded<State> | undefined => {
    const known = writer.atHand(id);
    return known && { id, state: known.state, version: known.version, head: known.head };
  };
  // Nobody else writes to an embedded database: what the last command left at hand is what a read would find.
  const alone = options.connection.profile === 'embedded';
  const find = async (id: string): Promise<Loaded<State> | undefined> =>
    (alone ? glance(id) : undefined) ?? reader.find(id);
  const findAll = async (ids: readonly string[]): Promise<readonly Loaded<State>[]> => {
    const known = alone ? ids.flatMap((id) => glance(id) ?? []) : [];
    const here = new Set(known.map(({ id }) => id));
    const others = ids.filter((id) => !here.has(id));
    if (others.length === 0) return known;
    return [...known, ...(await reader.query({ _id: { $in: others } }, { limit: others.length }))];
  };
  const get = async (id: string): Promise<Loaded<State>> => {
    const found = await find(id);
    if (found === undefined) throw notFound(definition.name, id);
    return found;
  };
  const history = async (id: string, head?: number) => {
    const known = writer.atHand(id);
    // Events are only ever added: up to the same one they are the same everywhere.
    return known !== undefined && (alone || known.head === head) ? reader.joined(known) : reader.history(id);
  };
  const histories = async (ids: readonly string[]) => {
    const known = alone ? ids.flatMap((id) => writer.atHand(id) ?? []) : [];
    const here = new Set(known.map(({ _id }) => _id));
    const [joined, read] = await Promise.all([
      Promise.all(known.map(async (document) => [document._id, await reader.joined(document)] as const)),
      reader.histories(ids.filter((id) => !here.has(id))),
    ]);
    return new Map([...joined, ...read]);
  };
  const queue = new KeyedQueue();
  const outbox = new AggregateOutbox(definition, collections.aggregates, reader, (mark) =>
    writer.marked(mark),
  );
  return {
    outbox,
    execute: (command, decide) =>
      queue.run(command.aggregateId, () => storing(writer.execute(command, decide))),
    find: (id) => storing(find(id)),
    findAll: (ids) => storing(findAll(ids)),
    glance,
    get: (id) => storing(get(id)),
    history: (id, head) => storing(history(id, head)),
    histories: (ids) => storing(histories(ids)),
    query: (filter, query) => storing(reader.query(filter, query)),
    heads: (filter, query) => storing(reader.heads(filter, query)),
    count: (filter) => storing(reader.count(filter)),
    publishedEvents: (id, from, to) => storing(reader.publishedEvents(id, from, to)),
    replay: () => reader.replay(),
  };
}
