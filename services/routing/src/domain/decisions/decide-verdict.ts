import { invalid } from '@lapor/kernel';
import { type CaseState, isReachable } from '../case.ts';
import { clocksOnEnd, clocksOnGoingOn } from '../clock-changes.ts';
import type { CommandOf, DecisionContext } from '../commands.ts';
import { contentOf, heardOf, record, type Decision } from '../record.ts';
import { policyToday, reopeningLeft, reopenUntil } from '../second-chances.ts';
import type { CloseOutcome } from '../vocabulary.ts';

function requireRating(rating: number): number {
  if (!Number.isInteger(rating) || rating < 1 || rating > 4) throw invalid('rating', 'must be 1, 2, 3 or 4');
  return rating;
}

export function decideNotSolved(
  state: CaseState,
  command: CommandOf<'not_solved'>,
  context: DecisionContext,
): Decision {
  const fields = { times: state.notSolved + 1, ...heardOf(command.words) };
  return record(state, context, 'CaseNotSolved', 'in_progress', clocksOnGoingOn(state, context), fields);
}

export function decideSolved(
  state: CaseState,
  command: CommandOf<'solved'>,
  context: DecisionContext,
): Decision {
  return record(state, context, 'CaseClosed', 'closed', clocksOnEnd(state, context), {
    outcome: isStillPromised(state, context) ? 'promised' : 'confirmed',
    ...(command.rating === undefined ? {} : { rating: requireRating(command.rating) }),
    ...chanceOf(state, context),
    ...contentOf(command.words),
  });
}

/** Closed now. */
function chanceOf(state: CaseState, context: DecisionContext): { readonly reopenUntil?: number } {
  const policy = policyToday(state, context);
  if (!reopeningLeft(state, policy)) return {};
  return { reopenUntil: reopenUntil({ ...state, closedAt: context.now }, policy) };
}

/** Content with a promise is not yet content with what was promised: that is asked on its day. */
function isStillPromised({ answer }: CaseState, { now }: DecisionContext): boolean {
  return answer?.promisedFor !== undefined && now < answer.promisedFor;
}

/**
 * The reply window ended without a word. A promise stays a promise, whether or not anybody could be asked. Silence is only
 * that of a reporter whom the answer reached.
 */
export function decideCloseReplyWindow(state: CaseState, context: DecisionContext): Decision {
  // Of an answer given before deliveries were confirmed all that is known is whether there was a way.
  const confirms = state.clocks.reply?.next !== undefined;
  const reached = confirms ? state.answer?.deliveredAt !== undefined : isReachable(state);
  const outcome: CloseOutcome =
    state.answer?.kind === 'promised' ? 'promised' : reached ? 'silent' : 'unreachable';
  return record(state, context, 'CaseClosed', 'closed', clocksOnEnd(state, context), {
    outcome,
    ...chanceOf(state, context),
  });
}

export function decideRate(state: CaseState, command: CommandOf<'rate'>, context: DecisionContext): Decision {
  const fields = { rating: requireRating(command.rating), ...contentOf(command.words) };
  return record(state, context, 'CaseRated', state.status, {}, fields);
}

export function decideReopen(
  state: CaseState,
  command: CommandOf<'reopen'>,
  context: DecisionContext,
): Decision {
  const fields = { times: state.reopened + 1, ...heardOf(command.words) };
  return record(state, context, 'CaseReopened', 'in_progress', clocksOnGoingOn(state, context), fields);
}

export function decideWithdraw(
  state: CaseState,
  command: CommandOf<'withdraw'>,
  context: DecisionContext,
): Decision {
  const clocks = clocksOnEnd(state, context);
  return record(state, context, 'CaseWithdrawn', 'withdrawn', clocks, heardOf(command.words));
}

/** By the reporter's own hand, which is the consent. */
export function decideHandOver(
  state: CaseState,
  command: CommandOf<'hand_over'>,
  context: DecisionContext,
): Decision {
  return record(state, context, 'CaseHandedOver', state.status, {}, heardOf(command.words));
}

/** In a message, which changes nothing else. */
export function decideNoteDanger(state: CaseState, context: DecisionContext): Decision {
  return record(state, context, 'DangerSaid', state.status, {}, {});
}
