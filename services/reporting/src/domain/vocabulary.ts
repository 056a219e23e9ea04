/** Where a case can stand. */
export const STATUSES = [
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
export type Status = (typeof STATUSES)[number];

/** Those of them that count as done; the others are in process. */
export const DONE: ReadonlySet<Status> = new Set<Status>(['closed', 'archived', 'referred', 'withdrawn']);

export const OUTCOMES = ['confirmed', 'silent', 'unreachable', 'promised'] as const;
export type Outcome = (typeof OUTCOMES)[number];
