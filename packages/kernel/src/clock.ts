/** Where time comes from. Injected everywhere: no other code calls `Date.now()` for domain time. */
export interface Clock {
  now(): Date;
}

export const systemClock: Clock = { now: () => new Date() };

/** A clock that stands still until it is set: simulations and tests. */
export interface ManualClock extends Clock {
  set(to: Date): void;
  advance(milliseconds: number): void;
}

export function manualClock(start: Date): ManualClock {
  let at = start.getTime();
  return {
    now: () => new Date(at),
    set(to) {
      at = to.getTime();
    },
    advance(milliseconds) {
      at += milliseconds;
    },
  };
}
