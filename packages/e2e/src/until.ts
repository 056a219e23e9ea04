import { setTimeout as delay } from 'node:timers/promises';

const FIRST_LOOK_MILLISECONDS = 20;
/** What is not there soon is looked for less and less often: asking costs whoever is busy making it. */
const LOOK_AT_LEAST_EVERY_MILLISECONDS = 250;

/** What `look` finds, as soon as it finds anything. `missing` says what was waited for in vain. */
export async function until<Found>(
  look: () => Found | undefined | Promise<Found | undefined>,
  missing: () => string,
  patienceMilliseconds = 30_000,
): Promise<Found> {
  const begun = performance.now();
  let pause = FIRST_LOOK_MILLISECONDS;
  for (;;) {
    const found = await look();
    if (found !== undefined) return found;
    if (performance.now() - begun > patienceMilliseconds) throw new Error(missing());
    await delay(pause);
    pause = Math.min(pause * 1.5, LOOK_AT_LEAST_EVERY_MILLISECONDS);
  }
}
