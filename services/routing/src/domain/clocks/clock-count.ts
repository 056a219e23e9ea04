import {
  addOfficeTime,
  dueAfterWorkingDays,
  officeTimeBetween,
  subtractOfficeTime,
  type Calendar,
  type Instant,
} from './working-time.ts';

const HOUR = 3_600_000;

export type Limit = { readonly workingDays: number } | { readonly hours: number };

/** A time in which a clock stood still. */
export interface Gap {
  readonly from: Instant;
  readonly to: Instant;
  /** After "not solved" and reopening: working days, counted from `to`, that are left at the least. */
  readonly leastDays?: number;
}

/** What a clock is counted from; nothing that is counted. */
export interface Basis {
  readonly from: Instant;
  readonly limit: Limit;
  /** Office time (milliseconds) given besides: of gaps too old to be remembered one by one, and in older documents. */
  readonly given: number;
  /** Oldest first; absent: it never stood still. */
  readonly gaps?: readonly Gap[];
}

/** A clock counted out of its basis. */
export interface Counted {
  readonly dueAt: Instant;
  readonly provisional: boolean;
  /** Where the limit that runs now began: the start, or the last time something was left over. */
  readonly began: Instant;
  /** Office time (milliseconds) given back since then. */
  readonly waited: number;
}

/**
 * Counts a clock from scratch: the limit, what was given, then each time it stood still, in their order. A limit that was
 * missed before it stood still stays missed.
 */
export function countClock({ from, limit, given, gaps }: Basis, calendar: Calendar): Counted {
  if ('hours' in limit) {
    return { dueAt: from + limit.hours * HOUR, provisional: false, began: from, waited: 0 };
  }
  const bare = dueAfterWorkingDays(from, limit.workingDays, calendar);
  const full = addOfficeTime(bare.at, given, calendar);
  let counted: Counted = {
    dueAt: full.at,
    provisional: bare.provisional || full.provisional,
    began: from,
    waited: given,
  };
  for (const gap of gaps ?? []) counted = countGap(counted, gap, calendar);
  return counted;
}

function countGap(before: Counted, { from, to, leastDays }: Gap, calendar: Calendar): Counted {
  const taken = from < before.dueAt ? officeTimeBetween(from, to, calendar) : 0;
  const moved = addOfficeTime(before.dueAt, taken, calendar);
  const provisional = before.provisional || moved.provisional;
  if (leastDays === undefined) {
    return { ...before, dueAt: moved.at, provisional, waited: before.waited + taken };
  }
  const least = dueAfterWorkingDays(to, leastDays, calendar);
  const dueAt = Math.max(moved.at, least.at);
  return {
    dueAt,
    provisional: dueAt === least.at ? least.provisional : provisional,
    began: to,
    waited: 0,
  };
}

/** The limit in office time (milliseconds), whatever the clock stood still. */
function length(counted: Counted, calendar: Calendar): number {
  return Math.max(0, officeTimeBetween(counted.began, counted.dueAt, calendar) - counted.waited);
}

/** When so many percent of the limit have run. Over 100: after the miss, in the same measure. */
export function momentOf(basis: Basis, percent: number, calendar: Calendar): Instant {
  const { limit, from } = basis;
  if ('hours' in limit) return from + Math.round((limit.hours * HOUR * percent) / 100);
  const counted = countClock(basis, calendar);
  const share = Math.round((length(counted, calendar) * Math.abs(100 - percent)) / 100);
  return percent <= 100
    ? subtractOfficeTime(counted.dueAt, share, calendar)
    : addOfficeTime(counted.dueAt, share, calendar).at;
}

/** The share of the limit that has run, the time it stood still left out: 0 at the start, 1 when it is due. */
export function shareRunUntil(basis: Basis, until: Instant, calendar: Calendar): number {
  const { limit, from } = basis;
  const counted = countClock(basis, calendar);
  if (until >= counted.dueAt) return 1;
  if ('hours' in limit) return Math.max(0, (until - from) / (limit.hours * HOUR));
  const whole = length(counted, calendar);
  const left = officeTimeBetween(until, counted.dueAt, calendar);
  return whole <= 0 ? 1 : Math.max(0, 1 - left / whole);
}

/** At most so many times of standing still are remembered one by one. */
export const MOST_GAPS = 32;

/** The basis with one more gap; the oldest ones become part of what was given, as they count today. */
export function withGap(basis: Basis, gap: Gap, calendar: Calendar): Basis {
  const gaps = [...(basis.gaps ?? []), gap];
  const [oldest, ...others] = gaps;
  if (gaps.length <= MOST_GAPS || oldest === undefined) return { ...basis, gaps };
  const before = countClock({ ...basis, gaps: [] }, calendar);
  const after = countGap(before, oldest, calendar);
  if (after.began !== before.began) {
    const limit: Limit = { workingDays: 0 };
    const given = officeTimeBetween(after.began, after.dueAt, calendar);
    return { from: after.began, limit, given, gaps: others };
  }
  return { ...basis, given: basis.given + after.waited - before.waited, gaps: others };
}
