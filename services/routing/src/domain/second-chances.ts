import { keepsWords, type CaseState } from './case.ts';
import { getCalendar, type TimeContext } from './clocks/clock.ts';
import { policyAt, type Policy } from './clocks/policy.ts';
import type { Instant } from './clocks/working-time.ts';

const DAY = 24 * 60 * 60 * 1000;

/** The policy by which it is judged today what may still be done with a case. */
export function policyToday({ areaCalendar }: Pick<CaseState, 'areaCalendar'>, time: TimeContext): Policy {
  return policyAt(time.policies, time.now, getCalendar(time.calendars, areaCalendar));
}

type Closed = Pick<CaseState, 'closedAt' | 'answer' | 'reopened'>;

/**
 * The last moment at which its reporter may open a closed case again. A promise can be judged only on its day: the days count
 * from there.
 */
export function reopenUntil({ closedAt, answer }: Closed, { reopenWithinDays }: Policy): Instant {
  return Math.max(closedAt ?? -Infinity, answer?.promisedFor ?? -Infinity) + reopenWithinDays * DAY;
}

export function reopeningLeft({ reopened }: Closed, { reopenAtMost }: Policy): boolean {
  return reopened < reopenAtMost;
}

/** The last moment at which an answer revives a case that was set aside for silence at `at`. */
export function reviveDeadline(at: Instant, { reviveWithinDays }: Policy): Instant {
  return at + reviveWithinDays * DAY;
}

/** That of a case; undefined where it was not set aside for silence. */
export function reviveUntil({ archive }: Pick<CaseState, 'archive'>, policy: Policy): Instant | undefined {
  return archive?.bySilence === true ? reviveDeadline(archive.at, policy) : undefined;
}

/** What is told of a case: how often its reporter may still be asked, and until when an end is not the last word. */
export interface SecondChances {
  readonly questionsLeft: number;
  readonly reopenUntil?: Instant;
  readonly reviveUntil?: Instant;
}

export function secondChances(state: CaseState, time: TimeContext): SecondChances {
  const policy = policyToday(state, time);
  const status = keepsWords(state) ? state.status : undefined;
  const reopen = status === 'closed' && reopeningLeft(state, policy) ? reopenUntil(state, policy) : undefined;
  const revive = status === 'archived' ? reviveUntil(state, policy) : undefined;
  return {
    questionsLeft: Math.max(0, policy.askAtMost - state.asked),
    ...(reopen === undefined || reopen < time.now ? {} : { reopenUntil: reopen }),
    ...(revive === undefined || revive < time.now ? {} : { reviveUntil: revive }),
  };
}
