import { AppError } from '@lapor/kernel';
import type { Subscription } from '../event-bus.ts';
import type { BusEvent } from '../bus-event.ts';
import type { Log } from '../log.ts';
import { afterFailure, fillGap, isCrashLoop, placeOf, reasonOf, retryDelay } from './decisions.ts';
import type { Place, RetryPolicy } from './decisions.ts';
import type { Delivery, Parking } from './transport.ts';

export interface WorkerOptions {
  readonly subscription: Subscription;
  readonly parking: Parking;
  readonly policy: RetryPolicy;
  /** Milliseconds to wait, one after the other, before a gap is believed: another replica may just be at it. */
  readonly patience: readonly number[];
  readonly log: Log;
}

/** How often something was tried: `attempt` from 1, `waits` for what is not the event's own fault. */
export interface Tries {
  readonly attempt: number;
  readonly waits: number;
  /** The guard as the last wait saw it. */
  readonly last?: number;
}

export type Outcome =
  | { readonly do: 'done' }
  /** Stays first of its aggregate and is tried again. */
  | { readonly do: 'again'; readonly afterMilliseconds: number; readonly tries: Tries }
  /** Was given back to the transport; those behind it wait for it. */
  | { readonly do: 'returned'; readonly afterMilliseconds: number };

type Step =
  | { readonly is: 'done' }
  | { readonly is: 'wait'; readonly afterMilliseconds: number; readonly last: number }
  | { readonly is: 'failed'; readonly event: BusEvent; readonly error: unknown };

type Gap = Extract<Place, { is: 'gap' }>;

const UNREACHABLE_DELAYS: readonly number[] = [500, 1_000, 2_000, 5_000, 10_000, 30_000];
const DONE = { do: 'done' } as const;

/** What is done with one event: order by the guard, repair of gaps, retry, burial. Never called twice at once for one aggregate. */
export class EventWorker {
  readonly #options: WorkerOptions;

  constructor(options: WorkerOptions) {
    this.#options = options;
  }

  /** Works on a delivery. Never throws: what goes wrong around the handler is tried again without counting. */
  async deliver(delivery: Delivery, tries: Tries): Promise<Outcome> {
    try {
      return await this.#deliver(delivery, tries);
    } catch (error) {
      return this.#again(delivery.event.aggregateId, error, tries);
    }
  }

  /** Works off what is parked of an aggregate, in order, until it is empty or the next one fails. */
  async replay(aggregateId: string, tries: Tries): Promise<Outcome> {
    try {
      return await this.#replay(aggregateId, tries);
    } catch (error) {
      return this.#again(aggregateId, error, tries);
    }
  }

  async #deliver(delivery: Delivery, tries: Tries): Promise<Outcome> {
    const { parking, policy } = this.#options;
    const { event } = delivery;
    if (parking.has(event.aggregateId) && (await parking.wait(event))) return this.#end(delivery);
    if (isCrashLoop(tries.attempt, policy) && !(await this.#isOld(event))) {
      await this.#bury(event, `delivered ${tries.attempt} times without an outcome`, tries.attempt);
      return this.#end(delivery);
    }
    const step = await this.#step(event, tries);
    if (step.is === 'done') return this.#end(delivery);
    if (step.is === 'wait') return waitLonger(step.afterMilliseconds, tries, step.last);
    const next = afterFailure(step.error, tries.attempt, policy);
    if (next.do === 'bury') {
      await this.#bury(step.event, next.reason, tries.attempt);
      // The failed one was missing before this one: this one waits behind it.
      if (step.event !== event && !(await parking.wait(event))) return waitLonger(100, tries);
      return this.#end(delivery);
    }
    this.#options.log.warn(this.#fields(step.event, tries, step.error), 'event failed, will be tried again');
    const afterMilliseconds = next.afterMilliseconds;
    if ((await delivery.retry(afterMilliseconds)) === 'returned')
      return { do: 'returned', afterMilliseconds };
    return { do: 'again', afterMilliseconds, tries: { attempt: tries.attempt + 1, waits: 0 } };
  }

