import { Role } from '@lapor/contracts/common/v1/common';
import { invalid } from '@lapor/kernel';
import type { RoleName } from './domain/officer/role.ts';

const ROLES: ReadonlyMap<RoleName, Role> = new Map<RoleName, Role>([
  ['national_admin', Role.NATIONAL_ADMIN],
  ['agency_admin', Role.AGENCY_ADMIN],
  ['liaison', Role.LIAISON],
  ['clerk', Role.CLERK],
  ['coordinator', Role.COORDINATOR],
  ['inspectorate', Role.INSPECTORATE],
  ['leader', Role.LEADER],
  ['overseer', Role.OVERSEER],
  ['supervisor', Role.SUPERVISOR],
]);

export function roleOf(name: RoleName): Role {
  return ROLES.get(name) ?? Role.UNSPECIFIED;
}

/** @throws AppError invalid for a role this version does not know: it must not become a weaker or stronger one. */
export function roleNameOf(role: Role): RoleName {
  for (const [name, value] of ROLES) if (value === role) return name;
  throw invalid('role', `is one of ${[...ROLES.keys()].join(', ')}`);
}
