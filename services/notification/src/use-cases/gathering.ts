import type { Delivery } from '../domain/delivery.ts';
import { MOST_GATHERED } from '../domain/gathering.ts';
import type { GatherTurns } from '../gather-turns.ts';
import type { DeliveryStore } from '../store.ts';

/** So long it must have been quiet before one message tells of all. Of the machine's time: the events of one round of clocks come together. */
const QUIET_MILLISECONDS = 1_000;

/** Which keys more may come for in a moment. Kept in memory alone: what is stored goes out in any case. */
export class GatheringKeys {
  readonly #over: () => void;
  readonly #timers = new Map<string, { readonly timer: NodeJS.Timeout; left: number }>();
  #finishing = false;

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

  /** Whether nobody waits for more. */
  get finishing(): boolean {
    return this.#finishing;
  }

  finish(): void {
    this.#finishing = true;
    for (const { timer } of this.#timers.values()) clearTimeout(timer);
    this.#timers.clear();
  }
}

export interface GatheringParts {
  readonly store: Pick<DeliveryStore, 'gathered' | 'gatheredSince'>;
  readonly turns: GatherTurns;
  readonly gathering: GatheringKeys;
}

interface Taken {
  readonly deliveries: readonly Delivery[];
  /** To be called once they are claimed: from then on what comes is another message, whoever makes it. */
  readonly claimed: () => Promise<void>;
}

/**
 * What is due, and what goes along with any of it: whole messages, and not all of a morning's at once; the others are due in the next
 * round still. Nothing of a key that more may come for, here or on another replica, or that another replica is about.
 */
export async function dueTogether(
  due: readonly Delivery[],
  parts: GatheringParts,
  now: Date,
): Promise<Taken> {
  const deliveries = due.filter(({ gather }) => gather === undefined);
  const taken: (readonly [key: string, turn: string])[] = [];
  for (const key of new Set(due.flatMap(({ gather }) => gather ?? []))) {
    if (deliveries.length >= MOST_GATHERED) break;
    const turn = await parts.turns.take(key);
    if (turn === undefined) {
      parts.gathering.add(key);
      continue;
    }
    taken.push([key, turn]);
    deliveries.push(...(await wholeOf(key, parts, now)));
  }
  return {
    deliveries,
    async claimed() {
      await Promise.all(taken.map(([key, turn]) => parts.turns.end(key, turn)));
    },
  };
}

async function wholeOf(
  key: string,
  { store, gathering }: GatheringParts,
  now: Date,
): Promise<readonly Delivery[]> {
  const found = await store.gathered(key, now, MOST_GATHERED);
  if (found.length >= MOST_GATHERED || gathering.finishing) return found;
  if (!(await store.gatheredSince(key, new Date(Date.now() - QUIET_MILLISECONDS)))) return found;
  gathering.add(key);
  return [];
}
