import { viewAsOf } from '../domain/as-of.ts';
import { addDays, dayOf, DEFAULT_ZONE, startOfDay } from '../domain/days.ts';
import type { Fact } from '../domain/fact.ts';
import { type Figures, figuresOf } from '../domain/figures.ts';
import { addTo, sumOf, type Tally, tallyOf, type Total } from '../domain/tally.ts';
import { EVERYBODY, type ReportingStore } from '../store.ts';

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
  /** Empty: all. One, with those that were merged into it. */
  readonly categoryCodes: readonly string[];
}

export interface Summary {
  readonly figures: Figures;
  readonly byChannel: ReadonlyMap<string, Figures>;
}

/** Breakdowns by place or category leave out cases that ask for discretion when there are fewer than this. */
const FEWEST_SENSITIVE = 5;

/** Whether cells know enough for this cohort. They should have been refreshed then. */
export function servedByCells({ asOf, zone, areaCode, categoryCodes }: Cohort): boolean {
  return asOf === undefined && zone === DEFAULT_ZONE && !areaCode && categoryCodes.length === 0;
}

/** Draws up the figures of a cohort: from the cells where they serve, else from the facts themselves. */
export async function summarize(store: ReportingStore, cohort: Cohort, now: number): Promise<Summary> {
  const tallies = servedByCells(cohort) ? await sumCells(store, cohort) : await sumFacts(store, cohort, now);
  const asOf = cohort.asOf ?? now;
  const wanted = [...tallies].filter(
    ([channel]) => cohort.channels.length === 0 || cohort.channels.includes(channel),
  );
  return {
    figures: figuresOf(sumOf(wanted.map(([, tally]) => tally)), asOf),
    byChannel: new Map(wanted.map(([channel, tally]) => [channel, figuresOf(tally, asOf)])),
  };
}

type Tallies = ReadonlyMap<string, Tally>;

function talliesOf(totals: ReadonlyMap<string, Total>): Tallies {
  return new Map([...totals].map(([channel, total]) => [channel, total.tally()]));
}

async function sumCells(store: ReportingStore, cohort: Cohort): Promise<Tallies> {
  const sums = new Map<string, Total>();
  for await (const cell of store.cells(cohort.agencyId ?? EVERYBODY, cohort.from, cohort.to)) {
    for (const [channel, tally] of Object.entries(cell.channels)) addTo(sums, channel, tally);
  }
  return talliesOf(sums);
}

async function sumFacts(store: ReportingStore, cohort: Cohort, now: number): Promise<Tallies> {
  const start = startOfDay(cohort.from, cohort.zone);
  const end = startOfDay(addDays(cohort.to, 1), cohort.zone);
  const asOf = cohort.asOf ?? now;
  const filter = {
    agency: cohort.agencyId,
    from: dayOf(start, DEFAULT_ZONE),
    to: dayOf(end - 1, DEFAULT_ZONE),
  };
  const sums = new Map<string, Total>();
  const discreet = new Map<string, Total>();
  const discreetCases = new Map<string, number>();
  for await (const fact of store.cohort(filter)) {
    if (fact.submittedAt < start || fact.submittedAt >= end || !isAbout(fact, cohort)) continue;
    const view = viewAsOf(fact, cohort.agencyId, asOf);
    if (view === undefined) continue;
    const { channel } = fact;
    const tally = tallyOf(view, fact.reachable);
    addTo(fact.sensitive ? discreet : sums, channel, tally);
    if (fact.sensitive) discreetCases.set(channel, (discreetCases.get(channel) ?? 0) + 1);
  }
  const brokenDown = cohort.areaCode !== undefined || cohort.categoryCodes.length > 0;
  // By channel, since that is how finely the answer can be asked for.
  for (const [channel, tally] of talliesOf(discreet)) {
    if (!brokenDown || (discreetCases.get(channel) ?? 0) >= FEWEST_SENSITIVE) addTo(sums, channel, tally);
  }
  return talliesOf(sums);
}

function isAbout(fact: Fact, { areaCode, categoryCodes }: Cohort): boolean {
  const inArea =
    areaCode === undefined || fact.areaCode === areaCode || fact.areaCode.startsWith(`${areaCode}.`);
  return inArea && (categoryCodes.length === 0 || categoryCodes.includes(fact.categoryCode));
}
