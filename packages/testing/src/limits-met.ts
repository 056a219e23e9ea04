/** What a step does to the limits of agencies that run; those it names not are not met by it. */
export interface LimitsMet {
  /** Of the event, without package. */
  readonly event: string;
  /** Of the case after it. */
  readonly status:
    | 'assigned'
    | 'returned'
    | 'in_progress'
    | 'answered'
    | 'archived'
    | 'referred'
    | 'withdrawn';
  readonly automatic?: true;
  readonly met: readonly LimitName[];
}

export const LIMITS = ['verification', 'response', 'resolution', 'urgent', 'case'] as const;
type LimitName = (typeof LIMITS)[number];

/** Routing tells it in the chain of a case, reporting counts it: both are held to this. */
export const LIMITS_MET: readonly LimitsMet[] = [
  { event: 'CaseDisposed', status: 'assigned', met: ['verification', 'response'] },
  // What found its agency by itself nobody has verified, soon or late.
  { event: 'CaseDisposed', status: 'assigned', automatic: true, met: ['response'] },
  { event: 'CaseReturned', status: 'returned', met: ['response'] },
  { event: 'CaseFollowedUp', status: 'in_progress', met: ['response', 'urgent'] },
  { event: 'CaseAnswered', status: 'answered', met: ['response', 'resolution', 'urgent', 'case'] },
  // Decided about: whatever ran was kept.
  { event: 'CaseArchived', status: 'archived', met: LIMITS },
  { event: 'CaseReferred', status: 'referred', met: LIMITS },
  { event: 'CaseWithdrawn', status: 'withdrawn', met: [] },
];
