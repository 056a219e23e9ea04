import { AppError } from '@lapor/kernel';
import { reasonOf } from '../consume/decisions.ts';
import type { DeadLetter } from '../event-bus.ts';
import type { BusEvent, OutgoingEvent } from '../bus-event.ts';

/** So long until it is tried again what was refused: a newer version, or a broker with other limits, may take it. */
const AGAIN_MILLISECONDS = 60_000;

interface Refusal {
  readonly letter: DeadLetter;
  /** `performance.now()` of the last try. */
  readonly triedAt: number;
}

/** An error that no repetition mends. */
export function isRefusal(error: unknown): error is AppError {
  return error instanceof AppError && !error.retryable;
}

/** Aggregates whose next event is refused, by this process's knowledge: the outbox has them all, and tells the next one too. */
export class Refusals {
  readonly #context: string;
  readonly #what: string;
  readonly #refusals = new Map<string, Refusal>();

  /** `what` tells letters of the same context apart that are about something else. */
  constructor(context: string, what = 'publication') {
    this.#context = context;
    this.#what = what;
  }

  get size(): number {
    return this.#refusals.size;
  }

  get letters(): readonly DeadLetter[] {
    return [...this.#refusals.values()].map(({ letter }) => letter);
  }

  /** `events`: what was to be published, as far as it could be read. */
  add(aggregateId: string, events: readonly OutgoingEvent[], error: AppError, at: Date): DeadLetter {
    const { copies: _copies, ...event } =
      events.find(({ id }) => id === error.extra['eventId']) ?? events[0] ?? unreadable(aggregateId, at);
    const letter: DeadLetter = {
      id: `${this.#context}.${this.#what}.${aggregateId}`,
      durable: this.#context,
      event,
      reason: reasonOf(error),
      attempts: (this.#refusals.get(aggregateId)?.letter.attempts ?? 0) + 1,
      at: at.toISOString(),
      waitingBehind: events.filter(({ pubSeq }) => pubSeq > event.pubSeq).length,
    };
    this.#refusals.set(aggregateId, { letter, triedAt: performance.now() });
    return letter;
  }

  delete(aggregateId: string): void {
    this.#refusals.delete(aggregateId);
  }

  /** Forgets what has been published meanwhile, by whomever. */
  keepOnly(unpublished: ReadonlySet<string>): void {
    for (const aggregateId of this.#refusals.keys())
      if (!unpublished.has(aggregateId)) this.#refusals.delete(aggregateId);
  }

  /** Refused, and not to be tried again yet. */
  rests(aggregateId: string): boolean {
    const refusal = this.#refusals.get(aggregateId);
    return refusal !== undefined && performance.now() - refusal.triedAt < AGAIN_MILLISECONDS;
  }

  aggregateOf(letterId: string): string | undefined {
    for (const [aggregateId, { letter }] of this.#refusals) if (letter.id === letterId) return aggregateId;
    return undefined;
  }
}

/** What cannot even be read out of the aggregate. */
function unreadable(aggregateId: string, at: Date): OutgoingEvent & BusEvent {
  return { id: '', type: '', aggregateId, pubSeq: 0, time: at.toISOString(), body: '' };
}
