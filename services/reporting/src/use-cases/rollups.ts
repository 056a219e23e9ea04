import { setTimeout as sleep } from 'node:timers/promises';
import { EVERYBODY, OVERLAP_MILLISECONDS, type ReportingStore } from '../store.ts';
import { countDay } from './count-cells.ts';

/** Who starts may have died over a write: what became of it, the first look has to find. */
const FIRST_OVERLAP_MILLISECONDS = 3_600_000;
/**
 * After a run comes a rest of so many times its length, in which questions are answered from the cells as they are: counting
 * never takes more than a fifth of our time, and a run that finds nothing is over at once.
 */
const REST = 4;
/** A question waits no longer than this for the cells to catch up; the answer says how far behind they are. */
const PATIENCE_MILLISECONDS = 2_000;
/** Days of agencies are independent, and a store writes many together as fast as one. */
const AT_ONCE = 8;

/** Keeps cells true to facts. */
export interface Rollups {
  /**
   * Counts again what has changed since the last time. Concurrent calls share one run, and none waits long.
   * @returns how old what the cells know may be, in milliseconds
   */
  refresh(): Promise<number>;
  /** After a rebuild, which has thrown the cells away: does not answer before they are there again. */
  fillAnew(): Promise<void>;
}

export function createRollups(
  store: ReportingStore,
  wallClock: () => Date,
  patienceMilliseconds = PATIENCE_MILLISECONDS,
): Rollups {
  let running: Promise<void> | undefined;
  /** The cells know everything written before this moment. */
  let knowsUpTo = Number.NEGATIVE_INFINITY;
  let restsUntil = 0;
  /** What was counted lately, as it was then: within the overlap it is met again. */
  let counted: ReadonlyMap<string, number> = new Map();
  let overlap = FIRST_OVERLAP_MILLISECONDS;

  async function run(): Promise<void> {
    const startedAt = wallClock();
    const mark = await store.rollupMark();
    if (mark === undefined) {
      counted = new Map();
      knowsUpTo = Number.NEGATIVE_INFINITY;
    } else knowsUpTo = Math.max(knowsUpTo, mark.getTime());
    // The clock may have been set back since.
    const since = Math.min(mark?.getTime() ?? 0, startedAt.getTime()) - overlap;
    const changed = await findChanged(store, new Date(since), counted);
    const days = changed.days.values();
    const worker = async () => {
      for (const { agency, day, ids } of days) await countDay(store, agency, day, ids);
    };
    await Promise.all(Array.from({ length: AT_ONCE }, worker));
    if (changed.days.size > 0 || mark === undefined) await store.setRollupMark(startedAt, mark);
    counted = changed.lately(startedAt.getTime() - OVERLAP_MILLISECONDS);
    overlap = OVERLAP_MILLISECONDS;
    knowsUpTo = startedAt.getTime();
    const endedAt = wallClock().getTime();
    restsUntil = endedAt + REST * (endedAt - knowsUpTo);
  }

  function start(): Promise<void> {
    running ??= run().finally(() => {
      running = undefined;
    });
    return running;
  }

  /** Or has to run again, for the clock was set back. */
  function hasRested(): boolean {
    const now = wallClock().getTime();
    return now >= restsUntil || now < knowsUpTo;
  }

  return {
    async refresh() {
      if (running !== undefined || hasRested()) {
        const run = start();
        await withPatience(run, patienceMilliseconds);
        // Nothing is known yet, or no more: half of it would be no answer.
        if (knowsUpTo === Number.NEGATIVE_INFINITY) await run;
      }
      return Math.max(0, wallClock().getTime() - knowsUpTo);
    },
    async fillAnew() {
      // One that is under way may have looked at the facts before.
      await running;
      await start();
    },
  };
}

/** Waits for the run, but not long. Whoever lost patience does not hear of its failure: the next run meets it again. */
async function withPatience(run: Promise<void>, milliseconds: number): Promise<void> {
  const patience = new AbortController();
  const tired = sleep(milliseconds, undefined, { signal: patience.signal }).catch(() => undefined);
  run.catch(() => undefined);
  await Promise.race([run, tired]).finally(() => {
    patience.abort();
  });
}

interface ChangedDay {
  readonly agency: string;
  readonly day: string;
  readonly ids: string[];
}

interface Changed {
  readonly days: ReadonlyMap<string, ChangedDay>;
  /** Id → when it was written, of those written since a moment. */
  lately(since: number): ReadonlyMap<string, number>;
}

async function findChanged(
  store: ReportingStore,
  since: Date,
  counted: ReadonlyMap<string, number>,
): Promise<Changed> {
  const days = new Map<string, ChangedDay>();
  const seen = new Map<string, number>();
  for await (const { _id: id, agencies, day, changedAt } of store.changedSince(since)) {
    seen.set(id, changedAt.getTime());
    if (counted.get(id) === changedAt.getTime()) continue;
    for (const agency of [EVERYBODY, ...agencies]) {
      const key = `${agency}:${day}`;
      const known = days.get(key);
      if (known === undefined) days.set(key, { agency, day, ids: [id] });
      else known.ids.push(id);
    }
  }
  return { days, lately: (moment) => new Map([...seen].filter(([, at]) => at >= moment)) };
}
