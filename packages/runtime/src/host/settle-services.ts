import { setTimeout as delay } from 'node:timers/promises';
import { AppError } from '@lapor/kernel';
import type { Settling } from './running-host.ts';

const LONGEST_MILLISECONDS = 60_000;

/** Lets services catch up with a clock that was moved: recurring work, then events until nobody has any left. */
export async function settleServices(services: readonly Settling[]): Promise<void> {
  await Promise.all(services.map((service) => service.runPeriodic()));
  const begun = performance.now();
  // What one publishes another consumes and may answer with events of its own: quiet is two quiet looks in a row.
  for (let quiet = 0; quiet < 2;) {
    const idle = await Promise.all(services.map((service) => service.idle()));
    quiet = idle.every(Boolean) ? quiet + 1 : 0;
    if (quiet === 0) await delay(2);
    if (performance.now() - begun > LONGEST_MILLISECONDS) {
      throw new AppError('timeout', 'the services do not come to rest');
    }
  }
}
