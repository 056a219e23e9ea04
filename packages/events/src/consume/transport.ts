import type { BusEvent } from '../bus-event.ts';

/** One event in the hands of a consumer. Exactly one of `ack`, `giveBack` and a `retry` that answers "returned" ends it. */
export interface Delivery {
  readonly event: BusEvent;
  /** Which attempt this is, from 1. */
  readonly attempt: number;
  /** Milliseconds to wait before working on it: what is left of a delay from before a restart. */
  readonly delayMilliseconds?: number;
  /** Done for good. May be written later, in a batch: if it is lost the guard recognises the event. */
  ack(): void;
  /**
   * The attempt failed. "held": the attempt is remembered and the loop tries again itself after the delay;
   * "returned": the transport delivers it anew after the delay, here or to another replica.
   */
  retry(delayMilliseconds: number): Promise<'held' | 'returned'>;
  /** Not worked on (draining): somebody else may have it. */
  giveBack(): void;
}

/**
 * Dead letters of one consumer, with the events that wait behind them. An aggregate has at most one letter:
 * its first event that failed. The guard alone decides what is handled; parking only spares vain attempts.
 */
export interface Parking {
  /** From memory; may be stale. */
  has(aggregateId: string): boolean;
  /** Stores the letter, or the new reason of the one there is. */
  bury(event: BusEvent, reason: string, attempts: number): Promise<void>;
  /** Puts an event behind the aggregate's letter; false when there is none any more. Idempotent. */
  wait(event: BusEvent): Promise<boolean>;
  /** The first parked event of an aggregate: the letter's own or what waits behind it. */
  first(aggregateId: string): Promise<BusEvent | undefined>;
  remove(aggregateId: string, pubSeq: number): Promise<void>;
  /** Ends the parking if nothing is parked any more; false when something has come in meanwhile. */
  release(aggregateId: string): Promise<boolean>;
}
