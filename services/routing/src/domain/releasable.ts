import type { CaseEventType } from './events.ts';

/** Steps on which an office says something that may be of use to all. Nobody else's words are released with a step. */
export const RELEASABLE: ReadonlySet<CaseEventType> = new Set([
  'CaseFollowedUp',
  'CaseAnswered',
  'PromiseReported',
  'CaseArchived',
]);
