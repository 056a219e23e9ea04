import { reachOf } from '@lapor/contracts';
import type { Caller } from '@lapor/contracts/common/v1/common';
import { AppError, invalid } from '@lapor/kernel';
import { DONE_LANES, OPEN_LANES, type RoutingState } from '../case-store.ts';
import type { RoutingParts } from '../parts.ts';

const MOST = 500;

/**
 * What recent cases in an agency's part of the tree were routed by: of those that are open what is due next, of those that are done the
 * last, and of both together those opened last. Protected ones are nobody's to try things with.
 */
export async function listRoutings(
  parts: RoutingParts,
  caller: Caller,
  asked: { readonly agencyId: string; readonly limit: number },
): Promise<readonly RoutingState[]> {
  const agencyId = asked.agencyId === '' ? caller.agencyId : asked.agencyId;
  const limit = asked.limit === 0 ? MOST : asked.limit;
  if (limit > MOST) throw invalid('limit', `is at most ${MOST}`);
  await requireAdminOf(parts, caller, agencyId);
  const read = async (lanes: typeof OPEN_LANES) =>
    parts.cases.query(
      { 'state.holder.path': agencyId, 'state.inbox.lane': lanes },
      { sort: { 'state.inbox.order': 1 }, limit: MOST },
    );
  const found = (await Promise.all([read(OPEN_LANES), read(DONE_LANES)])).flat().map(({ state }) => state);
  return found
    .filter((state) => !state.protected)
    .sort((a, b) => b.openedAt - a.openedAt)
    .slice(0, limit);
}

/** @throws AppError unauthenticated, forbidden, invalid */
async function requireAdminOf(parts: RoutingParts, caller: Caller, agencyId: string): Promise<void> {
  const reach = reachOf(caller, 'manage_agency');
  if (reach === undefined)
    throw new AppError('forbidden', 'only an admin of this agency or of one above it may');
  const agency = (await parts.directory.agencies([agencyId])).get(agencyId);
  if (agency === undefined) throw invalid('agencyId', 'must be a known agency');
  if (reach === 'subtree' && !agency.path.includes(caller.agencyId))
    throw new AppError('forbidden', 'that agency is not in your part of the tree');
}
