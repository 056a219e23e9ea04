import { neighbourhoodsOf } from '../domain/likeness/near-places.ts';
import { isNarrow, OPEN_SPACE, ownSpace, searchScopes, searchSpace } from '../domain/search-scope.ts';
import type { Key, SearchIndex } from './search-index.ts';

type Digests = Pick<SearchIndex, 'keysOf'>;

/** The space of what a case is found by when others are looked at. */
const NEAR = 'near';

/** What a case is found by: each of its words once, who may find it by them, and where it is. */
export function keysOfCase(
  index: Digests,
  state: Parameters<typeof neighbourhoodsOf>[0],
  words: readonly string[],
): readonly string[] {
  const space = searchSpace(state);
  return [
    ...index.keysOf(space.words, words),
    ...index.keysOf(space.scopes, searchScopes(state)),
    ...nearKeys(index, neighbourhoodsOf(state)),
  ];
}

export function nearKeys(index: Digests, neighbourhoods: readonly string[]): readonly string[] {
  return index.keysOf(NEAR, neighbourhoods);
}

/** What a case must have to be found by these words in this part of the tree. Protected cases are asked for where there are some. */
export async function soughtKeys(
  index: Pick<SearchIndex, 'keysOf' | 'newest'>,
  scope: string,
  words: readonly string[],
): Promise<readonly Key[]> {
  const own = ownSpace(scope);
  const ownMark = index.keysOf(own.scopes, [scope]);
  const { orders } = await index.newest(ownMark, undefined, 1);
  const spaces = orders.length > 0 ? [OPEN_SPACE, own] : [OPEN_SPACE];
  const sought = words.map((word) => spaces.flatMap((space) => index.keysOf(space.words, [word])));
  if (!isNarrow(scope)) return sought;
  return [...sought, spaces.flatMap((space) => index.keysOf(space.scopes, [scope]))];
}
