import { CallerKind, Role } from '@lapor/contracts/common/v1/common';
import type { Caller } from '@lapor/contracts/common/v1/common';
import { AppError } from '@lapor/kernel';
import type { RoleName } from './domain/officer/role.ts';
import { isNationalRole } from './domain/officer/role.ts';

/** Whatever has a place in the agency tree: ancestors from the root, itself last. */
interface Placed {
  readonly path: readonly string[];
}

/** A service acting for itself: it is trusted with what it was built to ask. */
export function isSystem(caller: Caller): boolean {
  return caller.kind === CallerKind.SYSTEM;
}

export function requireSystem(caller: Caller): void {
  if (!isSystem(caller)) throw refusal(caller, 'this is between services only');
}

/** National admins manage everything, agency admins their own subtree, services what they were built for. */
export function mayManage(caller: Caller, agency: Placed): boolean {
  if (isSystem(caller)) return true;
  if (caller.kind !== CallerKind.OFFICER) return false;
  if (caller.role === Role.NATIONAL_ADMIN) return true;
  return caller.role === Role.AGENCY_ADMIN && caller.agencyId !== '' && agency.path.includes(caller.agencyId);
}

/** @throws AppError unauthenticated without a session, forbidden with one that is not enough. */
export function requireManager(caller: Caller, agency: Placed): void {
  if (!mayManage(caller, agency))
    throw refusal(caller, 'only an admin of this agency or of one above it may');
}

/** @throws AppError unauthenticated, forbidden */
export function requireNationalAdmin(caller: Caller): void {
  const national = caller.kind === CallerKind.OFFICER && caller.role === Role.NATIONAL_ADMIN;
  if (!isSystem(caller) && !national) throw refusal(caller, 'only the national admin may');
}

/** Nobody hands out more than they have, and roles that see beyond one government are given at the root only. */
export function requireMayGive(caller: Caller, role: RoleName, agency: Placed): void {
  requireManager(caller, agency);
  if (!isNationalRole(role)) return;
  requireNationalAdmin(caller);
  if (agency.path.length > 1) {
    throw new AppError('invalid', 'role: is given at the national level only', {
      issues: [{ field: 'role', rule: 'is given at the national level only' }],
    });
  }
}

function refusal(caller: Caller, message: string): AppError {
  const known = caller.kind === CallerKind.OFFICER || isSystem(caller);
  return known ? new AppError('forbidden', message) : new AppError('unauthenticated', 'sign in first');
}
