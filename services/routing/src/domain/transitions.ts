import type { Relation } from './relations.ts';
import { RELEASERS } from './role-relations.ts';
import {
  CASE_STATUSES,
  FINAL_STATUSES,
  FOLLOWED_STATUSES as FOLLOWED,
  OPEN_STATUSES,
  type CaseStatus,
} from './vocabulary.ts';

/** Commands by the names of the published contract; the last ones are the platform's own. */
export type CommandName =
  | 'open'
  | 'dispose'
  | 'ask'
  | 'reply'
  | 'archive'
  | 'object'
  | 'refer'
  | 'return'
  | 'follow_up'
  | 'answer'
  | 'not_solved'
  | 'solved'
  | 'rate'
  | 'reopen'
  | 'withdraw'
  | 'reclassify'
  | 'set_privacy'
  | 'note'
  | 'nudge'
  | 'reveal'
  | 'release_words'
  | 'withhold_words'
  | 'await_release'
  | 'set_legal_hold'
  | 'lift_legal_hold'
  | 'begin_erasure'
  | 'anonymise'
  | 'decide_objection'
  | 'draft_answer'
  | 'release_answer'
  | 'send_back_draft'
  | 'remind_next_step'
  | 'note_danger'
  | 'ask_promise'
  | 'promise_kept'
  | 'report_promise'
  | 'merge'
  | 'unmerge'
  | 'hand_over'
  | 'lead'
  | 'follow'
  | 'tell_members'
  | 'archive_held'
  | 'close_reply_window'
  | 'confirm_delivery'
  | 'pass_thresholds'
  | 'recount_clocks'
  | 'take_over'
  | 'follow_reported'
  | 'move_holder'
  | 'move_messages'
  | 'follow_category';

/** A condition beside status and person; see `guards.ts`. */
export type GuardName =
  | 'protected'
  | 'question_left'
  | 'danger_waits'
  | 'asked_unverified'
  | 'asked_at_work'
  | 'no_follow_up_yet'
  | 'silent_and_recent'
  | 'not_objected_yet'
  | 'reclassification_not_objected_yet'
  | 'objection_open'
  | 'two_eyes_do'
  | 'four_eyes_wanted'
  | 'draft_waits'
  | 'not_handed_over_yet'
  | 'leads_nobody'
  | 'leads_others'
  | 'merged'
  | 'unresolved_for_long'
  | 'next_step_due'
  | 'promise_due'
  | 'promise_asked'
  | 'promise_not_reported_yet'
  | 'may_be_returned'
  | 'closed_recently'
  | 'reopening_left'
  | 'not_rated_yet'
  | 'twice_not_solved'
  | 'silence_over'
  | 'reply_window_over'
  | 'not_delivered_yet'
  | 'threshold_passed'
  | 'calendar_changed'
  | 'not_nudged_today'
  | 'may_be_public'
  | 'words_to_withhold'
  | 'release_decided'
  | 'not_on_hold'
  | 'on_hold'
  | 'something_kept'
  | 'identity_kept'
  | 'kept_long_enough'
  | 'nobody_there';

export interface Transition {
  /** Names the row: for tests, for help texts, for the note shown beside a step. */
  readonly key: string;
  /** `none`: there is no case yet. */
  readonly from: readonly (CaseStatus | 'none')[];
  readonly command: CommandName;
  /** Any one of them will do. */
  readonly who: readonly Relation[];
  /** `same`: the status stays. `before`: the one before the question. */
  readonly to: readonly (CaseStatus | 'same' | 'before')[];
  readonly guards?: readonly GuardName[];
}

const WORKED_ON = ['assigned', 'in_progress'] as const;
const ADMINS = ['holder_admin', 'above_admin', 'national_admin'] as const;
const row = (
  key: string,
  from: Transition['from'],
  command: CommandName,
  who: Transition['who'],
  to: Transition['to'],
  ...guards: GuardName[]
): Transition => ({
  key,
  from,
  command,
  who,
  to,
  ...(guards.length === 0 ? {} : { guards }),
});

