import { isSimulated } from '@lapor/runtime';
import { PLATFORM } from '../domain/agency.ts';
import { ROOT } from '../domain/search-scope.ts';
import type { RoutingParts } from '../parts.ts';
import { restAfter } from '../rest-after.ts';

const BATCH = 200;
/** Cases that an earlier version wrote are in no lane, and so in no list. */
const IN_NO_LANE = { 'state.holder.path': ROOT, 'state.inbox.lane': null };

/**
 * Stores cases of before as they are folded today: what they are found by is there from then on. Nothing is added to their histories.
 * Those that are due first come first, and at once; with those nobody has to do anything about it takes its time. Any number of
 * replicas may do so at once.
 */
export async function renewCases(parts: RoutingParts, stopping: AbortSignal): Promise<void> {
  let count = 0;
  for (let last = ''; ;) {
    const begun = performance.now();
    const sort = { 'state.inbox.order': 1 } as const;
    const batch = await parts.cases.query(IN_NO_LANE, { sort, limit: BATCH });
    const [first] = batch;
    // One that stays as it was is written by an earlier version all the time: the next look finds it again.
    if (first === undefined || first.id === last) break;
    last = first.id;
    await Promise.all(
      batch.map(({ id, version }) =>
        parts.cases.execute(
          { aggregateId: id, commandId: `renew:${version}`, bodyHash: '', actor: PLATFORM },
          () => [],
        ),
      ),
    );
    count += batch.length;
    if (!first.state.inbox.open && !isSimulated(parts.clock))
      await restAfter(performance.now() - begun, stopping);
    if (stopping.aborted) break;
  }
  if (count > 0) parts.log.info({ cases: count }, 'cases of before are in lists again');
}
