import type { CaseEventType } from './events.ts';

/**
 * Steps in whose words an office and the reporter speak to each other. Whoever may read the report may read these; what offices
 * say among themselves (notes, drafts, dispositions) is not among them.
 */
export const CONVERSATION: ReadonlySet<CaseEventType> = new Set([
  'QuestionAsked',
  'QuestionAnswered',
  'CaseFollowedUp',
  'CaseAnswered',
  'PromiseReported',
  'CaseNotSolved',
  'CaseReopened',
  'CaseArchived',
  'CaseReferred',
]);
