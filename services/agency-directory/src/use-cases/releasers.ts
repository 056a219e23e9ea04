import { mayRelease } from '../domain/officer/second-eyes.ts';
import type { DirectoryParts } from '../parts.ts';

const MOST_OFFICERS = 2_000;

/** The ids of those who release what others of the agency draft. */
export async function releasersOf(
  { officers }: Pick<DirectoryParts, 'officers'>,
  agencyId: string,
): Promise<readonly string[]> {
  const there = await officers.query({ 'state.agencyId': agencyId }, { limit: MOST_OFFICERS });
  return there.flatMap(({ id, state: { role, status } }) =>
    mayRelease(role) && status !== 'deactivated' ? [id] : [],
  );
}
