import { neighbourhoodsOf } from '../domain/likeness/near-places.ts';
import { isNarrow, OPEN_SPACE, ownSpace, searchScopes, searchSpace } from '../domain/search-scope.ts';
import type { DirectoryCopy } from '../directory-copy.ts';
import type { Digests } from './digests.ts';
import { calledSo } from './new-names.ts';
import type { Key, SearchIndex } from './search-index.ts';

/** The space of what a case is found by when others are looked at. */
const NEAR = 'near';

/** What a case is found by: each of its words once, who may find it by them, and where it is. */
export function keysOfCase(
  { keysOf }: Digests,
  state: Parameters<typeof neighbourhoodsOf>[0],
  words: readonly string[],
): readonly string[] {
  const space = searchSpace(state);
  return [
    ...keysOf(space.words, words),
    ...keysOf(space.scopes, searchScopes(state)),
    ...keysOf(NEAR, neighbourhoodsOf(state)),
  ];
}

export function nearKeys({ keysOf }: Digests, neighbourhoods: readonly string[]): readonly string[] {
  return keysOf(NEAR, neighbourhoods);
}

interface SearchParts {
  readonly digests: Digests;
  readonly search: Pick<SearchIndex, 'newest'>;
  readonly directory: Pick<DirectoryCopy, 'agencies' | 'newNames'>;
}

/**
 * What a case must have to be found by these words in this part of the tree. Protected cases are asked for where there are some. A case
 * of before an agency was renamed is found by the agency itself where the word is of its new name.
 */
export async function soughtKeys(
  { digests, search, directory }: SearchParts,
  scope: string,
  words: readonly string[],
): Promise<readonly Key[]> {
  const own = ownSpace(scope);
  const ownMark = digests.keysOf(own.scopes, [scope]);
  const [{ orders }, names] = await Promise.all([search.newest(ownMark, undefined, 1), directory.newNames()]);
  const spaces = orders.length > 0 ? [OPEN_SPACE, own] : [OPEN_SPACE];
  const found = names.size === 0 ? undefined : (await directory.agencies([scope])).get(scope);
  const place = found ?? { id: scope, path: [scope] };
  const sought = words.map((word) => {
    const called = calledSo(names, word, place);
    return spaces.flatMap((space) => [
      ...digests.keysOf(space.words, [word]),
      // What others protect is not asked for: not even the time it takes tells of it.
      ...digests.keysOf(space.scopes, space === OPEN_SPACE ? called : called.filter((id) => id === scope)),
    ]);
  });
  if (!isNarrow(scope)) return sought;
  return [...sought, spaces.flatMap((space) => digests.keysOf(space.scopes, [scope]))];
}
