/** What an officer may do, as stored and as written in import files. See the people table in the domain notes. */
export type RoleName =
  | 'national_admin'
  | 'agency_admin'
  | 'liaison'
  | 'clerk'
  | 'coordinator'
  | 'inspectorate'
  | 'leader'
  | 'overseer'
  | 'supervisor';

/** Roles that the national admin alone gives: they see beyond one government. */
const NATIONAL: ReadonlySet<RoleName> = new Set<RoleName>(['national_admin', 'overseer']);

export function isNationalRole(role: RoleName): boolean {
  return NATIONAL.has(role);
}
