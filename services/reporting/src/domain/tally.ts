import { OUTCOMES, type Outcome, type Status, STATUSES } from './fact.ts';
import type { View } from './as-of.ts';

const DAY = 86_400_000;
const TENTH = DAY / 10;

/** How often each tenth of a day occurs, and the exact sum: enough for mean, median and p90 to one decimal, and it can be added up. */
export interface Spread {
  readonly sum: number;
  readonly counts: Readonly<Record<string, number>>;
}

/** Counts of a cohort. Two tallies add up to the tally of both cohorts. */
export interface Tally {
  readonly byStatus: Readonly<Record<Status, number>>;
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
  readonly answeredReachable: number;
}

const NO_SPREAD: Spread = { sum: 0, counts: {} };

function zeros<Key extends string>(keys: readonly Key[]): Record<Key, number> {
  return Object.fromEntries(keys.map((key) => [key, 0])) as Record<Key, number>;
}

export const EMPTY: Tally = {
  byStatus: zeros(STATUSES),
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
  answeredReachable: 0,
};

function spread(milliseconds: number | undefined): Spread {
  if (milliseconds === undefined) return NO_SPREAD;
  return { sum: milliseconds, counts: { [String(Math.round(milliseconds / TENTH))]: 1 } };
}

/** One case as a tally of its own. */
export function tallyOf(view: View, reachable: boolean): Tally {
  const { assigned } = view;
  return {
    byStatus: view.received ? { ...EMPTY.byStatus, [view.status]: 1 } : EMPTY.byStatus,
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
    answeredReachable: Number(view.answered && reachable),
  };
}

function addRecords<Key extends string>(
  a: Readonly<Record<Key, number>>,
  b: Readonly<Record<Key, number>>,
): Record<Key, number> {
  const sum: Record<string, number> = { ...a };
  for (const [key, count] of Object.entries<number>(b)) if (count !== 0) sum[key] = (sum[key] ?? 0) + count;
  return sum;
}

function addSpreads(a: Spread, b: Spread): Spread {
  if (b === NO_SPREAD) return a;
  if (a === NO_SPREAD) return b;
  return { sum: a.sum + b.sum, counts: addRecords(a.counts, b.counts) };
}

export function addTallies(a: Tally, b: Tally): Tally {
  return {
    byStatus: addRecords(a.byStatus, b.byStatus),
    assigned: a.assigned + b.assigned,
    followedUp: a.followedUp + b.followedUp,
    closed: a.closed + b.closed,
    fromReceipt: addSpreads(a.fromReceipt, b.fromReceipt),
    fromSubmission: addSpreads(a.fromSubmission, b.fromSubmission),
    waitingSince: addSpreads(a.waitingSince, b.waitingSince),
    outcomes: addRecords(a.outcomes, b.outcomes),
    ratings: addRecords(a.ratings, b.ratings),
    reopened: a.reopened + b.reopened,
    bounces: a.bounces + b.bounces,
    autoRouted: a.autoRouted + b.autoRouted,
    answeredReachable: a.answeredReachable + b.answeredReachable,
  };
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
