import { setTimeout as sleep } from 'node:timers/promises';

/** One piece of work. `since`: when it was due, by `performance.now()`; latency counts from there. */
export type Work = (index: number, since: number) => Promise<void>;

export interface LoadResult {
  readonly done: number;
  readonly failed: number;
  /** Pieces that were due and could not even begin. */
  readonly dropped: number;
  /** From the first piece to the end of the last. */
  readonly seconds: number;
  /** What the failures said, most frequent first. */
  readonly failures: readonly (readonly [message: string, count: number])[];
}

export interface LoadOptions {
  readonly seconds: number;
  readonly work: Work;
  readonly onDone?: () => void;
}

/** `workers` at once, each beginning its next piece when the last is done: what the system can do at most. */
export async function closedLoop({
  workers,
  ...options
}: LoadOptions & { readonly workers: number }): Promise<LoadResult> {
  const tally = createTally(options);
  const end = performance.now() + options.seconds * 1_000;
  let next = 0;
  const work = async () => {
    for (let now = performance.now(); now < end; now = performance.now()) await tally.run(next++, now);
  };
  await Promise.all(Array.from({ length: workers }, work));
  return tally.result();
}

/** Beyond so many at once, whatever is due is dropped: nobody would still be waiting. */
const MOST_AT_ONCE = 4_000;

/** Lets what has fallen due in the meantime begin at once; fine enough for any latency that matters. */
const TICK_MILLISECONDS = 2;

/**
 * Pieces arrive `rate` times a second whatever has become of the earlier ones, and wait if they must: a stall shows
 * in the latency of everything that was due meanwhile (no coordinated omission).
 */
export async function openLoop({
  rate,
  ...options
}: LoadOptions & { readonly rate: number }): Promise<LoadResult> {
  const tally = createTally(options);
  const start = performance.now();
  const total = Math.max(1, Math.floor(options.seconds * rate));
  const running = new Set<Promise<void>>();
  for (let next = 0; next < total;) {
    const now = performance.now();
    while (next < total && start + (next * 1_000) / rate <= now) {
      if (running.size < MOST_AT_ONCE) {
        const one = tally.run(next, start + (next * 1_000) / rate).finally(() => running.delete(one));
        running.add(one);
      } else tally.drop();
      next += 1;
    }
    await sleep(TICK_MILLISECONDS);
  }
  await Promise.all(running);
  return tally.result();
}

function createTally({ work, onDone }: LoadOptions) {
  const started = performance.now();
  const failures = new Map<string, number>();
  let done = 0;
  let failed = 0;
  let dropped = 0;
  return {
    drop() {
      dropped += 1;
    },
    async run(index: number, since: number): Promise<void> {
      try {
        await work(index, since);
        done += 1;
      } catch (error) {
        failed += 1;
        const message = error instanceof Error ? error.message : String(error);
        failures.set(message, (failures.get(message) ?? 0) + 1);
      }
      onDone?.();
    },
    result: (): LoadResult => ({
      done,
      failed,
      dropped,
      seconds: (performance.now() - started) / 1_000,
      failures: [...failures].sort((a, b) => b[1] - a[1]),
    }),
  };
}
