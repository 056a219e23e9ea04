import { isWithin, type Agency, type KnownAgency } from './agency.ts';
import type { CaseState } from './case.ts';
import type { DecisionContext } from './commands.ts';

/**
 * The inspectorate that holds a case about people in these agencies: of the lowest body they are in, else of the lowest above
 * whoever would hold it otherwise. Never one that it is about, nor one in which nobody works.
 */
export function inspectorateFor(
  wished: Agency,
  reportedIds: readonly string[],
  { inspectorates = [], agencies }: DecisionContext,
): KnownAgency | undefined {
  const able = inspectorates
    .filter(
      ({ path, onboarded, closed }) => closed !== true && onboarded !== false && !isWithin(path, reportedIds),
    )
    .toSorted((a, b) => (a.id < b.id ? -1 : 1));
  const paths = [...reportedIds.map((id) => agencies.get(id)?.path ?? []), wished.path];
  for (const body of paths.flatMap((path) => path.toReversed())) {
    const found = able.find(({ path }) => path.at(-2) === body);
    if (found !== undefined) return found;
  }
  return undefined;
}

/**
 * The tiers to which a case goes up from an agency. A protected one passes the body that its inspectorate inspects: nobody there
 * may see it, not even on the way up. The root is never passed.
 */
export function pathAbove(
  path: readonly string[],
  state: Pick<CaseState, 'protected'>,
  { inspectorates = [] }: DecisionContext,
): readonly string[] {
  const inspects = state.protected && inspectorates.some(({ id }) => id === path.at(-1));
  return path.slice(0, inspects && path.length > 2 ? -2 : -1);
}
