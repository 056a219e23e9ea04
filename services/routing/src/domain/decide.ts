import { AppError, notFound } from '@lapor/kernel';
import type { CaseState } from './case.ts';
import type { CaseCommand, DecisionContext } from './commands.ts';
import {
  decideObjection,
  decideObjectReclassification,
  decideReclassify,
  decideSetPrivacy,
} from './decisions/decide-classification.ts';
import {
  decideConfirmDelivery,
  decidePassThresholds,
  decideRecountClocks,
} from './decisions/decide-clocks.ts';
import { decideDispose, decideOpen, decideReturn } from './decisions/decide-disposition.ts';
import {
  decideFollowCategory,
  decideFollowReported,
  decideMoveHolder,
  decideMoveMessages,
  decideTakeOver,
} from './decisions/decide-tree.ts';
import { decideLead, decideTellMembers } from './decisions/decide-lead.ts';
import { decideFollow, decideMerge, decideUnmerge } from './decisions/decide-merge.ts';
import { decideNote, decideNudge } from './decisions/decide-note.ts';
import { decideAwaitRelease, decideReleaseWords, decideWithholdWords } from './decisions/decide-release.ts';
import { decideAnonymise, decideBeginErasure, decideLegalHold } from './decisions/decide-retention.ts';
import { decideReveal } from './decisions/decide-reveal.ts';
import { decideAskPromise, decidePromiseKept, decideReportPromise } from './decisions/decide-promise.ts';
import {
  decideArchive,
  decideArchiveHeld,
  decideAsk,
  decideObject,
  decideRefer,
  decideReply,
} from './decisions/decide-question.ts';
import {
  decideCloseReplyWindow,
  decideHandOver,
  decideNoteDanger,
  decideNotSolved,
  decideRate,
  decideReopen,
  decideSolved,
  decideWithdraw,
} from './decisions/decide-verdict.ts';
import {
  decideAnswer,
  decideDraftAnswer,
  decideFollowUp,
  decideReleaseAnswer,
  decideRemindNextStep,
  decideSendBackDraft,
} from './decisions/decide-work.ts';
import { requireLegal } from './legal.ts';
import type { Decision } from './record.ts';
import { visibilityFor } from './visibility.ts';

/**
 * What a command comes to. Pure. Throws AppError: `illegal` (not now: `extra.legal` says what is), `forbidden` (not
 * you), `not_found` (there is no such case, or not for you), `invalid` (field and rule), `unavailable` (an agency or
 * calendar the context should have brought is missing).
 */
export function decide(
  state: CaseState | undefined,
  command: CaseCommand,
  context: DecisionContext,
): Decision {
  if (command.type === 'open') return decideOpen(state, command, context);
  const { actor } = context;
  if (state === undefined) throw new AppError('not_found', 'there is no such case');
  // As for whoever looks: a refusal must not tell of a case that its officer may not know of.
  const isStaff = actor.kind === 'officer' || actor.kind === 'machine';
  if (isStaff && !visibilityFor(state, actor).exists) {
    throw notFound('case', state.id);
  }
  requireLegal(state, command.type, actor, context);
  return decideLegal(state, command, context);
}

function decideLegal(
  state: CaseState,
  command: Exclude<CaseCommand, { type: 'open' }>,
  context: DecisionContext,
): Decision {
  switch (command.type) {
    case 'dispose':
      return decideDispose(state, command, context);
    case 'ask':
      return decideAsk(state, command, context);
    case 'reply':
      return decideReply(state, command, context);
    case 'archive':
      return decideArchive(state, command, context);
    case 'archive_held':
      return decideArchiveHeld(state, context);
    case 'object':
      return state.status === 'archived'
        ? decideObject(state, command, context)
        : decideObjectReclassification(state, command, context);
    case 'refer':
      return decideRefer(state, command, context);
    case 'return':
      return decideReturn(state, command, context);
    case 'follow_up':
      return decideFollowUp(state, command, context);
    case 'answer':
      return decideAnswer(state, command, context);
    case 'not_solved':
      return decideNotSolved(state, command, context);
    case 'solved':
      return decideSolved(state, command, context);
    case 'close_reply_window':
      return decideCloseReplyWindow(state, context);
    case 'confirm_delivery':
      return decideConfirmDelivery(state, command, context);
    case 'pass_thresholds':
      return decidePassThresholds(state, context);
    case 'recount_clocks':
      return decideRecountClocks(state, context);
    case 'take_over':
      return decideTakeOver(state, command, context);
    case 'follow_reported':
      return decideFollowReported(state, context);
    case 'move_holder':
      return decideMoveHolder(state, context);
    case 'move_messages':
      return decideMoveMessages(state, command, context);
    case 'follow_category':
      return decideFollowCategory(state, command, context);
    case 'rate':
      return decideRate(state, command, context);
    case 'reopen':
      return decideReopen(state, command, context);
    case 'withdraw':
      return decideWithdraw(state, command, context);
    case 'reclassify':
      return decideReclassify(state, command, context);
    case 'draft_answer':
      return decideDraftAnswer(state, command, context);
    case 'release_answer':
      return decideReleaseAnswer(state, command, context);
    case 'send_back_draft':
      return decideSendBackDraft(state, command, context);
    case 'merge':
      return decideMerge(state, command, context);
    case 'unmerge':
      return decideUnmerge(state, command, context);
    case 'follow':
      return decideFollow(state, command, context);
    case 'lead':
      return decideLead(state, command, context);
    case 'tell_members':
      return decideTellMembers(state, command, context);
    case 'hand_over':
      return decideHandOver(state, command, context);
    case 'note_danger':
      return decideNoteDanger(state, context);
    case 'remind_next_step':
      return decideRemindNextStep(state, context);
    case 'ask_promise':
      return decideAskPromise(state, context);
    case 'promise_kept':
      return decidePromiseKept(state, command, context);
    case 'report_promise':
      return decideReportPromise(state, command, context);
    case 'decide_objection':
      return decideObjection(state, command, context);
    case 'reveal':
      return decideReveal(state, command, context);
    case 'release_words':
      return decideReleaseWords(state, command, context);
    case 'withhold_words':
      return decideWithholdWords(state, command, context);
    case 'await_release':
      return decideAwaitRelease(state, command, context);
    case 'set_legal_hold':
    case 'lift_legal_hold':
      return decideLegalHold(state, command, context);
    case 'begin_erasure':
      return decideBeginErasure(state, command, context);
    case 'anonymise':
      return decideAnonymise(state, context);
    case 'note':
      return decideNote(state, command, context);
    case 'nudge':
      return decideNudge(state, command, context);
    case 'set_privacy':
      return decideSetPrivacy(state, command, context);
  }
}
