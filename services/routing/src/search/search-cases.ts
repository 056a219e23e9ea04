import { invalid } from '@lapor/kernel';
import { searchWords } from '@lapor/language';
import type { Loaded } from '@lapor/store';
import type { RoutingState } from '../case-store.ts';
import type { RoutingParts } from '../parts.ts';
import { soughtKeys } from './case-keys.ts';
import { commonOrders, EFFORT } from './common-orders.ts';
import { momentOf } from './index-case.ts';
import { isAfter } from './search-index.ts';
import type { Position } from './search-index.ts';

export const MOST_QUERY_WORDS = 8;
/** Cases read at once. */
const LEAST_AT_ONCE = 16;
const MOST_AT_ONCE = 128;
/** So many are read for one page: then it says how far it has come. */
const MOST_READ = 400;
/** Comes after every id there is. */
const LAST_ID = 'ZZZZZZZZZZ';
const TOKEN = /^(\d{1,16})\.([0-9A-Z]{10})$/;

export interface Search {
  /** The part of the tree that is searched: an agency and all below it. */
  readonly scope: string;
  readonly query: string;
  readonly shown: (state: RoutingState) => boolean;
  readonly count: number;
  readonly pageToken: string;
  /** How often the index may be asked for one page, about. */
  readonly effort?: number;
}

export interface Searched {
  readonly found: readonly Loaded<RoutingState>[];
  readonly nextPageToken: string;
  /** Stopped early: what was submitted after this has been looked through. */
  readonly searchedTo?: number;
}

/** Cases that have all the words, newest first. However many there are of a word, a page costs no more than its limits. */
export async function searchCases(parts: RoutingParts, search: Search): Promise<Searched> {
  const words = searchWords(search.query);
  if (words.length === 0) throw invalid('query', 'needs a word that tells something, or a number');
  if (words.length > MOST_QUERY_WORDS) throw invalid('query', `is at most ${MOST_QUERY_WORDS} words`);
  const keys = await soughtKeys(parts, search.scope, words);
  const found: Loaded<RoutingState>[] = [];
  let after = positionIn(search.pageToken);
  let read = 0;
  // One more than is shown says that there is more.
  const lacking = () => search.count + 1 - found.length;
  const { effort = EFFORT } = search;
  const wanted = { keys, from: after?.order, lacking, effort };
  for await (const { orders, to, all } of commonOrders(parts.search, wanted)) {
    for (let at = 0; at < orders.length && read < MOST_READ;) {
      // Nearly all that is found is shown.
      const some = Math.min(MOST_AT_ONCE, Math.max(LEAST_AT_ONCE, lacking()));
      const places = await parts.search.at(keys, orders.slice(at, at + some));
      at += some;
      const next = places.filter((place) => isAfter(place, after));
      const cases = await casesAt(parts, next);
      read += next.length;
      for (const place of next) {
        const loaded = cases.get(place.caseId);
        if (loaded !== undefined && search.shown(loaded.state)) {
          if (found.length === search.count) return { found, nextPageToken: tokenOf(after) };
          found.push(loaded);
        }
        after = place;
      }
    }
    if (read >= MOST_READ) break;
    if (all) return { found, nextPageToken: '' };
    // All there is at this order has been seen, whatever its id.
    if (to !== undefined) after = { order: to, caseId: LAST_ID };
  }
  if (after === undefined) return { found, nextPageToken: '' };
  return { found, nextPageToken: tokenOf(after), searchedTo: momentOf(after.order) };
}

async function casesAt(
  parts: RoutingParts,
  places: readonly Position[],
): Promise<ReadonlyMap<string, Loaded<RoutingState>>> {
  const ids = places.map(({ caseId }) => caseId);
  const found = await parts.cases.query({ _id: { $in: ids } }, { limit: ids.length });
  return new Map(found.map((loaded) => [loaded.id, loaded]));
}

function tokenOf(place: Position | undefined): string {
  return place === undefined ? '' : `${place.order}.${place.caseId}`;
}

function positionIn(token: string): Position | undefined {
  if (token === '') return undefined;
  const [, order, caseId] = TOKEN.exec(token) ?? [];
  if (order === undefined || caseId === undefined) throw invalid('pageToken', 'is one that a search gave');
  return { order: Number(order), caseId };
}
