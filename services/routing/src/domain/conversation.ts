import type { CaseState } from './case.ts';
import type { CaseEventType, ContentRef } from './events.ts';

/**
 * Steps in whose words an office and the reporter speak to each other: also what a reporter says with a rating, and why one
 * objects. Whoever may read the report may read these; what offices say among themselves (notes, drafts, dispositions) is not
 * among them.
 */
export const CONVERSATION: ReadonlySet<CaseEventType> = new Set([
  'QuestionAsked',
  'QuestionAnswered',
  'CaseFollowedUp',
  'CaseAnswered',
  'PromiseReported',
  'PromiseKept',
  'CaseNotSolved',
  'CaseClosed',
  'CaseRated',
  'CaseReopened',
  'CaseWithdrawn',
  'CaseArchived',
  'CaseRevived',
  'CaseReferred',
  'CaseReclassified',
  'ReclassificationObjected',
  'ObjectionDecided',
]);

/** A step of the conversation, and where its words are kept. */
export interface Said {
  readonly type: CaseEventType;
  readonly contentId: string;
}

interface Step {
  readonly type: CaseEventType;
  readonly data: Readonly<Record<string, unknown>>;
}

/**
 * What was said about a case after it was reported, oldest first. What its master said to all who follow is found with the master,
 * once, and not as often as there are reporters; when it follows no longer, that is its own.
 */
export function saidSince(history: readonly Step[], { master }: Pick<CaseState, 'master'>): readonly Said[] {
  return history.flatMap(({ type, data }) => {
    const contentId = (data['content'] as ContentRef | undefined)?.id ?? '';
    const others = master !== undefined && data['followed'] !== undefined;
    return contentId === '' || others || !CONVERSATION.has(type) ? [] : [{ type, contentId }];
  });
}
