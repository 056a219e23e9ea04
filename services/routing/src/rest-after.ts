import { setTimeout as sleep } from 'node:timers/promises';

const TIMES = 4;
const LONGEST_MILLISECONDS = 10_000;

/** People's work comes first: after a part of a long errand it rests so many times as long as that took. */
export async function restAfter(tookMilliseconds: number, stopping: AbortSignal): Promise<void> {
  const milliseconds = Math.min(TIMES * tookMilliseconds, LONGEST_MILLISECONDS);
  await sleep(milliseconds, undefined, { signal: stopping }).catch(() => undefined);
}
