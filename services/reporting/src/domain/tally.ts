import { OUTCOMES, type Outcome, type Status, STATUSES } from './vocabulary.ts';
import type { View } from './as-of.ts';
import { CLOCKS, type ClockName } from './terms.ts';
import type { Verdict } from './verdicts.ts';

const DAY = 86_400_000;
const TENTH = DAY / 10;

/** How often each tenth of a day occurs, and the exact sum: enough for mean, median and p90 to one decimal, and it can be added up. */
export interface Spread {
  readonly sum: number;
  readonly counts: Readonly<Record<string, number>>;
}

/** How often one clock was met and missed, and those it still runs for. */
export interface ClockTally {
  readonly met: number;
  readonly missed: number;
  /** It stands still while the reporter is waited for. */
  readonly paused: number;
  /** How often each minute (epoch) is the one by which it must be met: whether it has passed shows when somebody asks. */
  readonly dueAt: Readonly<Record<string, number>>;
}

/** Counts of a cohort. Two tallies add up to the tally of both cohorts. */
export interface Tally {
  readonly byStatus: Readonly<Record<Status, number>>;
  /** Of those received: they follow another case. */
  readonly merged: number;
  readonly assigned: number;
  readonly followedUp: number;
  readonly closed: number;
  readonly fromReceipt: Spread;
  readonly fromSubmission: Spread;
  /** Spread of moments (epoch), not of ages: ages grow while nobody looks. */
  readonly waitingSince: Spread;
  readonly outcomes: Readonly<Record<Outcome, number>>;
  readonly ratings: Readonly<Record<'1' | '2' | '3' | '4', number>>;
  readonly reopened: number;
  readonly bounces: number;
  readonly autoRouted: number;
  readonly misrouted: number;
  readonly promisesDue: number;
  readonly promisesKept: number;
  readonly answeredReachable: number;
  /** Those that ran at all; absent in what was counted before there were any. */
  readonly clocks?: Readonly<Partial<Record<ClockName, ClockTally>>>;
}

const MINUTE = 60_000;
const NO_SPREAD: Spread = { sum: 0, counts: {} };

function zeros<Key extends string>(keys: readonly Key[]): Record<Key, number> {
  return Object.fromEntries(keys.map((key) => [key, 0])) as Record<Key, number>;
}

export const EMPTY: Tally = {
  byStatus: zeros(STATUSES),
  merged: 0,
  assigned: 0,
  followedUp: 0,
  closed: 0,
  fromReceipt: NO_SPREAD,
  fromSubmission: NO_SPREAD,
  waitingSince: NO_SPREAD,
  outcomes: zeros(OUTCOMES),
  ratings: zeros(['1', '2', '3', '4']),
  reopened: 0,
  bounces: 0,
  autoRouted: 0,
  misrouted: 0,
  promisesDue: 0,
  promisesKept: 0,
  answeredReachable: 0,
};

const COUNTERS = [
  'merged',
  'assigned',
  'followedUp',
  'closed',
  'reopened',
  'bounces',
  'autoRouted',
  'misrouted',
  'promisesDue',
  'promisesKept',
  'answeredReachable',
] as const satisfies readonly (keyof Tally)[];

function spread(milliseconds: number | undefined): Spread {
  if (milliseconds === undefined) return NO_SPREAD;
  return { sum: milliseconds, counts: { [String(Math.round(milliseconds / TENTH))]: 1 } };
}

const NO_CLOCK: ClockTally = { met: 0, missed: 0, paused: 0, dueAt: {} };

function clockTally(verdict: Verdict): ClockTally {
  if (verdict.result !== 'open') return { ...NO_CLOCK, [verdict.result]: 1 };
  if (verdict.dueAt === undefined) return { ...NO_CLOCK, paused: 1 };
  return { ...NO_CLOCK, dueAt: { [String(Math.ceil(verdict.dueAt / MINUTE))]: 1 } };
}

function clocksOf(verdicts: readonly Verdict[]): NonNullable<Tally['clocks']> {
  const clocks: Writable<NonNullable<Tally['clocks']>> = {};
  for (const verdict of verdicts) addClock(clocks, verdict.clock, clockTally(verdict));
  return clocks;
}