  async #replay(aggregateId: string, before: Tries): Promise<Outcome> {
    const { parking, policy } = this.#options;
    let tries = before;
    for (;;) {
      const event = await parking.first(aggregateId);
      if (!event) {
        if (await parking.release(aggregateId)) return DONE;
        continue;
      }
      // What is missing in between may lie in this very lane, behind the replay: nobody else is at it.
      const step = await this.#step(event, tries, []);
      if (step.is === 'wait') return waitLonger(step.afterMilliseconds, tries, step.last);
      if (step.is === 'done') {
        await parking.remove(aggregateId, event.pubSeq);
        // The next one has all its attempts before it.
        tries = { attempt: 1, waits: 0 };
        continue;
      }
      const next = afterFailure(step.error, tries.attempt, policy);
      if (next.do === 'bury') {
        await this.#bury(step.event, next.reason, tries.attempt);
        return DONE;
      }
      const { afterMilliseconds } = next;
      return { do: 'again', afterMilliseconds, tries: { attempt: tries.attempt + 1, waits: 0 } };
    }
  }

  /** Its effect is there: only the ack was lost in a crash. */
  async #isOld({ aggregateId, pubSeq }: BusEvent): Promise<boolean> {
    return placeOf(pubSeq, await this.#options.subscription.guard.last(aggregateId)).is === 'old';
  }

  /** Brings the consumer's effects up to this event, filling a gap before it. */
  async #step(event: BusEvent, tries: Tries, patience = this.#options.patience): Promise<Step> {
    const { guard } = this.#options.subscription;
    const last = await guard.last(event.aggregateId, event.pubSeq);
    const place = placeOf(event.pubSeq, last);
    if (place.is === 'old') return { is: 'done' };
    if (place.is === 'next') return this.#apply(event);
    // While somebody moves on, patience starts anew.
    const waits = tries.last === last ? tries.waits : 0;
    const wait = patience[waits];
    if (wait !== undefined) return { is: 'wait', afterMilliseconds: wait, last };
    return this.#repair(event, place, { ...tries, waits: waits - patience.length });
  }

  /** `tries.waits`: how often it has waited for the owner. */
  async #repair(event: BusEvent, { from, to }: Gap, tries: Tries): Promise<Step> {
    const { subscription, log } = this.#options;
    let missing: readonly BusEvent[] | undefined;
    try {
      missing = fillGap(await subscription.fetchMissing(event.aggregateId, from, to), from, to);
    } catch (error) {
      if (error instanceof AppError && !error.retryable) return { is: 'failed', event, error };
      // The owner is away: that is no fault of the event, and must not use up its attempts.
      log.warn(this.#fields(event, tries, error), 'missing events cannot be fetched, will be tried again');
      const afterMilliseconds = retryDelay(tries.waits + 1, UNREACHABLE_DELAYS);
      return { is: 'wait', afterMilliseconds, last: from - 1 };
    }
    if (!missing) {
      const error = new AppError('unavailable', `the owner does not give events ${from} to ${to}`);
      return { is: 'failed', event, error };
    }
    log.info({ ...this.#fields(event, tries), from, to }, 'missing events fetched from the owner');
    for (const earlier of missing) {
      const step = await this.#apply(earlier);
      if (step.is !== 'done') return step;
    }
    return this.#apply(event);
  }

  /** The effect, then the guard: a crash between the two repeats the effect, which is idempotent. */
  async #apply(event: BusEvent): Promise<Step> {
    const { subscription } = this.#options;
    try {
      await subscription.handle(event);
    } catch (error) {
      return { is: 'failed', event, error };
    }
    await subscription.guard.advance(event.aggregateId, event.pubSeq);
    return { is: 'done' };
  }

  async #bury(event: BusEvent, reason: string, attempts: number): Promise<void> {
    await this.#options.parking.bury(event, reason, attempts);
    this.#options.log.error({ ...this.#fields(event), reason, attempts }, 'event became a dead letter');
  }

  #end(delivery: Delivery): Outcome {
    delivery.ack();
    return DONE;
  }

  #again(aggregateId: string, error: unknown, tries: Tries): Outcome {
    const { durable, context } = this.#options.subscription;
    this.#options.log.warn(
      { durable, context, aggregateId, reason: reasonOf(error) },
      'consumer is hindered, will try again',
    );
    return waitLonger(retryDelay(tries.waits + 1, UNREACHABLE_DELAYS), tries);
  }

  #fields(event: BusEvent, tries?: Tries, error?: unknown): object {
    const { durable, context } = this.#options.subscription;
    const { id: eventId, type, aggregateId, pubSeq, traceparent } = event;
    return {
      durable,
      context,
      eventId,
      type,
      aggregateId,
      pubSeq,
      ...(traceparent === undefined ? {} : { traceparent }),
      ...(tries === undefined ? {} : { attempt: tries.attempt }),
      ...(error === undefined ? {} : { reason: reasonOf(error) }),
    };
  }
}

function waitLonger(afterMilliseconds: number, tries: Tries, last?: number): Outcome {
  const waits = last === undefined || last === tries.last ? tries.waits + 1 : 1;
  const seen = last ?? tries.last;
  const { attempt } = tries;
  return {
    do: 'again',
    afterMilliseconds,
    tries: { attempt, waits, ...(seen === undefined ? {} : { last: seen }) },
  };
}
