import { setTimeout as delay } from 'node:timers/promises';

const LOOK_EVERY_MILLISECONDS = 20;

/** What `look` finds, as soon as it finds anything. `missing` says what was waited for in vain. */
export async function until<Found>(
  look: () => Found | undefined | Promise<Found | undefined>,
  missing: () => string,
  patienceMilliseconds = 30_000,
): Promise<Found> {
  const begun = performance.now();
  for (;;) {
    const found = await look();
    if (found !== undefined) return found;
    if (performance.now() - begun > patienceMilliseconds) throw new Error(missing());
    await delay(LOOK_EVERY_MILLISECONDS);
  }
}
