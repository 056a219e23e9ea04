import type { CaseEventType } from './events.ts';

/** After these a case is not what it was: it stands elsewhere, is with somebody else, or is of another class; a step was taken on it. */
const TURNS: ReadonlySet<string> = new Set<CaseEventType>([
  'CaseDisposed',
  'CaseReturned',
  'CaseTakenOver',
  'QuestionAsked',
  'QuestionAnswered',
  'CaseArchived',
  'CaseRevived',
  'CaseReferred',
  'CaseFollowedUp',
  'AnswerDrafted',
  'DraftSentBack',
  'CaseAnswered',
  'CaseNotSolved',
  'CaseClosed',
  'CaseReopened',
  'CaseWithdrawn',
  'CaseReclassified',
  'ObjectionDecided',
  'CaseMerged',
  'CaseUnmerged',
]);

/** Whether somebody who decided in sight of the case before it has to look again. What is only said or counted is no turn. */
export function isTurn({ type, data }: { readonly type: string; readonly data: object }): boolean {
  // Protection takes the case away from whoever had it.
  return TURNS.has(type) || (type === 'CasePrivacyChanged' && 'to' in data);
}
