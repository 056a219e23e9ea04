import type { ListNearbyRequest } from '@lapor/contracts/routing/v1/routing_service';
import { invalid } from '@lapor/kernel';
import { DAYS_NEAR } from '../domain/likeness/likeness.ts';
import { publicAround } from '../domain/likeness/near-places.ts';
import { fewOfEach, shownNearby, shownOfAll } from '../domain/likeness/public-nearby.ts';
import type { RoutingParts } from '../parts.ts';
import { nearKeys } from '../search/case-keys.ts';
import { readRelease, releasedMessage } from './released-words.ts';
import { type CaseViewMessage, summarizeCase } from './view-case.ts';

const PUBLIC = { kind: 'public' } as const;
const DISTRICT = /^\d{2}\.\d{2}\.\d{2}(\.|$)/;
/** Looked through for what is still open. */
const MOST_READ = 64;
const MOST_SHOWN = 5;
const DAY_MILLISECONDS = 86_400_000;

/**
 * Open cases in one district, of one category or of all, as anybody may see them. By nothing that was said in them: of all categories
 * first what most have reported, then the newest.
 */
export async function listNearby(
  parts: RoutingParts,
  { areaCode, categoryCode }: Pick<ListNearbyRequest, 'areaCode' | 'categoryCode'>,
): Promise<CaseViewMessage[]> {
  if (!DISTRICT.test(areaCode)) throw invalid('areaCode', 'must be a district, or a place in one');
  const key = nearKeys(parts.digests, [publicAround(areaCode, categoryCode)]);
  const { orders } = await parts.search.newest(key, undefined, MOST_READ);
  const places = await parts.search.at([key], orders);
  const ids = places.map(({ caseId }) => caseId);
  if (ids.length === 0) return [];
  const since = parts.clock.now().getTime() - DAYS_NEAR * DAY_MILLISECONDS;
  const found = await parts.cases.query({ _id: { $in: ids } }, { limit: ids.length });
  const anyCategory = categoryCode === '';
  const many = ({ state }: (typeof found)[number]) => (anyCategory ? (state.leads?.members ?? 0) : 0);
  const ordered = (anyCategory ? shownOfAll : shownNearby)(found, since).toSorted(
    (a, b) => many(b) - many(a) || b.state.submittedAt - a.state.submittedAt,
  );
  const shown = (anyCategory ? fewOfEach(ordered) : ordered).slice(0, MOST_SHOWN);
  return Promise.all(
    shown.map(async (loaded) => {
      const release = await readRelease(parts, loaded);
      const view = await summarizeCase(parts, loaded, PUBLIC);
      return release === undefined ? view : { ...view, released: releasedMessage(release, false) };
    }),
  );
}
