import {
  keepsIdentity,
  keepsWords,
  mayBePublic,
  nextStepDueOf,
  promiseDueOf,
  type CaseState,
} from './case.ts';
import { getCalendar, type TimeContext } from './clocks/clock.ts';
import { policyToday, reopeningLeft, reopenUntil, reviveUntil } from './second-chances.ts';
import { isUrgent, staleClocks } from './clock-changes.ts';
import { passedOf } from './clocks/clock-thresholds.ts';
import { localDay } from './clocks/working-time.ts';
import { expiredAt } from './retention.ts';
import type { GuardName } from './transitions.ts';

const DAY = 24 * 60 * 60 * 1000;

/** What keeps a command from being legal though status and person are right: the rule, as a sentence. */
export function brokenGuard(guard: GuardName, state: CaseState, time: TimeContext): string | undefined {
  const policy = policyToday(state, time);
  switch (guard) {
    case 'question_left':
      return unless(
        state.asked < policy.askAtMost,
        `the reporter is asked at most ${policy.askAtMost} times`,
      );
    case 'danger_waits':
      return unless(isUrgent(state), 'the reporter is being waited for: only danger goes before');
    case 'asked_unverified':
      return unless(state.resumeTo === 'unverified', 'somebody has it to work on');
    case 'asked_at_work':
      return unless(state.resumeTo !== 'unverified', 'it is given to somebody first');
    case 'no_follow_up_yet':
      return unless(state.firstFollowUpAt === undefined, 'a case that was followed up is not set aside');
    case 'silent_and_recent':
      return unless(
        time.now <= (reviveUntil(state, policy) ?? -Infinity),
        `an answer revives a case set aside for silence within ${policy.reviveWithinDays} days`,
      );
    case 'not_objected_yet':
      return unless(!state.objected, 'one objection was made and decided');
    case 'reclassification_not_objected_yet':
      return unless(
        state.reclassification !== undefined && state.reclassification.objection === undefined,
        'a reclassification is objected to once, and there must have been one',
      );
    case 'objection_open':
      return unless(
        state.reclassification?.objection?.decided === false,
        'no objection waits for a decision',
      );
    case 'two_eyes_do':
      return unless(
        state.holder.fourEyes !== true,
        'this agency wants four eyes: draft the answer, a supervisor releases it',
      );
    case 'four_eyes_wanted':
      return unless(state.holder.fourEyes === true, 'nothing is drafted where two eyes do: answer');
    case 'draft_waits':
      return unless(state.draft !== undefined, 'there is no draft');
    case 'leads_nobody':
      return unless((state.leads?.members ?? 0) === 0, 'other cases follow it');
    case 'leads_others':
      return unless(state.leads !== undefined, 'no other case follows it');
    case 'merged':
      return unless(state.master !== undefined, 'it follows no other case');
    case 'not_handed_over_yet':
      return unless(state.handedOverAt === undefined, 'an overseer has it already');
    case 'unresolved_for_long': {
      const { handOverAfterDays, handOverUntouchedDays } = policy;
      const days = state.firstFollowUpAt === undefined ? handOverUntouchedDays : handOverAfterDays;
      return unless(
        time.now >= state.submittedAt + days * DAY,
        `handed over after ${handOverAfterDays} days unresolved, or ${handOverUntouchedDays} without a follow-up`,
      );
    }
    case 'next_step_due':
      return unless(isOver(nextStepDueOf(state), time), 'the day of no next step is over');
    case 'promise_due':
      return unless(isOver(promiseDueOf(state), time), 'no promise is due');
    case 'promise_asked':
      return unless(
        state.answer?.askedAt !== undefined && state.answer.keptAt === undefined,
        'a promise is judged once, from its day on',
      );
    case 'promise_not_reported_yet':
      return unless(state.answer?.reportedAt === undefined, 'the agency has said so already');
    case 'may_be_returned':
      return mayBeReturned(state);
    case 'closed_recently':
      return unless(
        time.now <= reopenUntil(state, policy),
        `a case is reopened within ${policy.reopenWithinDays} days`,
      );
    case 'reopening_left':
      return unless(reopeningLeft(state, policy), `a case is reopened at most ${policy.reopenAtMost} times`);
    case 'not_rated_yet':
      return unless(state.rating === undefined, 'the reporter has rated already');
    case 'twice_not_solved':
      return unless(state.notSolved >= 2, 'only after a second answer that did not do');
    case 'silence_over':
      return unless(isOver(state.clocks.silence?.dueAt, time), 'the reporter still has time to answer');
    case 'reply_window_over':
      return unless(isOver(state.clocks.reply?.dueAt, time), 'the reply window is still open');
    case 'not_delivered_yet':
      return unless(state.answer?.deliveredAt === undefined, 'the answer was delivered already');
    case 'threshold_passed':
      return unless(passedOf(state.clocks, time).length > 0, 'no clock has passed another threshold');
    case 'not_nudged_today': {
      const calendar = getCalendar(time.calendars, state.areaCalendar);
      const today = localDay(time.now, calendar);
      return unless(
        state.nudgedAt === undefined || localDay(state.nudgedAt, calendar) !== today,
        'a case is nudged once a day: today whoever has it has been told',
      );
    }
    case 'protected':
      return unless(state.protected, 'it has to be verified first');
    case 'may_be_public':
      return unless(mayBePublic(state), 'what is secret or protected is never public');
    case 'words_to_withhold':
      return unless(
        state.wordsWaitSince !== undefined || state.release?.decision === 'released',
        'no words wait to be released, and none are public',
      );
    case 'release_decided':
      return unless(
        state.release !== undefined && state.wordsWaitSince === undefined,
        'nobody has decided yet about what there is',
      );
    case 'not_on_hold':
      return unless(state.legalHoldSince === undefined, 'what is kept of it must not be destroyed');
    case 'something_kept':
      return unless(keepsWords(state), 'nothing is kept of it any more');
    case 'identity_kept':
      return unless(keepsIdentity(state), 'who reported is not kept any more');
    case 'on_hold':
      return unless(state.legalHoldSince !== undefined, 'it is not on hold');
    case 'kept_long_enough':
      return unless(
        expiredAt(state, time) !== undefined,
        'its time is not over, or it is anonymised already',
      );
    case 'nobody_there':
      return unless(
        isLeftAlone(state, time),
        'somebody works where it is: they return it, or the reporter is answered',
      );
    case 'calendar_changed':
      return unless(staleClocks(state, time).length > 0, 'no calendar has changed since');
  }
}

/** Nobody who could act works where it is any more. */
export function isLeftAlone(
  { holder }: Pick<CaseState, 'holder'>,
  { agencies }: Pick<TimeContext, 'agencies'>,
): boolean {
  return agencies?.get(holder.id)?.onboarded === false;
}

function unless(holds: boolean, rule: string): string | undefined {
  return holds ? undefined : rule;
}

function isOver(dueAt: number | undefined, time: TimeContext): boolean {
  return dueAt !== undefined && time.now >= dueAt;
}

function mayBeReturned(state: CaseState): string | undefined {
  if (state.holder.path.length < 2) return 'there is no tier above: decide here';
  return unless(
    state.boundTo !== state.holder.id,
    'an arbiter decided that this agency answers: it is binding',
  );
}
