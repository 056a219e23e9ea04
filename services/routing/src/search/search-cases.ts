import { invalid } from '@lapor/kernel';
import { searchWords } from '@lapor/language';
import type { Loaded } from '@lapor/store';
import type { RoutingState } from '../case-store.ts';
import type { RoutingParts } from '../parts.ts';
import { momentOf } from './index-case.ts';
import { isAfter } from './search-index.ts';
import type { Newest, Position } from './search-index.ts';

export const MOST_QUERY_WORDS = 8;
/** Looked up first of what has a word; then as many again as have been, so that few trips go a long way. */
const STEP = 128;
/** Cases read at once. */
const LEAST_AT_ONCE = 16;
const MOST_AT_ONCE = 128;
/** So much of the rarest word, and so many cases, are looked through for one page: then it says how far it has come. */
const MOST_LOOKED_UP = 2_048;
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
  let after = positionIn(search.pageToken);
  const { keys, begin } = await rarestFirst(parts, parts.search.keysOf([search.scope], words), after?.order);
  const found: Loaded<RoutingState>[] = [];
  let [read, lookedUp] = [0, 0];
  for (let newest = begin; ;) {
    lookedUp += newest.orders.length;
    const orders = await withAllKeys(parts, keys, newest.orders);
    for (let at = 0; at < orders.length && read < MOST_READ;) {
      // Nearly all that is found is shown: as many as are missing, and the one that says that there is more.
      const wanted = Math.min(MOST_AT_ONCE, Math.max(LEAST_AT_ONCE, search.count + 1 - found.length));
      const places = await parts.search.at(keys, orders.slice(at, at + wanted));
      at += wanted;
      const some = places.filter((place) => isAfter(place, after));
      const cases = await casesAt(parts, some);
      read += some.length;
      for (const place of some) {
        const loaded = cases.get(place.caseId);
        if (loaded !== undefined && search.shown(loaded.state)) {
          // One more than is shown says that there is more.
          if (found.length === search.count) return { found, nextPageToken: tokenOf(after) };
          found.push(loaded);
        }
        after = place;
      }
    }
    if (read >= MOST_READ) break;
    if (newest.all) return { found, nextPageToken: '' };
    const last = newest.orders.at(-1) ?? 0;
    // All there is at this order has been seen, whatever its id.
    after = { order: last, caseId: LAST_ID };
    if (lookedUp >= MOST_LOOKED_UP) break;
    newest = await parts.search.newest(
      keys[0] ?? '',
      last - 1,
      Math.min(lookedUp, MOST_LOOKED_UP - lookedUp),
    );
  }
  if (after === undefined) return { found, nextPageToken: '' };
  return { found, nextPageToken: tokenOf(after), searchedTo: momentOf(after.order) };
}

/** Keys with the rarest first, so that of these orders it is whatever has the others too. */
async function withAllKeys(
  { search }: RoutingParts,
  [, ...others]: readonly string[],
  orders: readonly number[],
): Promise<readonly number[]> {
  let left = orders;
  for (const key of others) left = await search.having(key, left);
  return left;
}

/** A word is rare when few have it, or when as many go back further. @returns what there is of it first, too */
async function rarestFirst(
  { search }: RoutingParts,
  keys: readonly string[],
  from: number | undefined,
): Promise<{ readonly keys: readonly string[]; readonly begin: Newest }> {
  const reaches = await Promise.all(
    keys.map(async (key) => {
      const begin = await search.newest(key, from, STEP);
      return { key, begin, few: begin.all ? begin.orders.length : Infinity, reach: begin.orders.at(-1) ?? 0 };
    }),
  );
  const sorted = reaches.toSorted((one, other) =>
    one.few === other.few ? one.reach - other.reach : one.few - other.few,
  );
  return { keys: sorted.map(({ key }) => key), begin: sorted[0]?.begin ?? { orders: [], all: true } };
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
