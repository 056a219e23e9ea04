import type { RoleName } from './role.ts';

/** Of an agency itself: its supervisors and its own admins. They release what others draft; without any, drafts would lie for ever. */
export function mayRelease(role: RoleName): boolean {
  return RELEASING.has(role);
}

const RELEASING: ReadonlySet<RoleName> = new Set(['supervisor', 'agency_admin', 'inspectorate']);

export const SECOND_EYES_RULE =
  'needs a supervisor or an admin of the agency itself, who releases what others draft';

export const LAST_RELEASER_RULE =
  'is the last who releases what others draft there: another one is entered first';
