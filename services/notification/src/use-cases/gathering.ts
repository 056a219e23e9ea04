import { MOST_GATHERED } from '../domain/gathering.ts';

/** So long it must have been quiet before one message tells of all. Of the machine's time: the events of one round of clocks come together. */
const QUIET_MILLISECONDS = 1_000;

/** Which keys more may come for in a moment. Kept in memory alone: what is stored goes out in any case. */
export class GatheringKeys {
  readonly #over: () => void;
  readonly #timers = new Map<string, { readonly timer: NodeJS.Timeout; left: number }>();

  /** `over`: told each time that one of them waits no longer. */
  constructor(over: () => void) {
    this.#over = over;
  }

  /** One has come: others may follow. Of an endless stream each message takes its part. */
  add(key: string): void {
    const known = this.#timers.get(key);
    if (known === undefined) {
      const timer = setTimeout(() => {
        this.#timers.delete(key);
        this.#over();
      }, QUIET_MILLISECONDS);
      timer.unref();
      this.#timers.set(key, { timer, left: MOST_GATHERED });
    } else if (known.left > 0) {
      known.left -= 1;
      known.timer.refresh();
    }
  }

  list(): readonly string[] {
    return [...this.#timers.keys()];
  }

  /** Nobody waits for more. */
  clear(): void {
    for (const { timer } of this.#timers.values()) clearTimeout(timer);
    this.#timers.clear();
  }
}