function addClock(
  clocks: Writable<NonNullable<Tally['clocks']>>,
  name: ClockName,
  { met, missed, paused, dueAt }: ClockTally,
): void {
  const sum = (clocks[name] ??= { met: 0, missed: 0, paused: 0, dueAt: {} });
  sum.met += met;
  sum.missed += missed;
  sum.paused += paused;
  addCounts(sum.dueAt, dueAt);
}

/** One case as a tally of its own. */
export function tallyOf(view: View, reachable: boolean): Tally {
  const { assigned } = view;
  return {
    byStatus: view.received ? { ...EMPTY.byStatus, [view.status]: 1 } : EMPTY.byStatus,
    merged: Number(view.merged),
    assigned: Number(assigned),
    followedUp: Number(view.followUp !== undefined),
    closed: Number(assigned && view.status === 'closed'),
    fromReceipt: spread(view.followUp?.fromReceipt),
    fromSubmission: spread(view.followUp?.fromSubmission),
    waitingSince: spread(view.waitingSince),
    outcomes: view.outcome ? { ...EMPTY.outcomes, [view.outcome]: 1 } : EMPTY.outcomes,
    ratings: view.rating ? { ...EMPTY.ratings, [String(view.rating)]: 1 } : EMPTY.ratings,
    reopened: Number(view.reopened),
    bounces: view.bounces,
    autoRouted: Number(view.autoRouted),
    misrouted: Number(view.misrouted),
    promisesDue: Number(view.promiseKept !== undefined),
    promisesKept: Number(view.promiseKept === true),
    answeredReachable: Number(view.answered && reachable),
    clocks: clocksOf(view.clocks),
  };
}

/** A sum that tallies are added to one by one: a cohort has many, and copying the sum each time would cost more than counting. */
export interface Total {
  add(tally: Tally): void;
  tally(): Tally;
}

type Writable<Value> = {
  -readonly [Key in keyof Value]: Value[Key] extends number ? number : Writable<Value[Key]>;
};

function addCounts(sum: Record<string, number>, more: Readonly<Record<string, number>>): void {
  for (const key in more) {
    const count = more[key] ?? 0;
    if (count !== 0) sum[key] = (sum[key] ?? 0) + count;
  }
}

function blank(): Writable<Tally> & { clocks: Writable<NonNullable<Tally['clocks']>> } {
  const { byStatus, outcomes, ratings } = EMPTY;
  const noSpread = () => ({ sum: 0, counts: {} });
  return {
    ...EMPTY,
    byStatus: { ...byStatus },
    outcomes: { ...outcomes },
    ratings: { ...ratings },
    fromReceipt: noSpread(),
    fromSubmission: noSpread(),
    waitingSince: noSpread(),
    clocks: {},
  };
}

function createTotal(): Total {
  const sum = blank();
  const addSpread = (name: 'fromReceipt' | 'fromSubmission' | 'waitingSince', more: Spread) => {
    sum[name].sum += more.sum;
    addCounts(sum[name].counts, more.counts);
  };
  return {
    add(tally) {
      addCounts(sum.byStatus, tally.byStatus);
      addCounts(sum.outcomes, tally.outcomes);
      addCounts(sum.ratings, tally.ratings);
      addSpread('fromReceipt', tally.fromReceipt);
      addSpread('fromSubmission', tally.fromSubmission);
      addSpread('waitingSince', tally.waitingSince);
      for (const name of COUNTERS) sum[name] += tally[name];
      for (const name of CLOCKS) {
        const clock = tally.clocks?.[name];
        if (clock !== undefined) addClock(sum.clocks, name, clock);
      }
    },
    tally: () => sum,
  };
}

/** Totals under names, say one per channel. */
export function addTo(totals: Map<string, Total>, name: string, tally: Tally): void {
  let total = totals.get(name);
  if (total === undefined) {
    total = createTotal();
    totals.set(name, total);
  }
  total.add(tally);
}

export function sumOf(tallies: Iterable<Tally>): Tally {
  const total = createTotal();
  for (const tally of tallies) total.add(tally);
  return total.tally();
}

/** Ages at `asOf` out of a spread of moments. */
export function ages(since: Spread, asOf: number): Spread {
  const now = Math.round(asOf / TENTH);
  const counts: Record<string, number> = {};
  let total = 0;
  for (const [moment, count] of Object.entries(since.counts)) {
    counts[String(now - Number(moment))] = count;
    total += count;
  }
  return { sum: total * asOf - since.sum, counts };
}
