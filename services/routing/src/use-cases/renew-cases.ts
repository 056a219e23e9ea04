import type { Loaded } from '@lapor/store';
import type { RoutingState } from '../case-store.ts';
import { FINAL_STATUSES } from '../domain/vocabulary.ts';
import type { RoutingParts } from '../parts.ts';

const FINAL: ReadonlySet<string> = new Set(FINAL_STATUSES);

/** Since when they are final, and in whose lists they are that they were handed over to, was not kept of those before. */
export function wantsRenewal({ older, state }: Loaded<RoutingState>): boolean {
  return older === true && (FINAL.has(state.status) || state.handedOverAt !== undefined);
}

/** Stores each as it is folded today: what it is found by is there from then on. Nothing is added to its history. */
export async function renewCases({ cases }: RoutingParts, caseIds: readonly string[]): Promise<void> {
  for (const aggregateId of caseIds)
    await cases.execute(
      { aggregateId, commandId: 'renew:5', bodyHash: '', actor: { kind: 'system' } },
      () => [],
    );
}
