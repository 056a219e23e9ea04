import { viewAsOf } from '../domain/as-of.ts';
import { addDays, dayOf, DEFAULT_ZONE, startOfDay } from '../domain/days.ts';
import type { Fact } from '../domain/fact.ts';
import { type Figures, figuresOf } from '../domain/figures.ts';
import { addTallies, EMPTY, type Tally, tallyOf } from '../domain/tally.ts';
import { EVERYBODY, type ReportingStore } from '../store.ts';
import type { Rollups } from './rollups.ts';

/** A cohort: cases received in [from, to], as they were at `asOf`. */
export interface Cohort {
  /** yyyy-mm-dd, both inclusive, in `zone`. */
  readonly from: string;
  readonly to: string;
  readonly zone: string;
  /** Epoch milliseconds; undefined: now. */
  readonly asOf: number | undefined;
  readonly agencyId: string | undefined;
  /** Empty: all. */
  readonly channels: readonly string[];
  /** Dotted code with everything below. */
  readonly areaCode: string | undefined;
  readonly categoryCode: string | undefined;
}

export interface Summary {
  readonly figures: Figures;
  readonly byChannel: ReadonlyMap<string, Figures>;
}

/** Breakdowns by place or category leave out cases that ask for discretion when there are fewer than this. */
const FEWEST_SENSITIVE = 5;

/** Draws up the figures of a cohort: from the cells where they serve, else from the facts themselves. */
export async function summarize(
  store: ReportingStore,
  rollups: Rollups,
  cohort: Cohort,
  now: number,
): Promise<Summary> {
  const fromCells =
    cohort.asOf === undefined && cohort.zone === DEFAULT_ZONE && !cohort.areaCode && !cohort.categoryCode;
  const tallies = fromCells ? await sumCells(store, rollups, cohort) : await sumFacts(store, cohort, now);
  const asOf = cohort.asOf ?? now;
  const wanted = [...tallies].filter(
    ([channel]) => cohort.channels.length === 0 || cohort.channels.includes(channel),
  );
  return {
    figures: figuresOf(wanted.map(([, tally]) => tally).reduce(addTallies, EMPTY), asOf),
    byChannel: new Map(wanted.map(([channel, tally]) => [channel, figuresOf(tally, asOf)])),
  };
}

async function sumCells(
  store: ReportingStore,
  rollups: Rollups,
  cohort: Cohort,
): Promise<ReadonlyMap<string, Tally>> {
  await rollups.refresh();
  const sums = new Map<string, Tally>();
  for await (const cell of store.cells(cohort.agencyId ?? EVERYBODY, cohort.from, cohort.to)) {
    for (const [channel, tally] of Object.entries(cell.channels)) add(sums, channel, tally);
  }
  return sums;
}

async function sumFacts(
  store: ReportingStore,
  cohort: Cohort,
  now: number,
): Promise<ReadonlyMap<string, Tally>> {
  const start = startOfDay(cohort.from, cohort.zone);
  const end = startOfDay(addDays(cohort.to, 1), cohort.zone);
  const asOf = cohort.asOf ?? now;
  const filter = {
    agency: cohort.agencyId,
    from: dayOf(start, DEFAULT_ZONE),
    to: dayOf(end - 1, DEFAULT_ZONE),
  };
  const sums = new Map<string, Tally>();
  const discreet = new Map<string, { readonly tally: Tally; readonly cases: number }>();
  for await (const fact of store.cohort(filter)) {
    if (fact.submittedAt < start || fact.submittedAt >= end || !isAbout(fact, cohort)) continue;
    const view = viewAsOf(fact, cohort.agencyId, asOf);
    if (view === undefined) continue;
    const { channel } = fact;
    const tally = tallyOf(view, fact.reachable);
    if (!fact.sensitive) add(sums, channel, tally);
    else {
      const before = discreet.get(channel) ?? { tally: EMPTY, cases: 0 };
      discreet.set(channel, { tally: addTallies(before.tally, tally), cases: before.cases + 1 });
    }
  }
  const brokenDown = cohort.areaCode !== undefined || cohort.categoryCode !== undefined;
  // By channel, since that is how finely the answer can be asked for.
  for (const [channel, { tally, cases }] of discreet) {
    if (!brokenDown || cases >= FEWEST_SENSITIVE) add(sums, channel, tally);
  }
  return sums;
}

function isAbout(fact: Fact, { areaCode, categoryCode }: Cohort): boolean {
  const inArea =
    areaCode === undefined || fact.areaCode === areaCode || fact.areaCode.startsWith(`${areaCode}.`);
  return inArea && (categoryCode === undefined || fact.categoryCode === categoryCode);
}

function add(sums: Map<string, Tally>, channel: string, tally: Tally): void {
  sums.set(channel, addTallies(sums.get(channel) ?? EMPTY, tally));
}
