import type { Loaded } from '@lapor/store';
import type { OfficerState } from '../domain/officer/officer.ts';
import type { DirectoryParts } from '../parts.ts';

/** More than serve any one agency, those who have left counted too. */
export const MOST_OF_AN_AGENCY = 5_000;

/** Who serves an agency: whoever is invited too, nobody who has left. */
export async function staffOf(
  { officers }: Pick<DirectoryParts, 'officers'>,
  agencyId: string,
): Promise<readonly Loaded<OfficerState>[]> {
  const there = await officers.query({ 'state.agencyId': agencyId }, { limit: MOST_OF_AN_AGENCY });
  return there.filter(({ state }) => state.status !== 'deactivated');
}
