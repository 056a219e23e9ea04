import type { AppError } from '@lapor/kernel';
import type { FeedCopy, OutgoingEvent } from './bus-event.ts';

/** A copy as the agency reads it. */
export interface FeedMessage extends FeedCopy {
  /** The event's id: the same in every agency's copy, and in a copy that comes twice. */
  readonly id: string;
  /** "lapor.routing.v1.CaseDisposed" */
  readonly type: string;
  readonly aggregateId: string;
  /** RFC 3339. */
  readonly time: string;
  /** ProtoJSON. */
  readonly body: string;
  readonly traceparent?: string;
  /** Where this copy lies in the agency's feed: read on `after` it. Opaque. */
  readonly position: string;
}

export interface FeedReading {
  /** Position of the last copy that was dealt with; absent: from the oldest the feed keeps. */
  readonly after?: string;
  /** Ends the reading. */
  readonly signal: AbortSignal;
}

/** The copies of each agency in the order they were published, kept for 30 days. */
export interface AgencyFeed {
  /**
   * What is there and what comes, until the signal. At least once: nothing after a position is left out, also when the feed
   * was lost or restored meanwhile; then some of it comes again.
   * @throws AppError invalid for what is no position; illegal when the feed has forgotten what came after it; unavailable when
   *   the connection to the feed breaks: read on from the last position
   */
  read(agencyId: string, reading: FeedReading): AsyncIterable<FeedMessage>;
  /** A number that is greater when the feed was made anew since, and holds nothing of what was published before. */
  madeAt(): Promise<number>;
  /**
   * Puts copies of events back that were published before. What is there already may come twice. Answers what the feed refuses, however
   * often it is tried: those it leaves out, and no other.
   */
  refill(events: readonly OutgoingEvent[]): Promise<readonly RefusedEvent[]>;
}

/** An event the copies of which the feed does not take. */
export interface RefusedEvent {
  readonly event: OutgoingEvent;
  readonly error: AppError;
}
