import type { Loaded } from '@lapor/store';
import { lanesOf, type RoutingState } from '../case-store.ts';
import { OPEN_STATUSES } from '../domain/vocabulary.ts';
import type { RoutingParts } from '../parts.ts';

const BATCH = 500;

/**
 * All open cases below an agency, for what is done rarely. First those in somebody's inbox, what is due next first; then those that follow a master,
 * whose place in the order is among what is done.
 */
export async function* openCases(
  parts: RoutingParts,
  agencyId: string,
): AsyncGenerator<readonly Loaded<RoutingState>[]> {
  const open = { 'state.holder.path': agencyId, 'state.inbox.lane': lanesOf(OPEN_STATUSES) };
  for (let after = ''; ;) {
    const from = after === '' ? {} : { 'state.inbox.order': { $gt: after } };
    const batch = await parts.cases.query(
      { ...open, ...from },
      { sort: { 'state.inbox.order': 1 }, limit: BATCH },
    );
    yield batch;
    if (batch.length < BATCH) return;
    after = batch.at(-1)?.state.inbox.order ?? '';
  }
}
