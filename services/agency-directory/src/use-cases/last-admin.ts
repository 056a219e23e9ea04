import { AppError } from '@lapor/kernel';
import { isBody } from '../domain/agency/agency.ts';
import type { AgencyKind } from '../domain/agency/agency.ts';
import type { OfficerState } from '../domain/officer/officer.ts';
import type { RoleName } from '../domain/officer/role.ts';
import type { DirectoryParts } from '../parts.ts';
import { staffOf } from './staff.ts';

export const LAST_ADMIN_RULE = 'is the last admin there: another one is entered first';

type Place = Pick<OfficerState, 'agencyId' | 'role'>;

/** Who of an agency nobody could do without; units have the admins of their body. */
function neededAt(agency: { readonly kind: AgencyKind } | undefined): RoleName | undefined {
  if (agency === undefined) return undefined;
  if (agency.kind === 'national') return 'national_admin';
  return isBody(agency) ? 'agency_admin' : undefined;
}

/** The admins that the country or a body cannot be without; none for a unit. */
export async function adminsOf(
  parts: Pick<DirectoryParts, 'officers' | 'view'>,
  agencyId: string,
): Promise<readonly string[]> {
  const needed = neededAt(parts.view.find(agencyId));
  if (needed === undefined) return [];
  const there = await staffOf(parts, agencyId);
  return there.filter(({ state }) => state.role === needed).map(({ id }) => id);
}

/**
 * The country, and each body, keeps an admin. `comes`: where the officer goes on, or who comes instead.
 * @throws AppError illegal
 */
export async function requireAdminLeft(
  parts: Pick<DirectoryParts, 'officers' | 'view'>,
  officerId: string,
  { agencyId, role }: Place,
  comes?: Place,
): Promise<void> {
  if (comes?.agencyId === agencyId && comes.role === role) return;
  const admins = await adminsOf(parts, agencyId);
  if (admins.length !== 1 || admins[0] !== officerId) return;
  throw new AppError('illegal', `whoever is to go ${LAST_ADMIN_RULE}`, {
    extra: { legal: ['invite'], why: 'last_admin' },
  });
}
