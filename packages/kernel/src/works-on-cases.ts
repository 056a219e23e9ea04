/** Roles that follow up and answer what their agency holds, as routing's table of roles has it. */
const WORKING: ReadonlySet<string> = new Set([
  'national_admin',
  'agency_admin',
  'liaison',
  'supervisor',
  'inspectorate',
]);

/** Whether somebody with this role can act on a case where they serve: who only looks, or types in, cannot. */
export function worksOnCases(role: string): boolean {
  return WORKING.has(role);
}
