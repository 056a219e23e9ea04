import { AppError } from '@lapor/kernel';
import { mayRelease } from '../domain/officer/second-eyes.ts';
import type { OfficerState } from '../domain/officer/officer.ts';
import type { DirectoryParts } from '../parts.ts';
import { staffOf } from './staff.ts';

/** The ids of those who release what others of the agency draft. */
export async function releasersOf(
  parts: Pick<DirectoryParts, 'officers'>,
  agencyId: string,
): Promise<readonly string[]> {
  const there = await staffOf(parts, agencyId);
  return there.filter(({ state }) => mayRelease(state.role)).map(({ id }) => id);
}

/**
 * Where four eyes are asked for somebody stays who releases: what is drafted would lie for ever. `comes`: where the officer goes on,
 * or who comes instead.
 * @throws AppError illegal
 */
export async function requireReleaserLeft(
  parts: Pick<DirectoryParts, 'officers' | 'agencies'>,
  officerId: string,
  { agencyId, role }: Place,
  comes?: Place,
): Promise<void> {
  if (!mayRelease(role) || (await parts.agencies.find(agencyId))?.state.fourEyes !== true) return;
  if (comes?.agencyId === agencyId && mayRelease(comes.role)) return;
  if ((await releasersOf(parts, agencyId)).some((id) => id !== officerId)) return;
  throw new AppError(
    'illegal',
    'whoever is to go is the last who releases what others draft: enter another one, or end four eyes once nothing waits',
    { extra: { legal: ['invite'], why: 'last_releaser' } },
  );
}

type Place = Pick<OfficerState, 'agencyId' | 'role'>;
