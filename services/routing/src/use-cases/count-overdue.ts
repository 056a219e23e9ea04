import { invalid } from '@lapor/kernel';
import { OPEN_LANES, overdueRange } from '../case-store.ts';
import type { RoutingParts } from '../parts.ts';

const MOST = 200;

export interface OverdueCount {
  readonly agencyId: string;
  readonly overdue: number;
  readonly urgent: number;
}

/** Of each agency with all below it: two stretches of the index its inbox is read by. No case is looked at. */
export async function countOverdue(
  { cases, clock }: RoutingParts,
  agencyIds: readonly string[],
): Promise<readonly OverdueCount[]> {
  if (agencyIds.length > MOST) throw invalid('agencyIds', `are at most ${MOST}`);
  const now = clock.now().getTime();
  const counts: OverdueCount[] = [];
  for (const agencyId of agencyIds) {
    const count = (isUrgent: boolean) =>
      cases.count({
        'state.holder.path': agencyId,
        'state.inbox.lane': OPEN_LANES,
        'state.inbox.order': overdueRange(now, isUrgent),
      });
    const [urgent, others] = await Promise.all([count(true), count(false)]);
    counts.push({ agencyId, overdue: urgent + others, urgent });
  }
  return counts;
}
