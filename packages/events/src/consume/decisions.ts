import { AppError } from '@lapor/kernel';

/** Where an event stands against what its consumer has already taken effect of. Pure. */
export type Place =
  | { readonly is: 'old' }
  | { readonly is: 'next' }
  /** `from` to `to`, both inclusive, are missing before it. */
  | { readonly is: 'gap'; readonly from: number; readonly to: number };

export function placeOf(pubSeq: number, last: number): Place {
  if (pubSeq <= last) return { is: 'old' };
  if (pubSeq === last + 1) return { is: 'next' };
  return { is: 'gap', from: last + 1, to: pubSeq - 1 };
}

/** The events of `fetched` that fill `from`…`to`, in order, each once; undefined when one is still missing. */
export function fillGap<Event extends { readonly pubSeq: number }>(
  fetched: readonly Event[],
  from: number,
  to: number,
): readonly Event[] | undefined {
  const bySeq = new Map(fetched.map((event) => [event.pubSeq, event]));
  const filled: Event[] = [];
  for (let seq = from; seq <= to; seq++) {
    const event = bySeq.get(seq);
    if (!event) return undefined;
    filled.push(event);
  }
  return filled;
}

export type AfterFailure =
  | { readonly do: 'retry'; readonly afterMilliseconds: number }
  | { readonly do: 'bury'; readonly reason: string };

/** Milliseconds before the second, third … attempt; the last holds for all that follow. About two minutes in all. */
export const RETRY_DELAYS: readonly number[] = [250, 1_000, 3_000, 8_000, 20_000, 40_000, 60_000];

export interface RetryPolicy {
  readonly maxDeliver: number;
  readonly delays: readonly number[];
}

/** `attempt` counts from 1. A permanent AppError is never tried again; anything else until the attempts are used up. */
export function afterFailure(error: unknown, attempt: number, policy: RetryPolicy): AfterFailure {
  if (error instanceof AppError && !error.retryable) return { do: 'bury', reason: reasonOf(error) };
  if (attempt >= policy.maxDeliver) return { do: 'bury', reason: `${reasonOf(error)} (attempt ${attempt})` };
  return { do: 'retry', afterMilliseconds: retryDelay(attempt, policy.delays) };
}

export function retryDelay(attempt: number, delays: readonly number[]): number {
  return delays[Math.min(Math.max(attempt, 1), delays.length) - 1] ?? 1_000;
}

/** An event that ends its process each time never reports a failure: only the number of deliveries tells. */
export function isCrashLoop(attempt: number, policy: RetryPolicy): boolean {
  return attempt > 3 * policy.maxDeliver;
}

export function reasonOf(error: unknown): string {
  if (error instanceof AppError) return `${error.code}: ${error.message}`;
  return error instanceof Error ? `${error.name}: ${error.message}` : String(error);
}
