import { manualClock } from '@lapor/kernel';
import type { Clock, ManualClock } from '@lapor/kernel';

/** A clock that stands still until it is set, and lets the platform catch up with it. */
export interface SimulatedClock extends ManualClock {
  /** Runs all recurring work at the new time, and waits until every event it made is on the bus. */
  settled(): Promise<void>;
  /** For hosts: what `settled` does. */
  onSettle(work: () => Promise<void>): void;
}

export function simulatedClock(start: Date): SimulatedClock {
  const clock = manualClock(start);
  const works: (() => Promise<void>)[] = [];
  return {
    ...clock,
    async settled() {
      for (const work of works) await work();
    },
    onSettle(work) {
      works.push(work);
    },
  };
}

export function isSimulated(clock: Clock): clock is SimulatedClock {
  return 'settled' in clock && 'set' in clock;
}
