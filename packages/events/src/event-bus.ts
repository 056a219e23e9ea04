import type { AgencyFeed } from './agency-feed.ts';
import type { BusEvent, OutgoingEvent } from './bus-event.ts';

/** What a consumer remembers of an aggregate: the last `pubSeq` it has taken effect of. */
export interface SequenceGuard {
  /** `incoming` is the `pubSeq` at hand: when it follows what the guard remembers, no look into the database is needed. */
  last(aggregateId: string, incoming?: number): Promise<number>;
  /** Called after the handler's write; must not go backwards. */
  advance(aggregateId: string, pubSeq: number): Promise<void>;
}

export interface Subscription {
  /** The consuming service; with the context it names the durable. */
  readonly durable: string;
  /** The owning context: "intake", "routing", "directory", "notification". */
  readonly context: string;
  /** Runs once per event in `pubSeq` order per aggregate, in parallel across aggregates. Must be idempotent.
   *  An AppError with `retryable` (or any other error) is tried again with backoff; a permanent AppError goes to the dead letters,
   *  and later events of that aggregate wait behind it. Types it does not know it ignores. */
  readonly handle: (event: BusEvent) => Promise<void>;
  /** Only these are delivered, "lapor.routing.v1.CaseOpened". For a guard that asks for no order: of the others it never hears. */
  readonly types?: readonly string[];
  readonly guard: SequenceGuard;
  /** Asks the owner for a missing range, both ends inclusive. */
  readonly fetchMissing: (aggregateId: string, from: number, to: number) => Promise<readonly BusEvent[]>;
  /** How many events are worked on at once. Default 32. */
  readonly concurrency?: number;
  /** Attempts before an event becomes a dead letter. Default 8. */
  readonly maxDeliver?: number;
}

export interface RunningConsumer {
  /** Events waiting or being worked on. */
  lag(): Promise<number>;
  /** Stops taking, finishes what is being worked on. */
  drain(): Promise<void>;
}

/** An event that could not be handled, or not be published, with those that wait behind it. */
export interface DeadLetter {
  readonly id: string;
  /** The service that could not. */
  readonly durable: string;
  readonly event: BusEvent;
  readonly reason: string;
  readonly attempts: number;
  readonly at: string;
  readonly waitingBehind: number;
}

/** For a transport that acknowledges before its disk does. */
export interface AckTrust {
  /** An ack this old has survived even a power cut of the broker, if the connection held since. */
  readonly afterMilliseconds: number;
  /** Resolves when the connection has answered just now: a dead one may look alive for minutes. */
  confirm(): Promise<void>;
  /** Calls back when younger acks can no longer be trusted (after a reconnect). Answers how to stop. */
  onDoubt(listener: () => void): () => void;
}

export interface EventBus {
  /** Absent: an ack of `publish` holds at once. */
  readonly ackTrust?: AckTrust;
  /** Resolves once the events and their copies are durable. Order of the array is kept, per aggregate also among the copies. */
  publish(events: readonly OutgoingEvent[]): Promise<void>;
  readonly feed: AgencyFeed;
  subscribe(subscription: Subscription): Promise<RunningConsumer>;
  deadLetters(durable?: string): Promise<readonly DeadLetter[]>;
  /** Takes up a dead letter and what waits behind it again, in order. */
  replayDeadLetter(id: string): Promise<void>;
  ping(): Promise<void>;
  /** Drains every consumer, then lets go of connections. */
  close(): Promise<void>;
}

/** What the relay needs of an aggregate store. */
export interface Outbox {
  /** Owning context. */
  readonly context: string;
  /** Ids of aggregates with unpublished events, oldest first. `from`: one of them, then those that are no older, itself perhaps too. */
  unpublishedIds(limit: number, from?: string): Promise<readonly string[]>;
  /** All pending events of an aggregate in order, and the head they go up to. */
  pending(aggregateId: string): Promise<{ readonly head: number; readonly events: readonly OutgoingEvent[] }>;
  /** Marks `head` as published; only clears the flag if nothing was added since. */
  markPublished(marks: readonly { readonly aggregateId: string; readonly head: number }[]): Promise<void>;
}

/** Fresh from a command: lets the relay publish without reading the document again. */
export interface OutboxHint {
  readonly aggregateId: string;
  /** The hint is only good if the relay itself has published up to this `seq`. It is the head before this command, or 0
   *  when the document says that nothing was pending then: a relay that knows nothing of the aggregate may go ahead. */
  readonly after: number;
  readonly head: number;
  readonly events: readonly OutgoingEvent[];
}

export interface Relay {
  /** Called after each successful write. Never throws, never blocks the command. */
  notify(hint: OutboxHint): void;
  /** Resolves when everything known so far is on the bus, but for what it refuses. */
  settled(): Promise<void>;
  /** Events of aggregates that the bus refuses, however often they are tried; later ones wait behind them, nothing else does. */
  refused(): readonly DeadLetter[];
  /** Tries one of them again now. False: there is no such letter. */
  retry(letterId: string): boolean;
  stop(): Promise<void>;
}
