import { setTimeout as delay } from 'node:timers/promises';
import type { Logger } from 'pino';

const LONGEST_WAIT_MILLISECONDS = 60_000;
const FIRST_PAUSE_MILLISECONDS = 250;
const LONGEST_PAUSE_MILLISECONDS = 5_000;

/** Connects to a server that may be starting at the same time as we: tries for a minute, then gives up. */
export async function patiently<Result>(
  name: string,
  log: Logger,
  connect: () => Promise<Result>,
): Promise<Result> {
  const begun = performance.now();
  for (let pause = FIRST_PAUSE_MILLISECONDS; ; pause = Math.min(pause * 2, LONGEST_PAUSE_MILLISECONDS)) {
    try {
      return await connect();
    } catch (error) {
      if (performance.now() - begun + pause > LONGEST_WAIT_MILLISECONDS) throw error;
      log.warn({ err: error, server: name }, 'not there yet');
      await delay(pause);
    }
  }
}
