import type { FinalStatus } from '../vocabulary.ts';
import { localDay, type Calendar, type Instant, type LocalDay } from './working-time.ts';

/** The limits of one regulation, with the day from which it holds. Data: a new regulation is a new record, not new code. */
export interface Policy {
  /** Stored with every due time it gave. */
  readonly version: string;
  readonly validFrom: LocalDay;
  /** Working days from submission to an answer; also the limit of each holder's own leg. */
  readonly caseDays: {
    readonly information: number;
    readonly aspiration: number;
    readonly complaint: number;
    readonly supervisory: number;
  };
  readonly verificationDays: number;
  readonly responseDays: number;
  /** After "not solved" or reopening the holder has what was left, and never less than this. */
  readonly leastLeftDays: number;
  readonly replyDays: number;
  /** Working days a reporter has to answer a question before the case is set aside. */
  readonly silenceDays: number;
  /** Round the clock. */
  readonly urgentHours: number;
  readonly askAtMost: number;
  /** Calendar days. */
  readonly reviveWithinDays: number;
  readonly reopenWithinDays: number;
  readonly reopenAtMost: number;
  /** From this return on the lowest tier common to all who returned it decides, bindingly. */
  readonly arbiterFromReturn: number;
  /** Once this share of a limit has run, reclassifying may not lengthen it. */
  readonly keepLimitFrom: number;
  /** Percent of a limit at which its holder is warned, ascending, all below 100. */
  readonly warnAt: readonly number[];
  /** After a miss one more tier inside the body is told each time so many percent of the limit have run besides. */
  readonly escalateEvery: number;
  /** The farthest day (calendar days) a promise may name; a next step no farther than `handOverAfterDays` either. */
  readonly promiseWithinDays: number;
  /** Calendar days from submission after which a reporter may hand an unresolved case over; one without a follow-up sooner. */
  readonly handOverAfterDays: number;
  readonly handOverUntouchedDays: number;
  /** Words used on more cases than this are flagged. */
  readonly sameTextOnCases: number;
  /** Years for which it is kept who reported and what was said, from when a case is final, by how it ended. */
  readonly keepYears: Readonly<Record<FinalStatus, number>>;
}

/** Limits after Permenpan RB 62/2018, kept by 5/2025 until its own annex is entered; the rest is this platform's. */
export const DEFAULT_POLICIES: readonly Policy[] = [
  {
    version: 'id-2018-1',
    validFrom: '2018-01-01',
    caseDays: { information: 5, aspiration: 5, complaint: 14, supervisory: 60 },
    verificationDays: 3,
    responseDays: 5,
    leastLeftDays: 5,
    replyDays: 10,
    silenceDays: 5,
    urgentHours: 2,
    askAtMost: 2,
    reviveWithinDays: 90,
    reopenWithinDays: 30,
    reopenAtMost: 2,
    arbiterFromReturn: 2,
    keepLimitFrom: 0.75,
    warnAt: [75, 90],
    escalateEvery: 25,
    promiseWithinDays: 366,
    handOverAfterDays: 60,
    handOverUntouchedDays: 14,
    sameTextOnCases: 3,
    keepYears: { closed: 5, archived: 2, referred: 5, withdrawn: 2 },
  },
];

/** The policy that gave a clock its limit; once it is no longer known, the one in force when the clock began. */
export function policyOfVersion(
  policies: readonly Policy[],
  version: string,
  from: Instant,
  calendar: Calendar,
): Policy {
  return policies.find((policy) => policy.version === version) ?? policyAt(policies, from, calendar);
}

/** The policy in force on the day of a moment. Before the first one, the first one. */
export function policyAt(policies: readonly Policy[], at: Instant, calendar: Calendar): Policy {
  return policyOn(policies, localDay(at, calendar));
}

/** The same by the day. */
export function policyOn(policies: readonly Policy[], day: LocalDay): Policy {
  let found: Policy | undefined;
  let earliest: Policy | undefined;
  for (const policy of policies) {
    if (earliest === undefined || policy.validFrom < earliest.validFrom) earliest = policy;
    if (policy.validFrom <= day && (found === undefined || policy.validFrom >= found.validFrom))
      found = policy;
  }
  const policy = found ?? earliest;
  if (policy === undefined) throw new RangeError('there is no policy at all');
  return policy;
}
