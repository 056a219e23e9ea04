import { FINAL_STATUSES } from '../domain/vocabulary.ts';
import type { RoutingParts } from '../parts.ts';

/** Those that were final before it was kept since when they are. */
export const OLDER_FINALS = {
  'state.status': { $in: [...FINAL_STATUSES] },
  'state.finalSince': { $exists: false },
} as const;

/** Those that were handed over before overseers had a list of them. */
export const OLDER_HANDED_OVER = {
  'state.handedOverAt': { $exists: true },
  'state.inbox.handedTo': { $exists: false },
} as const;

/** Stores each as it is folded today: what it is found by is there from then on. Nothing is added to its history. */
export async function renewCases({ cases }: RoutingParts, caseIds: readonly string[]): Promise<void> {
  for (const aggregateId of caseIds)
    await cases.execute(
      { aggregateId, commandId: 'renew:5', bodyHash: '', actor: { kind: 'system' } },
      () => [],
    );
}
