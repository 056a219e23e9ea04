import type { Agency } from './agency.ts';
import type { CaseState } from './case.ts';
import type { CaseEvent } from './events.ts';
import { isReported, isOver } from './relations.ts';

/**
 * The agencies an event concerns, each once: the holder and every tier above it; when it took the case away, also the former
 * holder and every tier above that. Of a protected case nobody learns anything but the inspectorates over its holder, not
 * even that it was taken away. The state is that right after the event.
 */
export function concernedBy(event: CaseEvent, after: CaseState): readonly string[] {
  // They have been told of the master's.
  if ('followed' in event.data && event.data.followed !== undefined) return [];
  const inspectorateIds = event.data.inspectorateIds ?? [];
  if (after.protected) return inspectorateIds;
  // Whose clock it is, and whom inside the body it is told further up: nobody above is waked by each case.
  if (event.type === 'ClockThresholdsPassed') return [after.holder.id, ...event.data.tierIds];
  const from = 'from' in event.data ? event.data.from : undefined;
  return [...new Set([...after.holder.path, ...(from?.path ?? []), ...inspectorateIds])];
}

/**
 * Those of the inspectorates that may read a protected case, each over its body's subtree and none over itself; and those that
 * could until this event.
 */
export function inspectoratesTold(
  before: CaseState | undefined,
  after: CaseState,
  inspectorates: readonly Agency[],
): readonly string[] {
  const reads = (state: CaseState | undefined, path: readonly string[]): boolean =>
    state !== undefined && state.protected && isOver(state, path) && !isReported(state, path);
  return inspectorates
    .filter(({ path }) => !isReported(after, path) && (reads(after, path) || reads(before, path)))
    .map(({ id }) => id);
}

/** How many copies of a case's events each agency has got, after one more event. */
export function countCopies(
  before: Readonly<Record<string, number>>,
  agencyIds: readonly string[],
): Readonly<Record<string, number>> {
  const counts = { ...before };
  for (const id of agencyIds) counts[id] = (counts[id] ?? 0) + 1;
  return counts;
}
