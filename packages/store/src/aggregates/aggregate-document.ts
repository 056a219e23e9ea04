import type { DomainEvent, StoredEvent } from './aggregate.ts';

/** A command that has run: what it was and up to where it got. */
export interface CommandRecord {
  readonly id: string;
  readonly bodyHash: string;
  /** `seq` of the newest event when it was done. */
  readonly resultSeq: number;
  /** Milliseconds since 1970. */
  readonly at: number;
}

/** One aggregate as it is stored: state, recent history, outbox and remembered commands in one document. */
export interface AggregateDocument<State, Event extends DomainEvent> {
  readonly _id: string;
  /** Goes up by one with every write of a command; marks of the relay leave it alone. */
  readonly version: number;
  /** Version of the shape of `state`. */
  readonly schema: number;
  readonly state: State;
  /** `seq` of the newest event. */
  readonly head: number;
  /** Up to which `seq` everything is on the bus; meaningful while `unpublished` is there, else it is all. */
  readonly published: number;
  readonly unpublished?: true;
  /** How many events have got a `pubSeq`. */
  readonly pub: number;
  /** Milliseconds since 1970 of the last command; orders the outbox. */
  readonly changedAt: number;
  readonly commands: readonly CommandRecord[];
  readonly events: readonly StoredEvent<Event>[];
}

/** An event that has left the document. */
export type HistoryDocument<Event extends DomainEvent> = StoredEvent<Event> & { readonly _id: string };

export interface AggregateLimits {
  /** Events that stay in the document. Default 64. */
  readonly keepEvents: number;
  /** How many more may gather before they are moved out together. Default 16. */
  readonly slackEvents: number;
  /** Commands remembered at least. Default 100. */
  readonly keepCommands: number;
  /** Milliseconds a command is remembered at least. Default 24 h. */
  readonly keepCommandsFor: number;
  /** Bytes of BSON from which on a document is reported. Default 256 kB. */
  readonly alarmBytes: number;
  /** Bytes of BSON over which a write is refused. Default 1 MB. */
  readonly refuseBytes: number;
}

export const DEFAULT_LIMITS: AggregateLimits = {
  keepEvents: 64,
  slackEvents: 16,
  keepCommands: 100,
  keepCommandsFor: 24 * 60 * 60 * 1000,
  alarmBytes: 256 * 1024,
  refuseBytes: 1024 * 1024,
};

/** Up to which `seq` nothing waits to be published. */
export function publishedUpTo(
  document: Pick<AggregateDocument<unknown, DomainEvent>, 'published' | 'unpublished' | 'head'>,
): number {
  return document.unpublished ? document.published : document.head;
}
