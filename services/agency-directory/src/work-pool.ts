import { AppError } from '@lapor/kernel';

/** Runs at most `width` pieces of work at once; more than `longest` waiting are refused, so that a flood costs others nothing. */
export interface WorkPool {
  run<Result>(work: () => Promise<Result>): Promise<Result>;
}

/** @throws AppError rate_limited (from `run`) when too many wait. */
export function createWorkPool(width: number, longest: number): WorkPool {
  const waiting: (() => void)[] = [];
  let running = 0;
  return {
    async run(work) {
      if (running >= width) {
        if (waiting.length >= longest) {
          throw new AppError('rate_limited', 'too many are signing in at once; try again in a moment');
        }
        // Whoever finishes hands its place over, so `running` stays as it is.
        await new Promise<void>((resolve) => {
          waiting.push(resolve);
        });
      } else {
        running += 1;
      }
      try {
        return await work();
      } finally {
        const next = waiting.shift();
        if (next === undefined) running -= 1;
        else next();
      }
    },
  };
}

/** Maps with at most `width` at once; the first error ends it, and what runs is waited for. */
export async function mapInParallel<Item, Result>(
  items: readonly Item[],
  width: number,
  work: (item: Item, at: number) => Promise<Result>,
): Promise<readonly Result[]> {
  const results: Result[] = [];
  const queue = items.entries();
  const errors: unknown[] = [];
  const worker = async (): Promise<void> => {
    for (const [at, item] of queue) {
      if (errors.length > 0) return;
      try {
        results[at] = await work(item, at);
      } catch (error) {
        errors.push(error);
      }
    }
  };
  await Promise.all(Array.from({ length: Math.min(width, items.length) }, worker));
  if (errors.length > 0) throw errors[0];
  return results;
}
