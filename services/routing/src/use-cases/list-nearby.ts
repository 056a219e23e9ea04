import type { ListNearbyRequest } from '@lapor/contracts/routing/v1/routing_service';
import { invalid } from '@lapor/kernel';
import type { Loaded } from '@lapor/store';
import type { RoutingState } from '../case-store.ts';
import { DAYS_NEAR } from '../domain/likeness/likeness.ts';
import { neighbourhoodsOf, publicAround } from '../domain/likeness/near-places.ts';
import { fewOfEach, shownNearby, shownOfAll } from '../domain/likeness/public-nearby.ts';
import type { RoutingParts } from '../parts.ts';
import { nearKeys } from '../search/case-keys.ts';
import { momentOf } from '../search/index-case.ts';
import { readRelease, releasedMessage } from './released-words.ts';
import { type CaseViewMessage, summarizeCase } from './view-case.ts';

const PUBLIC = { kind: 'public' } as const;
const DISTRICT = /^\d{2}\.\d{2}\.\d{2}(\.|$)/;
/** Looked through for what is still open: in most districts the first page is all there is. */
const AT_ONCE = 64;
const MOST_PAGES = 4;
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
  const since = parts.clock.now().getTime() - DAYS_NEAR * DAY_MILLISECONDS;
  const found = await casesAround(parts, publicAround(areaCode, categoryCode), since);
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

/** What was submitted there since, as far as it is looked through, and what that follows: the matter itself may be older than all of it. */
async function casesAround(
  parts: RoutingParts,
  around: string,
  since: number,
): Promise<readonly Loaded<RoutingState>[]> {
  const key = nearKeys(parts.digests, [around]);
  const found: Loaded<RoutingState>[] = [];
  let from: number | undefined;
  for (let page = 0; page < MOST_PAGES; page += 1) {
    const { orders, all } = await parts.search.newest(key, from, AT_ONCE);
    const places = await parts.search.at([key], orders);
    found.push(...(await casesOf(parts, new Set(places.map(({ caseId }) => caseId)))));
    const last = orders.at(-1);
    if (all || last === undefined || momentOf(last) < since) break;
    from = last - 1;
  }
  const masters = new Set(
    found.flatMap(({ state: { master } }) => (master === undefined ? [] : [master.id])),
  );
  for (const { id } of found) masters.delete(id);
  const leading = await casesOf(parts, masters);
  return [...found, ...leading.filter(({ state }) => neighbourhoodsOf(state).includes(around))];
}

async function casesOf(
  { cases }: RoutingParts,
  ids: ReadonlySet<string>,
): Promise<readonly Loaded<RoutingState>[]> {
  return ids.size === 0 ? [] : cases.query({ _id: { $in: [...ids] } }, { limit: ids.size });
}
