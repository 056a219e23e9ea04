import { invalid } from '@lapor/kernel';
import { searchWords } from '@lapor/language';
import type { Loaded } from '@lapor/store';
import type { RoutingState } from '../case-store.ts';
import type { RoutingParts } from '../parts.ts';
import { momentOf } from './index-case.ts';
import type { Position } from './search-index.ts';

export const MOST_QUERY_WORDS = 8;
/** Looked up at once of what has a word. With what may share a moment no more than one machine reads in one go. */
const STEP = 128;
/** Cases read at once. */
const READ = 50;
/** So much of the rarest word, and so many cases, are looked through for one page: then it says how far it has come. */
const MOST_LOOKED_UP = 2_048;
const MOST_READ = 400;
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
  const keys = await rarestFirst(parts, parts.search.keysOf([search.scope], words), after);
  const found: Loaded<RoutingState>[] = [];
  let read = 0;
  for (let lookedUp = 0; lookedUp < MOST_LOOKED_UP && read < MOST_READ; lookedUp += STEP) {
    const { places, last, all } = await withAllKeys(parts, keys, after);
    for (let at = 0; at < places.length && read < MOST_READ; at += READ) {
      const some = places.slice(at, at + READ);
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
    if (all) return { found, nextPageToken: '' };
    after = last;
  }
  if (after === undefined) return { found, nextPageToken: '' };
  return { found, nextPageToken: tokenOf(after), searchedTo: momentOf(after.order) };
}

interface Round {
  readonly places: readonly Position[];
  /** How far the rarest word has been looked up, and whether that is all there is of it. */
  readonly last: Position | undefined;
  readonly all: boolean;
}

/** The next places that have all keys, which are sorted with the rarest first: of that one, and of these whatever has the others too. */
async function withAllKeys(
  { search }: RoutingParts,
  [rarest = '', ...others]: readonly string[],
  after: Position | undefined,
): Promise<Round> {
  const { places, all } = await search.newest(rarest, after, STEP);
  let left = places;
  for (const key of others) left = await search.having(key, left);
  return { places: left, last: places.at(-1) ?? after, all };
}

/** A word is rare when few have it, or when as many go back further. */
async function rarestFirst(
  { search }: RoutingParts,
  keys: readonly string[],
  after: Position | undefined,
): Promise<readonly string[]> {
  if (keys.length < 2) return keys;
  const reaches = await Promise.all(
    keys.map(async (key) => {
      const { places, all } = await search.newest(key, after, STEP);
      return { key, few: all ? places.length : Infinity, reach: places.at(-1)?.order ?? 0 };
    }),
  );
  return reaches
    .toSorted((one, other) => (one.few === other.few ? one.reach - other.reach : one.few - other.few))
    .map(({ key }) => key);
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
