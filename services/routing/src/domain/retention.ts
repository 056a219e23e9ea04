import type { CaseState } from './case.ts';
import { getCalendar, type TimeContext } from './clocks/clock.ts';
import { type Policy, policyAt, policyOn } from './clocks/policy.ts';
import type { Instant } from './clocks/working-time.ts';
import { type FinalStatus, isFinal } from './vocabulary.ts';

const DAY = 24 * 60 * 60 * 1000;

export interface Expired {
  /** From when its time counted. */
  readonly keptFrom: Instant;
  readonly years: number;
  readonly policyVersion: string;
}

/** From when the time counts for which a final case is kept: a promise is judged on its day, not before. */
export function keptFromOf(state: CaseState): Instant | undefined {
  if (!isFinal(state.status) || state.finalSince === undefined || state.anonymisedAt !== undefined)
    return undefined;
  return Math.max(state.finalSince, state.answer?.promisedFor ?? -Infinity);
}

/**
 * Whether the time is over for which it is kept who reported and what was said; undefined: not yet, or it is gone already. By the policy
 * of today: what a regulation says about keeping holds for all that is kept. A hold is not looked at here.
 */
export function expiredAt(state: CaseState, time: TimeContext): Expired | undefined {
  const keptFrom = keptFromOf(state);
  if (keptFrom === undefined || !isFinal(state.status)) return undefined;
  const policy = policyAt(time.policies, time.now, getCalendar(time.calendars, state.areaCalendar));
  const years = policy.keepYears[state.status];
  return yearsAfter(keptFrom, years) <= time.now
    ? { keptFrom, years, policyVersion: policy.version }
    : undefined;
}

/** The shortest time such a case is kept by what is in force today, wherever today may already have, or still has, begun. */
export function shortestYears(policies: readonly Policy[], now: Instant, status: FinalStatus): number {
  const days = [now - DAY, now, now + DAY].map((at) => new Date(at).toISOString().slice(0, 10));
  return Math.min(...days.map((day) => policyOn(policies, day).keepYears[status]));
}

/** The same day so many years later; of the 29th of February the 1st of March. */
export function yearsAfter(at: Instant, years: number): Instant {
  const date = new Date(at);
  return date.setUTCFullYear(date.getUTCFullYear() + years);
}
