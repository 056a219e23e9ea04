import { DONE, STATUSES } from './vocabulary.ts';
import { ages, type ClockTally, type Spread, type Tally } from './tally.ts';
import { CLOCKS, type ClockName } from './terms.ts';

const DAY = 86_400_000;
const MINUTE = 60_000;

/** Days, one decimal. */
export interface DayStatistics {
  readonly count: number;
  readonly mean: number;
  readonly median: number;
  readonly p90: number;
}

/** How one clock was kept. What is overdue and not done is missed, whatever still becomes of it. */
export interface ClockFigures {
  readonly clock: ClockName;
  readonly met: number;
  readonly missed: number;
  readonly open: number;
  /** Of those that are decided; percent, one decimal; absent when none is. */
  readonly onTimePercent?: number;
}

/** What people read of a tally. */
export interface Figures {
  readonly byStatus: Tally['byStatus'];
  /** Complaints: each reporter's own. */
  readonly received: number;
  /** What they come to: many complaints about one matter are one case. */
  readonly cases: number;
  readonly done: number;
  readonly inProcess: number;
  readonly assigned: number;
  readonly followedUp: number;
  readonly closed: number;
  /** Percent, one decimal; absent when nothing was assigned. */
  readonly followedUpPercent?: number;
  readonly completionPercent?: number;
  readonly firstFollowUpFromReceipt: DayStatistics;
  readonly firstFollowUpFromSubmission: DayStatistics;
  readonly stillWaiting: DayStatistics;
  readonly closedByOutcome: Tally['outcomes'];
  readonly reopened: number;
  readonly bounces: number;
  readonly rating: DayStatistics;
  readonly answeredReachable: number;
  readonly autoRouted: number;
  readonly misrouted: number;
  readonly promisesDue: number;
  readonly promisesKept: number;
  readonly keptPromisesPercent?: number;
  readonly clocks: readonly ClockFigures[];
}

function oneDecimal(value: number): number {
  return Math.round(value * 10) / 10;
}

function percent(part: number, whole: number): number {
  return oneDecimal((100 * part) / whole);
}

/** The value at a rank: the smallest with at least `share` of all at or below it (nearest-rank method). */
function atShare(sorted: readonly (readonly [number, number])[], total: number, share: number): number {
  const rank = Math.max(1, Math.ceil(share * total));
  let seen = 0;
  for (const [value, count] of sorted) {
    seen += count;
    if (seen >= rank) return value;
  }
  return 0;
}

function statistics(counts: Readonly<Record<string, number>>, sum: number, unit: number): DayStatistics {
  const sorted = Object.entries(counts)
    .map(([value, count]) => [Number(value), count] as const)
    .sort((a, b) => a[0] - b[0]);
  const count = sorted.reduce((total, [, times]) => total + times, 0);
  if (count === 0) return { count: 0, mean: 0, median: 0, p90: 0 };
  return {
    count,
    mean: oneDecimal(sum / count),
    median: oneDecimal(atShare(sorted, count, 0.5) * unit),
    p90: oneDecimal(atShare(sorted, count, 0.9) * unit),
  };
}

function days(spread: Spread): DayStatistics {
  return statistics(spread.counts, spread.sum / DAY, 0.1);
}

function clockFigures(clock: ClockName, tally: ClockTally, asOf: number): ClockFigures {
  let { missed, paused: open } = tally;
  for (const [minute, count] of Object.entries(tally.dueAt)) {
    if (Number(minute) * MINUTE < asOf) missed += count;
    else open += count;
  }
  const { met } = tally;
  const decided = met + missed;
  return {
    clock,
    met,
    missed,
    open,
    ...(decided === 0 ? {} : { onTimePercent: percent(met, decided) }),
  };
}

/** Draws the figures up as of `asOf` (epoch milliseconds; only ages and what is overdue depend on it). */
export function figuresOf(tally: Tally, asOf: number): Figures {
  const received = STATUSES.reduce((sum, status) => sum + tally.byStatus[status], 0);
  const done = STATUSES.filter((status) => DONE.has(status)).reduce(
    (sum, status) => sum + tally.byStatus[status],
    0,
  );
  const ratingSum = Object.entries(tally.ratings).reduce(
    (sum, [rating, count]) => sum + Number(rating) * count,
    0,
  );
  return {
    byStatus: tally.byStatus,
    received,
    cases: received - tally.merged,
    done,
    inProcess: received - done,
    assigned: tally.assigned,
    followedUp: tally.followedUp,
    closed: tally.closed,
    ...(tally.assigned === 0
      ? {}
      : {
          followedUpPercent: percent(tally.followedUp, tally.assigned),
          completionPercent: percent(tally.closed, tally.assigned),
        }),
    firstFollowUpFromReceipt: days(tally.fromReceipt),
    firstFollowUpFromSubmission: days(tally.fromSubmission),
    stillWaiting: days(ages(tally.waitingSince, asOf)),
    closedByOutcome: tally.outcomes,
    reopened: tally.reopened,
    bounces: tally.bounces,
    rating: statistics(tally.ratings, ratingSum, 1),
    answeredReachable: tally.answeredReachable,
    autoRouted: tally.autoRouted,
    misrouted: tally.misrouted,
    promisesDue: tally.promisesDue,
    promisesKept: tally.promisesKept,
    ...(tally.promisesDue === 0
      ? {}
      : { keptPromisesPercent: percent(tally.promisesKept, tally.promisesDue) }),
    clocks: CLOCKS.flatMap((clock) => {
      const counted = tally.clocks?.[clock];
      return counted === undefined ? [] : [clockFigures(clock, counted, asOf)];
    }),
  };
}
