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

/** Roles that follow up and answer what their agency holds, as routing's table of roles has it. */
const WORKING: ReadonlySet<RoleName> = new Set<RoleName>([
  'national_admin',
  'agency_admin',
  'liaison',
  'supervisor',
  'inspectorate',
]);

/** Whether somebody with this role can act on a case where they serve: who only looks, or types in, cannot. */
export function worksOnCases(role: RoleName): boolean {
  return WORKING.has(role);
}

export function isNationalRole(role: RoleName): boolean {
  return NATIONAL.has(role);
}
