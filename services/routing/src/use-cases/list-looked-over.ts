import type { CaseStatus } from '@lapor/contracts/routing/v1/case';
import { searchWords } from '@lapor/language';
import type { RoutingState } from '../case-store.ts';
import type { Viewer } from '../domain/visibility.ts';
import { isOpenStatus } from '../domain/vocabulary.ts';
import type { RoutingParts } from '../parts.ts';
import { statuses } from '../publish.ts';
import { MOST_QUERY_WORDS, searchCases } from '../search/search-cases.ts';
import type { Searched } from '../search/search-cases.ts';
import { isListed } from './find-cases.ts';
import { narrowedBy, type Narrowing } from './narrowed-by.ts';

interface LookedOver extends Narrowing {
  readonly agencyId: string;
  /** Empty: the open ones. */
  readonly statuses: readonly CaseStatus[];
  readonly ownOnly: boolean;
  readonly size: number;
  readonly pageToken: string;
}

/**
 * What is in the area an overseer looks over, newest first: found by the words of its name, under which whatever is there is kept,
 * and then by its code. A walk through the country for the few of one regency would never end; an order by area of its own would
 * be one more to keep for every step of every case. Undefined: no area was given.
 */
export async function listLookedOver(
  parts: RoutingParts,
  { agencyId: scope, statuses: wanted, ownOnly, size: count, pageToken, ...narrowing }: LookedOver,
  viewer: Viewer,
): Promise<Searched | undefined> {
  const area = viewer.kind === 'officer' && viewer.role === 'overseer' ? viewer.scope?.areaCode : undefined;
  if (area === undefined) return undefined;
  const query = searchWords(await parts.directory.areaName(area))
    .slice(0, MOST_QUERY_WORDS)
    .join(' ');
  if (query === '') return undefined;
  const words = new Set<string>(wanted.flatMap((status) => statuses.word(status) ?? []));
  const narrow = narrowedBy(narrowing);
  const shown = (state: RoutingState): boolean =>
    (words.size > 0 ? words.has(state.status) : isOpenStatus(state.status)) &&
    (narrow === undefined || narrow(state)) &&
    (!ownOnly || state.holder.id === scope) &&
    isListed(state, viewer);
  return searchCases(parts, { scope, query, count, pageToken, shown });
}
