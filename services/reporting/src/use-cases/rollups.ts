import { viewAsOf } from '../domain/as-of.ts';
import { addTallies, EMPTY, type Tally, tallyOf } from '../domain/tally.ts';
import { type Cell, EVERYBODY, type ReportingStore } from '../store.ts';

/** Writes of other replicas may become visible a little after their `changedAt`. */
const OVERLAP_MILLISECONDS = 10_000;
/** Asked more often than this, we answer from the cells as they are. */
const SHORTEST_INTERVAL_MILLISECONDS = 1_000;
/** Cells are independent, and a store writes many together as fast as one. */
const AT_ONCE = 16;

/** Keeps cells true to facts. */
export interface Rollups {
  /** Recomputes the cells of all facts that have changed since the last time. Concurrent calls share one run. */
  refresh(): Promise<void>;
  /** After a rebuild, which has thrown the cells away: does not answer before they are there again. */
  fillAnew(): Promise<void>;
}

export function createRollups(store: ReportingStore, wallClock: () => Date): Rollups {
  let running: Promise<void> | undefined;
  let finishedAt = 0;

  async function run(): Promise<void> {
    const startedAt = wallClock();
    const mark = await store.mark('rollup');
    const dirty = new Map<string, { readonly agency: string; readonly day: string }>();
    for await (const fact of store.changedSince(new Date((mark?.getTime() ?? 0) - OVERLAP_MILLISECONDS))) {
      for (const agency of [EVERYBODY, ...fact.agencies]) {
        dirty.set(`${agency}:${fact.day}`, { agency, day: fact.day });
      }
    }
    const cells = dirty.values();
    const worker = async () => {
      for (const { agency, day } of cells) await store.saveCell(await computeCell(store, agency, day));
    };
    await Promise.all(Array.from({ length: AT_ONCE }, worker));
    if (dirty.size > 0 || mark === undefined) await store.setMark('rollup', startedAt, mark);
    finishedAt = wallClock().getTime();
  }

  async function refresh(): Promise<void> {
    if (wallClock().getTime() - finishedAt < SHORTEST_INTERVAL_MILLISECONDS && !running) return;
    running ??= run().finally(() => {
      running = undefined;
    });
    await running;
  }

  return {
    refresh,
    async fillAnew() {
      // One that is under way may have looked at the facts before.
      await running;
      finishedAt = 0;
      await refresh();
    },
  };
}

async function computeCell(store: ReportingStore, agency: string, day: string): Promise<Omit<Cell, '_id'>> {
  const subtree = agency === EVERYBODY ? undefined : agency;
  const channels: Record<string, Tally> = {};
  for await (const fact of store.cohort({ agency: subtree, from: day, to: day })) {
    const view = viewAsOf(fact, subtree, Number.MAX_SAFE_INTEGER);
    if (view)
      channels[fact.channel] = addTallies(channels[fact.channel] ?? EMPTY, tallyOf(view, fact.reachable));
  }
  return { agency, day, channels };
}
