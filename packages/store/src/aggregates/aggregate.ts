import type { BusEvent, OutgoingEvent } from '@lapor/events';

/** An event as `decide` makes it: a name and plain JSON-able data. Never free text, never identity. */
export interface DomainEvent {
  readonly type: string;
  readonly data: Readonly<Record<string, unknown>>;
}

/** Who did it, as far as the history may say: a role word; for officers the id, for an agency's system that of its key. */
export interface Actor {
  readonly kind: 'reporter' | 'officer' | 'machine' | 'system';
  readonly id?: string;
  readonly agencyId?: string;
}

/** An event as it is stored: numbered, dated, chained. */
export interface StoredEvent<Event extends DomainEvent> {
  /** `aggregateId:seq`. */
  readonly id: string;
  readonly seq: number;
  readonly type: Event['type'];
  readonly v: number;
  /** ISO 8601 UTC. */
  readonly at: string;
  readonly actor: Actor;
  readonly commandId: string;
  readonly data: Event['data'];
  /** SHA-256 over JCS({id, seq, type, at, actor, dataDigest, prev}), hex. */
  readonly hash: string;
  /** Dense number among the published ones; absent on private events. */
  readonly pubSeq?: number;
}

/** One kind of aggregate: pure functions, and how its events look to others. */
export interface AggregateDefinition<State, Event extends DomainEvent> {
  /** Collection name: "cases". */
  readonly name: string;
  /** Owning context: "routing". */
  readonly context: string;
  /** Version of the state's shape; an older stored state is refolded from history. */
  readonly schema: number;
  readonly evolve: (
    state: State | undefined,
    event: Event,
    meta: { readonly at: string; readonly actor: Actor },
  ) => State;
  /** The published contract of an event given the state right after it, with the copies of it that go to agencies, or
   *  undefined for a private one. */
  readonly publish: (
    event: Event,
    state: State,
    meta: { readonly aggregateId: string; readonly at: string; readonly actor: Actor },
  ) => Pick<OutgoingEvent, 'type' | 'body' | 'copies'> | undefined;
  /** Whether an event type is published at all (known without the state; must agree with `publish`). */
  readonly isPublished: (type: Event['type']) => boolean;
  /** Version of an event type's data as written now. Default 1. */
  readonly eventVersion?: (type: Event['type']) => number;
  /** An older stored event as it would be written now; pure. Called for every event whose `v` is not the current one. */
  readonly upcast?: (stored: {
    readonly type: string;
    readonly v: number;
    readonly data: Readonly<Record<string, unknown>>;
  }) => Event;
  /** Secondary index declarations over the stored document (`state.…` paths). Shard-safe: no unique ones. */
  readonly indexes?: readonly {
    readonly fields: Readonly<Record<string, 1 | -1>>;
    readonly partial?: Readonly<Record<string, unknown>>;
    /** Those of the fields that hold arrays: such an index finds, but does not sort. */
    readonly arrays?: readonly string[];
  }[];
}

export interface Command {
  readonly aggregateId: string;
  /** Makes the command safe to send again. */
  readonly commandId: string;
  /** Digest of the command's content: the same id with another digest is refused as `unprocessable`. */
  readonly bodyHash: string;
  readonly actor: Actor;
  /** Refuse with `conflict` when the aggregate is at another version. */
  readonly expectedVersion?: number;
}

export interface Loaded<State> {
  readonly id: string;
  readonly state: State;
  readonly version: number;
  /** `seq` of the newest event. */
  readonly head: number;
  /** Stored by a version before `schema`: the state is of today, what queries find it by is of then. */
  readonly older?: true;
}

export interface Outcome<State, Event extends DomainEvent> extends Loaded<State> {
  readonly events: readonly StoredEvent<Event>[];
  /** The command had run before: nothing was written now. */
  readonly replayed: boolean;
}

export interface AggregateStore<State, Event extends DomainEvent> {
  /** Loads, decides, writes guarded by version; decides again on a conflict. `decide` is pure and throws AppErrors.
   *  An empty list of events writes nothing but is remembered as done. */
  execute(
    command: Command,
    decide: (state: State | undefined, at: Date) => readonly Event[],
  ): Promise<Outcome<State, Event>>;
  find(id: string): Promise<Loaded<State> | undefined>;
  /** Those of them that there are, in any order, with one look into the database at the most. */
  findAll(ids: readonly string[]): Promise<readonly Loaded<State>[]>;
  /** As the last command here left it, without a look into the database. Undefined says nothing; where there are replicas it may
   *  be old. For what never changes, and for preparing a command: its write is guarded. */
  glance(id: string): Loaded<State> | undefined;
  /** @throws AppError not_found */
  get(id: string): Promise<Loaded<State>>;
  /** All events from the first, history and document joined; `head`: when they are wanted up to that one only. */
  history(id: string, head?: number): Promise<readonly StoredEvent<Event>[]>;
  /** Those of several, with one look into the database unless they are long. */
  histories(ids: readonly string[]): Promise<ReadonlyMap<string, readonly StoredEvent<Event>[]>>;
  /** Documents by an indexed filter over `state.…`; refused when no index serves it. */
  query(filter: Readonly<Record<string, unknown>>, options: QueryOptions): Promise<readonly Loaded<State>[]>;
  /** Of the same documents how far each history has come, without reading state or data. */
  heads(filter: Readonly<Record<string, unknown>>, options: QueryOptions): Promise<readonly HistoryHead[]>;
  count(filter: Readonly<Record<string, unknown>>): Promise<number>;
  /** Published events in a range, mapped anew from history: gap repair. `to` 0 means the newest. */
  publishedEvents(id: string, from: number, to: number): Promise<readonly BusEvent[]>;
  /** Everything ever published, with its copies, for a rebuild. */
  replay(): AsyncIterable<OutgoingEvent>;
}

/** The newest event of a history, by which all before it are fixed. */
export interface HistoryHead {
  readonly id: string;
  readonly seq: number;
  readonly hash: string;
}

export interface QueryOptions {
  readonly sort?: Readonly<Record<string, 1 | -1>>;
  readonly limit: number;
  readonly skip?: number;
}
