import { setTimeout as sleep } from 'node:timers/promises';
import type { Call } from '../call.ts';
import type { Progress } from '../progress.ts';

const DAY = 86_400_000;
const LOOK_MILLISECONDS = 1_000;
/** Routing looks once a minute whether a day is over. */
const LONGEST_SILENCE_MILLISECONDS = 5 * 60_000;

/** The newest day of which there are copies, yyyy-mm-dd UTC: the one before their patterns were lived. */
export function newestCopied(livedAt: Date): string {
  return new Date(livedAt.getTime() - DAY).toISOString().slice(0, 10);
}

/**
 * Waits until routing has signed the root of this day, and with it those of all before. Nobody has so many days to sign at once
 * but who had cases filled in.
 * @throws Error when it signs none for minutes
 */
export async function awaitRoots(call: Call, day: string, progress: Pick<Progress, 'step'>): Promise<void> {
  let since = performance.now();
  for (let before = ''; ;) {
    const { roots } = (await call('GET', '/api/v1/roots?limit=1')) as {
      readonly roots: readonly { readonly day: string }[];
    };
    const newest = roots[0]?.day ?? '';
    if (newest >= day) return;
    if (newest > before) {
      if (before !== '') progress.step((Date.parse(newest) - Date.parse(before)) / DAY);
      before = newest;
      since = performance.now();
    } else if (performance.now() - since > LONGEST_SILENCE_MILLISECONDS)
      throw new Error(
        `routing has signed no daily root after ${newest || 'none at all'}; ${day} is waited for`,
      );
    await sleep(LOOK_MILLISECONDS);
  }
}