/** What can still be done on a case that follows another: the reporter's own, and what is about this one report alone. */
export const ROWS_OF_MEMBERS: ReadonlySet<string> = new Set([
  // Those that followed it move along, and it leads nobody any more.
  'members_told',
  'repointed',
  'unmerged',
  'followed',
  'objected',
  'delivered',
  'not_solved',
  'confirmed',
  'no_verdict',
  'promise_came_due',
  'promise_kept',
  'promise_reported',
  'rated',
  'reopened',
  'withdrawn',
  'noted',
  'noted_on',
  'danger_said',
  'words_released',
  'words_withheld',
  'more_to_release',
  'put_on_hold',
  'hold_lifted',
  'erasure_begun',
  'anonymised',
  'revealed',
  'privacy_chosen',
  'recounted',
  'category_followed',
  'handed_over',
  'taken_over',
  'holder_moved',
  'messages_moved',
]);

/** The life of a case. The only place that says what may follow what, and by whose hand. */
export const TRANSITIONS: readonly Transition[] = [
  row('submitted', ['none'], 'open', ['system'], ['unverified']),
  row('verified', ['unverified'], 'dispose', [...ADMINS, 'system'], ['assigned']),
  row('disposed_further', ['assigned'], 'dispose', [...ADMINS], ['assigned']),
  // The last one who could act there has left: an admin above gives it to somebody, wherever in their part of the tree.
  row(
    'passed_on',
    ['assigned', 'in_progress'],
    'dispose',
    ['above_admin', 'national_admin'],
    ['assigned'],
    'nobody_there',
  ),
  row(
    'asked',
    ['unverified', 'assigned', 'in_progress'],
    'ask',
    ['holder', ...ADMINS],
    ['held'],
    'question_left',
    // Many do not wait for the answer of one.
    'leads_nobody',
  ),
  // Danger waits for nobody: the question is left, what the reporter still says is a message.
  row(
    'verified_in_danger',
    ['held'],
    'dispose',
    [...ADMINS],
    ['assigned'],
    'danger_waits',
    'asked_unverified',
  ),
  row(
    'followed_up_in_danger',
    ['held'],
    'follow_up',
    ['holder'],
    ['in_progress'],
    'danger_waits',
    'asked_at_work',
  ),
  row('taken_on_in_danger', ['held'], 'follow_up', ['holder'], ['in_progress'], 'danger_waits', 'protected'),
  row('question_answered', ['held'], 'reply', ['reporter'], ['before']),
  row('silent', ['held'], 'archive_held', ['system'], ['archived'], 'silence_over'),
  row(
    'answered_late',
    ['archived'],
    'reply',
    ['reporter'],
    ['before'],
    'silent_and_recent',
    'something_kept',
  ),
  row('set_aside', ['unverified', 'returned'], 'archive', [...ADMINS], ['archived']),
  row('set_aside_early', ['assigned'], 'archive', [...ADMINS], ['archived'], 'no_follow_up_yet'),
  row('objected', ['archived'], 'object', ['reporter'], ['unverified'], 'not_objected_yet', 'something_kept'),
  row('referred', ['unverified', 'assigned', 'returned'], 'refer', [...ADMINS], ['referred']),
  row('returned', ['assigned', 'in_progress'], 'return', ['holder'], ['returned'], 'may_be_returned'),
  // Whoever works at the tier it came back to: many have no admin of their own, and there it would lie in an inbox nobody owns.
  row('arbitrated', ['returned'], 'dispose', ['holder', ...ADMINS], ['assigned']),
  row('returned_further', ['returned'], 'return', ['holder'], ['returned'], 'may_be_returned'),
  // Nobody else may look into it, and nobody else verifies it: whoever holds it takes it on and acts in one write.
  row('taken_on', ['unverified'], 'follow_up', ['holder'], ['in_progress'], 'protected'),
  row('answered_untaken', ['unverified'], 'answer', ['holder'], ['answered'], 'protected', 'two_eyes_do'),
  row('followed_up', ['assigned'], 'follow_up', ['holder'], ['in_progress']),
  row('followed_up_again', ['in_progress'], 'follow_up', ['holder'], ['in_progress']),
  row('answered_at_once', ['assigned'], 'answer', ['holder'], ['answered'], 'two_eyes_do'),
  row('answered', ['in_progress'], 'answer', ['holder'], ['answered'], 'two_eyes_do'),
  // In words of their own, in place of what somebody else drafted: two have looked at it.
  row('answered_by_supervisor', WORKED_ON, 'answer', ['second_person'], ['answered'], 'draft_waits'),
  row('answer_drafted', WORKED_ON, 'draft_answer', ['holder'], ['same'], 'four_eyes_wanted'),
  row('draft_released', WORKED_ON, 'release_answer', ['second_eyes'], ['answered'], 'draft_waits'),
  row(
    'draft_sent_back',
    WORKED_ON,
    'send_back_draft',
    ['supervisor', 'second_eyes'],
    ['same'],
    'draft_waits',
  ),
  // The second time an answer did not do, the admins above may take the work over.
  row('taken_up', ['in_progress'], 'follow_up', ['above_admin'], ['in_progress'], 'twice_not_solved'),
  row(
    'answered_above',
    ['in_progress'],
    'answer',
    ['above_admin'],
    ['answered'],
    'twice_not_solved',
    'two_eyes_do',
  ),
  row(
    'drafted_above',
    ['in_progress'],
    'draft_answer',
    ['above_admin'],
    ['same'],
    'twice_not_solved',
    'four_eyes_wanted',
  ),
  row(
    'next_step_came_due',
    ['in_progress', 'withdrawn'],
    'remind_next_step',
    ['system'],
    ['same'],
    'next_step_due',
  ),
  row('not_solved', ['answered'], 'not_solved', ['reporter'], ['in_progress']),
  row('confirmed', ['answered'], 'solved', ['reporter'], ['closed']),
  row('no_verdict', ['answered'], 'close_reply_window', ['system'], ['closed'], 'reply_window_over'),
  row('delivered', ['answered'], 'confirm_delivery', ['system'], ['same'], 'not_delivered_yet'),
  row('promise_came_due', ['answered', 'closed'], 'ask_promise', ['system'], ['same'], 'promise_due'),
  row('promise_kept', ['closed'], 'promise_kept', ['reporter'], ['same'], 'promise_asked'),
  row(
    'promise_reported',
    ['answered', 'closed'],
    'report_promise',
    ['holder'],
    ['same'],
    'promise_asked',
    'promise_not_reported_yet',
  ),
  row('rated', ['closed'], 'rate', ['reporter'], ['same'], 'not_rated_yet'),
  row(
    'reopened',
    ['closed'],
    'reopen',
    ['reporter'],
    ['in_progress'],
    'closed_recently',
    'reopening_left',
    'something_kept',
  ),
  row('withdrawn', OPEN_STATUSES, 'withdraw', ['reporter'], ['withdrawn']),
  row('reclassified', OPEN_STATUSES, 'reclassify', [...ADMINS], ['same']),
  row('noted', OPEN_STATUSES, 'note', ['holder', ...ADMINS, 'coordinator', 'addressed'], ['same']),
  // The reporter is out of it; who has it may go on all the same, and is held to nothing any more.
  row(
    'went_on',
    ['withdrawn'],
    'follow_up',
    ['holder', ...ADMINS],
    ['withdrawn'],
    'something_kept',
    'leads_nobody',
  ),
  row('noted_on', ['withdrawn'], 'note', ['holder', ...ADMINS], ['withdrawn'], 'something_kept'),
  // Where it is an office's turn. Whoever has it is told; no clock and no status moves.
  row(
    'nudged',
    ['unverified', 'assigned', 'returned', 'in_progress'],
    'nudge',
    ['coordinator'],
    ['same'],
    'not_nudged_today',
  ),
  // At any time: the police may come when all is closed.
  row('revealed', CASE_STATUSES, 'reveal', ['revealer'], ['same'], 'identity_kept'),
  // What the public reads is released by somebody, at any time, and taken back by somebody.
  row('words_released', CASE_STATUSES, 'release_words', RELEASERS, ['same'], 'may_be_public'),
  row(
    'words_withheld',
    CASE_STATUSES,
    'withhold_words',
    // The platform, where the reporter had them erased: nobody is asked what to do with nothing.
    [...RELEASERS, 'system'],
    ['same'],
    'may_be_public',
    'words_to_withhold',
  ),
  // Photos that came after somebody had decided.
  row(
    'more_to_release',
    CASE_STATUSES,
    'await_release',
    ['system'],
    ['same'],
    'may_be_public',
    'release_decided',
  ),
  // Keeping what there is, and ending it, is a matter of its own: whatever else may be done on the case.
  row(
    'put_on_hold',
    CASE_STATUSES,
    'set_legal_hold',
    ['legal_holder'],
    ['same'],
    'not_on_hold',
    'something_kept',
  ),
  row('hold_lifted', CASE_STATUSES, 'lift_legal_hold', ['legal_holder'], ['same'], 'on_hold'),
  // Here and not where it is erased, so that of this and a hold one comes first.
  row('erasure_begun', CASE_STATUSES, 'begin_erasure', ['system'], ['same'], 'not_on_hold'),
  row('anonymised', FINAL_STATUSES, 'anonymise', ['system'], ['same'], 'not_on_hold', 'kept_long_enough'),
  row('danger_said', CASE_STATUSES, 'note_danger', ['system'], ['same']),
  row('privacy_chosen', CASE_STATUSES, 'set_privacy', ['reporter'], ['same']),
  // Protection may take an in_progress case to the tier above, which has yet to follow up: assigned.
  row('protected', OPEN_STATUSES, 'set_privacy', [...ADMINS], ['same', 'assigned']),
  // Escalation informs and flags: it never changes the status.
  row('threshold_passed', OPEN_STATUSES, 'pass_thresholds', ['system'], ['same'], 'threshold_passed'),
  // The tree of agencies changed. What is done goes along, so that it can be taken up again.
  row('taken_over', CASE_STATUSES, 'take_over', ['system'], ['same', 'assigned', 'returned']),
  row('reported_followed', CASE_STATUSES, 'follow_reported', ['system'], ['same', 'assigned']),
  row('holder_moved', CASE_STATUSES, 'move_holder', ['system'], ['same', 'assigned']),
  row('messages_moved', CASE_STATUSES, 'move_messages', ['system'], ['same']),
  // What is done keeps the name it was done under.
  row('category_followed', OPEN_STATUSES, 'follow_category', ['system'], ['same']),
  row('recounted', CASE_STATUSES, 'recount_clocks', ['system'], ['same'], 'calendar_changed'),
  // Once: to the new limit that a reclassification gave.
  row(
    'reclassification_objected',
    OPEN_STATUSES,
    'object',
    ['reporter'],
    ['same'],
    'reclassification_not_objected_yet',
  ),
  row(
    'objection_decided',
    OPEN_STATUSES,
    'decide_objection',
    ['objection_decider'],
    // Weight that comes back protects, and may take the case to another holder.
    ['same', 'assigned'],
    'objection_open',
  ),
  // It stands where its master stands from here on, and so do those that followed it; once it is answered, where it stands.
  row('merged', OPEN_STATUSES, 'merge', [...ADMINS], ['same', ...FOLLOWED]),
  // The master has gone, or follows another itself.
  row('repointed', FOLLOWED, 'merge', ['system'], ['same', ...FOLLOWED], 'merged'),
  row(
    'unmerged',
    OPEN_STATUSES,
    'unmerge',
    [...ADMINS, 'system'],
    ['same', 'unverified', 'assigned', 'returned'],
    'merged',
  ),
  row(
    'followed',
    FOLLOWED,
    'follow',
    ['system'],
    ['same', ...FOLLOWED, 'answered', 'archived', 'referred'],
    'merged',
  ),
  row('led', [...FOLLOWED, 'held'], 'lead', ['system'], ['same']),
  row('members_told', CASE_STATUSES, 'tell_members', ['system'], ['same'], 'leads_others'),
  row(
    'handed_over',
    OPEN_STATUSES,
    'hand_over',
    ['reporter'],
    ['same'],
    'not_handed_over_yet',
    'unresolved_for_long',
  ),
];
