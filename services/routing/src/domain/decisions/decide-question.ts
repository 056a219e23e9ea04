import { invalid } from '@lapor/kernel';
import { lowestTier, type Agency } from '../agency.ts';
import { pathAbove } from '../inspectorates.ts';
import type { CaseState } from '../case.ts';
import {
  clocksOnEnd,
  clocksOnObjection,
  clocksOnQuestion,
  clocksOnReply,
  clocksOnSilence,
} from '../clock-changes.ts';
import type { CommandOf, DecisionContext } from '../commands.ts';
import { contentOf, heardOf, record, type Decision } from '../record.ts';
import { policyToday, reviveDeadline } from '../second-chances.ts';
import { requireText, requireWords } from '../substance.ts';

export function decideAsk(state: CaseState, command: CommandOf<'ask'>, context: DecisionContext): Decision {
  const question = requireWords(command.question, 'question');
  return record(
    state,
    context,
    'QuestionAsked',
    'held',
    clocksOnQuestion(state, context),
    contentOf(question),
  );
}

/** The answer to the question; on a case set aside for silence it takes the case up where it was. */
export function decideReply(
  state: CaseState,
  command: CommandOf<'reply'>,
  context: DecisionContext,
): Decision {
  const heard = heardOf(requireWords(command.words, 'text'));
  const status = state.resumeTo ?? 'unverified';
  const clocks = clocksOnReply(state, context);
  if (state.status === 'held') return record(state, context, 'QuestionAnswered', status, clocks, heard);
  const fields = { objection: false, from: state.holder, to: state.holder, ...heard };
  return record(state, context, 'CaseRevived', status, clocks, fields);
}

export function decideArchive(
  state: CaseState,
  command: CommandOf<'archive'>,
  context: DecisionContext,
): Decision {
  const words = requireWords(command.words, 'text');
  const byPath = context.actor.kind === 'officer' ? context.actor.agencyPath : state.holder.path;
  return record(state, context, 'CaseArchived', 'archived', clocksOnEnd(state, context), {
    reason: command.reason,
    bySilence: false,
    byPath,
    ...contentOf(words),
  });
}

/** Nobody answered the question in time. */
export function decideArchiveHeld(state: CaseState, context: DecisionContext): Decision {
  return record(state, context, 'CaseArchived', 'archived', clocksOnSilence(state, context), {
    reason: 'too_vague',
    bySilence: true,
    byPath: state.holder.path,
    reviveUntil: reviveDeadline(context.now, policyToday(state, context)),
  });
}

export function decideObject(
  state: CaseState,
  command: CommandOf<'object'>,
  context: DecisionContext,
): Decision {
  const words = requireWords(command.words, 'text');
  const to = tierAboveArchiver(state, context);
  return record(state, context, 'CaseRevived', 'unverified', clocksOnObjection(state, to, context), {
    objection: true,
    from: state.holder,
    to,
    ...heardOf(words),
  });
}

/** One tier up from whoever set it aside; at the root it is looked at again there. */
function tierAboveArchiver(state: CaseState, context: DecisionContext): Agency {
  const by = state.archive?.byPath ?? state.holder.path;
  return lowestTier(pathAbove(by, state, context), context.agencies) ?? state.holder;
}

/** An institution's name is public; a phone number or an address of somebody in it is not. */
const NO_CONTACT = /@|\d{5,}/;

export function decideRefer(
  state: CaseState,
  command: CommandOf<'refer'>,
  context: DecisionContext,
): Decision {
  const bodyName = requireText(command.bodyName, 'bodyName').trim();
  if (bodyName.length > 120) throw invalid('bodyName', 'must be at most 120 characters');
  if (NO_CONTACT.test(bodyName)) {
    throw invalid('bodyName', 'must be the name alone: put phone and address into contact');
  }
  requireText(command.contact, 'contact');
  requireText(command.reference, 'reference');
  return record(state, context, 'CaseReferred', 'referred', clocksOnEnd(state, context), {
    bodyName,
    ...contentOf(requireWords(command.words, 'text')),
  });
}
