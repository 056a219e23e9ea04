import { enumWords } from '@lapor/contracts';
import { Channel, ComplaintType, Role } from '@lapor/contracts/common/v1/common';
import {
  AnswerKind,
  ArchiveReason,
  CaseStatus,
  CloseOutcome,
  FollowUpKind,
  RevealPurpose,
} from '@lapor/contracts/routing/v1/case';

export const complaintTypes = enumWords(ComplaintType);
export const channels = enumWords(Channel);
export const roles = enumWords(Role);
export const caseStatuses = enumWords(CaseStatus);
export const answerKinds = enumWords(AnswerKind);
export const followUpKinds = enumWords(FollowUpKind);
export const archiveReasons = enumWords(ArchiveReason);
export const closeOutcomes = enumWords(CloseOutcome);
export const revealPurposes = enumWords(RevealPurpose);

/** "ANSWER_KIND_SOLVED", as timelines carry it → "solved". */
export function shortKind(kind: string): string {
  return kind.replace(/^[A-Z]+(?:_[A-Z]+)?_(?:KIND|REASON|OUTCOME|TYPE|PURPOSE)_/, '').toLowerCase();
}
