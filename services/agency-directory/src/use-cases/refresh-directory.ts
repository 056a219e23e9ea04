import type { DirectoryParts } from '../parts.ts';

/** More agencies than a nation has, so that a runaway import is noticed before memory is. */
const MOST_AGENCIES = 200_000;

/** Reads all agencies, rules and categories into memory: at the start, and when another replica has changed some. */
export async function refreshDirectory(
  parts: Pick<DirectoryParts, 'agencies' | 'rules' | 'categories' | 'view'>,
): Promise<void> {
  const [agencies] = await Promise.all([
    parts.agencies.query({}, { limit: MOST_AGENCIES }),
    parts.rules.reload(),
    parts.categories.reload(),
  ]);
  parts.view.replaceAll(agencies.map(({ id, state }) => ({ agencyId: id, ...state })));
}
