import type { OutgoingEvent } from '../bus-event.ts';
import type { OutboxHint } from '../event-bus.ts';

/** The work for one aggregate: hints in order, or the word to read its document. */
export interface Lane {
  readonly hints: OutboxHint[];
  read: boolean;
  running: boolean;
  failures: number;
  /** Being published, or what was when it failed. */
  events: readonly OutgoingEvent[];
  timer?: NodeJS.Timeout;
}

const MOST_HINTS = 16;

export function newLane(): Lane {
  return { hints: [], read: false, running: false, failures: 0, events: [] };
}

/** Beyond a few hints reading the document is less. */
export function addHint(lane: Lane, hint: OutboxHint): void {
  if (lane.hints.length >= MOST_HINTS) lane.read = true;
  if (lane.read) lane.hints.length = 0;
  else lane.hints.push(hint);
}
