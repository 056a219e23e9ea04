/** The words of the published contract, as plain strings: the wire's enum names in lower case without their prefix. */

export const CASE_STATUSES = [
  'unverified',
  'assigned',
  'held',
  'returned',
  'in_progress',
  'answered',
  'closed',
  'archived',
  'referred',
  'withdrawn',
] as const;
export type CaseStatus = (typeof CASE_STATUSES)[number];

/** Somebody still owes something. */
export const OPEN_STATUSES = [
  'unverified',
  'assigned',
  'held',
  'returned',
  'in_progress',
  'answered',
] as const satisfies readonly CaseStatus[];

export function isOpenStatus(status: CaseStatus): boolean {
  return OPEN_STATUSES.some((each) => each === status);
}

/** In which a case that follows another takes the steps of that one: until it is answered or set aside. */
export const FOLLOWED_STATUSES = [
  'unverified',
  'assigned',
  'returned',
  'in_progress',
] as const satisfies readonly CaseStatus[];

/** Nobody owes anything any more. */
export const FINAL_STATUSES = [
  'closed',
  'archived',
  'referred',
  'withdrawn',
] as const satisfies readonly CaseStatus[];
export type FinalStatus = (typeof FINAL_STATUSES)[number];

export function isFinal(status: CaseStatus): status is FinalStatus {
  return FINAL_STATUSES.some((each) => each === status);
}

export const COMPLAINT_TYPES = ['complaint', 'information', 'aspiration'] as const;
export type ComplaintType = (typeof COMPLAINT_TYPES)[number];

export type Channel =
  | 'web'
  | 'app'
  | 'sms'
  | 'whatsapp'
  | 'x'
  | 'email'
  | 'suggestion_box'
  | 'face_to_face'
  | 'partner';

export const ANSWER_KINDS = ['solved', 'explained', 'clarified', 'cannot', 'promised'] as const;
export type AnswerKind = (typeof ANSWER_KINDS)[number];

export const FOLLOW_UP_KINDS = [
  'inspection',
  'work_scheduled',
  'work_started',
  'coordination',
  'information_gathered',
] as const;
export type FollowUpKind = (typeof FOLLOW_UP_KINDS)[number];

export const ARCHIVE_REASONS = [
  'too_vague',
  'duplicate',
  'spam',
  'test',
  'before_court',
  'not_a_public_service',
] as const;
export type ArchiveReason = (typeof ARCHIVE_REASONS)[number];

export const REVEAL_PURPOSES = ['protect_life', 'law_enforcement', 'court_order', 'legal_duty'] as const;
export type RevealPurpose = (typeof REVEAL_PURPOSES)[number];

export type CloseOutcome = 'confirmed' | 'silent' | 'unreachable' | 'promised';

export type Role =
  | 'national_admin'
  | 'agency_admin'
  | 'liaison'
  | 'clerk'
  | 'coordinator'
  | 'inspectorate'
  | 'leader'
  | 'overseer'
  | 'supervisor';
