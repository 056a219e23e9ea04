import { toAppError } from '@lapor/kernel';
import { SYSTEM } from '../commands.ts';
import type { DirectoryParts } from '../parts.ts';
import { enterOfficer } from './enter-officer.ts';

const FIRST_ADMIN = 'admin';

/**
 * Enters the national admin of an installation that has no officer yet.
 * @returns whether it did
 */
export async function enterFirstAdmin(
  parts: DirectoryParts,
  password: { readonly text: string; readonly oneTime: boolean } | undefined,
): Promise<boolean> {
  if ((await parts.officers.query({}, { limit: 1 })).length > 0) return false;
  if (password === undefined) {
    parts.log.warn(
      'nobody can sign in: set LAPOR_ADMIN_PASSWORD and start again to enter the national admin',
    );
    return false;
  }
  try {
    await enterOfficer(parts, SYSTEM, {
      username: FIRST_ADMIN,
      name: 'Admin Nasional',
      email: '',
      phone: '',
      language: 'id',
      role: 'national_admin',
      agencyId: parts.reference.rootId,
      password,
    });
  } catch (error) {
    // Replicas that start together: one of them enters the admin.
    if (toAppError(error).code === 'conflict') return false;
    throw error;
  }
  return true;
}
