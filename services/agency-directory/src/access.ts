import { reachOf } from '@lapor/contracts';
import { CallerKind, Role } from '@lapor/contracts/common/v1/common';
import type { Caller } from '@lapor/contracts/common/v1/common';
import { AppError, invalid } from '@lapor/kernel';
import type { AgencyKind } from './domain/agency/agency.ts';
import type { RoleName } from './domain/officer/role.ts';
import { isNationalRole } from './domain/officer/role.ts';

const ADMINS_ALONE = 'only an admin of this agency or of one above it may';
const NATION_ALONE = 'only the national admin may';

/** Whatever has a place in the agency tree: ancestors from the root, itself last. */
interface Placed {
  readonly path: readonly string[];
}

/** A service acting for itself: it is trusted with what it was built to ask. */
function isSystem(caller: Caller): boolean {
  return caller.kind === CallerKind.SYSTEM;
}

export function requireSystem(caller: Caller): void {
  if (!isSystem(caller)) throw refusal(caller, 'this is between services only');
}

/** Services manage what they were built for, officers what the table of acts lets them, as far as it reaches. */
function mayManage(caller: Caller, agency: Placed): boolean {
  if (isSystem(caller)) return true;
  const reach = reachOf(caller, 'manage_agency');
  if (reach !== 'subtree') return reach === 'everywhere';
  return caller.agencyId !== '' && agency.path.includes(caller.agencyId);
}

/** @throws AppError unauthenticated without a session, forbidden with one that is not enough. */
export function requireManager(caller: Caller, agency: Placed): void {
  if (!mayManage(caller, agency)) throw refusal(caller, ADMINS_ALONE);
}

/** Services for themselves too. */
export function isNationalAdmin(caller: Caller): boolean {
  return isSystem(caller) || reachOf(caller, 'manage_nation') === 'everywhere';
}

/** @throws AppError unauthenticated, forbidden */
export function requireNationalAdmin(caller: Caller): void {
  if (!isNationalAdmin(caller)) throw refusal(caller, NATION_ALONE);
}

/**
 * Whether the officer enters days off for this area: an admin of its government, or of an agency above that. An authority on the same
 * ground keeps to the days of the government.
 */
export function mayKeepCalendar(caller: Caller, governing: readonly Governing[]): boolean {
  const reach = isSystem(caller) ? 'everywhere' : reachOf(caller, 'keep_calendar');
  if (reach !== 'subtree') return reach === 'everywhere';
  return governing.some(
    ({ kind, active, path }) => kind !== 'authority' && active && path.includes(caller.agencyId),
  );
}

/** Whether the officer serves a tier above every government of the area, and so is not judged by its days off. */
export function isAboveGoverning(caller: Caller, governing: readonly Governing[]): boolean {
  if (isNationalAdmin(caller)) return true;
  return governing
    .filter(({ kind, active }) => kind !== 'authority' && active)
    .every(({ path }) => path.slice(0, -1).includes(caller.agencyId));
}

interface Governing extends Placed {
  readonly kind: AgencyKind;
  readonly active: boolean;
}

/** @throws AppError unauthenticated, forbidden */
export function requireCalendarKeeper(caller: Caller, governing: readonly Governing[]): void {
  if (!mayKeepCalendar(caller, governing))
    throw refusal(caller, 'only an admin of the government of this area, or of one above it, may');
}

/** Where an officer is or is to be. */
export interface Office {
  readonly agency: Placed & { readonly kind: AgencyKind; readonly parentId: string };
  /** The government, ministry or authority the agency is or belongs to; undefined at the national level. */
  readonly body: (Placed & { readonly agencyId: string }) | undefined;
}

/**
 * An inspectorate reads what nobody else in its body may, about the admins of the body too. So it is its inspectors' business, and
 * that of the tiers above the body: others would make an inspector for themselves, or take over the account of one.
 */
export function mayManageInspectorate(caller: Caller, { agency, body }: Office): boolean {
  if (isSystem(caller)) return true;
  const reach = reachOf(caller, 'manage_inspectorate');
  if (reach !== 'subtree' || caller.agencyId === '') return reach === 'everywhere';
  if (caller.role === Role.INSPECTORATE)
    return agency.kind === 'inspectorate' && agency.path.at(-1) === caller.agencyId;
  return (body ?? agency).path.slice(0, -1).includes(caller.agencyId);
}

const INSPECTORATE_ALONE =
  'only inspectors of this inspectorate, or an admin above the body it inspects, may';

/** @throws AppError unauthenticated, forbidden */
export function requireInspectorateManager(caller: Caller, office: Office): void {
  if (!mayManageInspectorate(caller, office)) throw refusal(caller, INSPECTORATE_ALONE);
}

/** Whose business an account is. @throws AppError unauthenticated, forbidden */
export function requireMayManage(caller: Caller, role: RoleName, office: Office): void {
  const rule = whoseInstead(caller, role, office);
  if (rule !== undefined) throw refusal(caller, rule);
}

/** The same, said and not refused. */
export function managesAccount(caller: Caller, role: RoleName, office: Office): boolean {
  return whoseInstead(caller, role, office) === undefined;
}

/** Who may instead of the caller, in words; undefined: the caller may. */
function whoseInstead(caller: Caller, role: RoleName, office: Office): string | undefined {
  const { agency } = office;
  if (isNationalRole(role) && !isNationalAdmin(caller)) return NATION_ALONE;
  const inspects = role === 'inspectorate' || agency.kind === 'inspectorate';
  if (!inspects) return mayManage(caller, agency) ? undefined : ADMINS_ALONE;
  if (isOwnAdmin(caller, role, agency) || mayManageInspectorate(caller, office)) return undefined;
  return INSPECTORATE_ALONE;
}

/** The admin of an inspectorate looks after those who serve it without inspecting. */
function isOwnAdmin(caller: Caller, role: RoleName, agency: Placed): boolean {
  return role !== 'inspectorate' && agency.path.at(-1) === caller.agencyId && mayManage(caller, agency);
}

/**
 * Nobody hands out more than they have. A national admin serves the root; an overseer may serve any agency; an inspector serves
 * an inspectorate directly below a body: that body is what it inspects.
 * @throws AppError unauthenticated, forbidden, invalid (role)
 */
export function requireMayGive(caller: Caller, role: RoleName, office: Office): void {
  requireMayManage(caller, role, office);
  const { agency, body } = office;
  if (role === 'national_admin' && agency.path.length > 1)
    throw invalid('role', 'is given at the national level only');
  if (role === 'inspectorate' && !isInspectorateOf(agency, body)) throw invalid('role', INSPECTORATE_RULE);
}

export const INSPECTORATE_RULE =
  'inspectorate is given only in an agency of the kind inspectorate, directly below the body it inspects';

/** Whether those who serve the agency may inspect the body. */
export function isInspectorateOf(
  agency: { readonly kind: AgencyKind; readonly parentId: string },
  body: { readonly agencyId: string } | undefined,
): boolean {
  return agency.kind === 'inspectorate' && body !== undefined && agency.parentId === body.agencyId;
}

function refusal(caller: Caller, message: string): AppError {
  const known = caller.kind === CallerKind.OFFICER || isSystem(caller);
  return known ? new AppError('forbidden', message) : new AppError('unauthenticated', 'sign in first');
}
