import type { Caller } from '@lapor/contracts/common/v1/common';
import { AppError, invalid, notFound } from '@lapor/kernel';
import type { Loaded } from '@lapor/store';
import {
  managesAccount,
  mayManageInspectorate,
  requireManager,
  requireMayGive,
  requireMayManage,
} from '../access.ts';
import type { Office } from '../access.ts';
import type { AgencyRecord } from '../stores/directory-view.ts';
import { isBody } from '../domain/agency/agency.ts';
import { contactIssues } from '../domain/officer/contact.ts';
import { present, reset } from '../domain/officer/decide-officer.ts';
import type { OfficerState } from '../domain/officer/officer.ts';
import type { OverseerScope } from '../domain/officer/overseer-scope.ts';
import { worksOnCases } from '@lapor/kernel';
import type { RoleName } from '../domain/officer/role.ts';
import { isUsername, normalizeUsername, USERNAME_RULE } from '../domain/officer/username.ts';
import type { DirectoryParts } from '../parts.ts';
import { checkedReason, keepReason } from './change-with-reason.ts';
import { enterOfficer, giveCode, requireNameFree } from './enter-officer.ts';
import type { EnteredOfficer } from './enter-officer.ts';
import { startOver } from './guesses.ts';
import { codeAgain, officerCommand, wasDone } from './officer-command.ts';
import { tellInspectors } from './tell-inspectors.ts';
import { settleStaffing } from './staffing.ts';

export interface Invitee {
  readonly username: string;
  readonly name: string;
  readonly role: RoleName;
  readonly agencyId: string;
  readonly email: string;
  readonly phone: string;
  /** Of an overseer; absent: everything. */
  readonly scope?: OverseerScope;
  /** The same person as whoever had this user name and left. */
  readonly returning?: boolean;
}

/** Why something is done to an account, and how it is known that it is asked for again; '' where nobody will. */
export interface Asked {
  readonly why: string;
  readonly commandId: string;
}

/**
 * Sent again, with the same id and content, it tells the same code, as long as that opens.
 * @throws AppError invalid (reason too), forbidden, not_found (agency), conflict (user name), unprocessable, illegal (the code is over)
 */
export async function inviteOfficer(
  parts: DirectoryParts,
  caller: Caller,
  typed: Invitee,
  { why, commandId }: Asked,
): Promise<EnteredOfficer> {
  const command = officerCommand(caller, commandId, ['invite', typed, why]);
  const { invitee, agency } = await checkedInvitee(parts, caller, typed);
  const reason = checkedReason(why);
  const known = await parts.claims.find(invitee.username);
  const settle = () =>
    worksOnCases(typed.role) ? settleStaffing(parts, command.actor, agency.agencyId) : undefined;
  if (known !== undefined && (await wasDone(parts, known, command))) {
    await settle();
    return { officerId: known, oneTimePassword: (await codeAgain(parts, known, command)).code };
  }
  await requireNameFree(parts, invitee);
  await parts.officerCommands.claim(command.commandId, command.bodyHash);
  await tellInspectors(parts, caller, agency.agencyId, 'inspectorate_officers', command.commandId);
  const entered = await enterOfficer(parts, command.actor, { ...invitee, language: 'id', reason }, command);
  await settle();
  return entered;
}

/** Whether the caller may enter somebody like this, there. @throws AppError invalid, forbidden, not_found (agency) */
export async function checkedInvitee(
  parts: DirectoryParts,
  caller: Caller,
  typed: Invitee,
): Promise<{ readonly invitee: Invitee; readonly agency: AgencyRecord }> {
  const agency = await checkedPlace(parts, caller, typed);
  return { invitee: checked(typed), agency };
}

/** Where somebody is to serve, and as what. @throws AppError invalid, forbidden, not_found (agency) */
export async function checkedPlace(
  parts: DirectoryParts,
  caller: Caller,
  place: Pick<Invitee, 'agencyId' | 'role' | 'scope'>,
): Promise<AgencyRecord> {
  const agency = await agencyOf(parts, place.agencyId);
  if (!agency.active) throw invalid('agencyId', 'is an agency that is not closed');
  requireMayGive(caller, place.role, officeAt(parts, agency));
  checkScope(parts, place);
  return agency;
}

/** @throws AppError invalid (scopeAgencyId, scopeAreaCode) */
function checkScope(
  { view, reference }: DirectoryParts,
  { role, scope }: Pick<Invitee, 'role' | 'scope'>,
): void {
  if (scope === undefined) return;
  const [field] = scope.agencyId === undefined ? ['scopeAreaCode'] : ['scopeAgencyId'];
  if (role !== 'overseer') throw invalid(field, 'is given to overseers only');
  if (scope.agencyId !== undefined && view.find(scope.agencyId) === undefined)
    throw invalid('scopeAgencyId', 'is a known agency');
  if (scope.areaCode !== undefined && reference.areas().find(scope.areaCode) === undefined)
    throw invalid('scopeAreaCode', 'is the code of an area');
}

/** A one-time code, shown once, and until when it opens (ISO 8601 UTC). */
export interface ShownCode {
  readonly oneTimePassword: string;
  readonly codeUntil: string;
}

/**
 * A new one-time code; the old password and all sessions end with it. Sent again, with the same id and content, it tells the same one.
 * @throws AppError forbidden, not_found, illegal (has left, or the code is over), invalid (reason), unprocessable
 */
export async function resetOfficer(
  parts: DirectoryParts,
  caller: Caller,
  officerId: string,
  { why, commandId }: Asked,
): Promise<ShownCode> {
  const officer = await managedOfficer(parts, caller, officerId);
  present(officer.state);
  const command = officerCommand(caller, commandId, ['reset', officerId, why]);
  const text = checkedReason(why);
  await parts.officerCommands.claim(command.commandId, command.bodyHash);
  if (!(await wasDone(parts, officerId, command))) {
    const reason = await keepReason(parts, officerId, command.commandId, text);
    await tellInspectors(parts, caller, officer.state.agencyId, 'inspectorate_officers', command.commandId);
    const { credentialId } = await giveCode(parts, officerId, command.commandId);
    const code = { credentialId, codeUntil: parts.oneTimeCodes.endOfNew() };
    // Before it is done: who comes back after a crash in between finds it done, and would stay locked out.
    await startOver(parts, officerId);
    const { state } = await parts.officers.execute({ ...command, aggregateId: officerId }, (before) =>
      reset(before, code, reason),
    );
    await parts.sessions.endAllOf(officerId);
    // Whoever sent the same at the same time has made another credential of it, which counts for nothing.
    for (const id of [officer.state.credentialId, credentialId])
      if (id !== state.credentialId) await parts.credentials.remove(id);
  }
  const { code, codeUntil } = await codeAgain(parts, officerId, command);
  return { oneTimePassword: code, codeUntil };
}

/** @throws AppError unauthenticated, forbidden, not_found */
export async function managedOfficer(
  parts: DirectoryParts,
  caller: Caller,
  officerId: string,
): Promise<Loaded<OfficerState>> {
  const officer = await parts.officers.get(officerId);
  const agency = await agencyOf(parts, officer.state.agencyId);
  requireMayManage(caller, officer.state.role, officeAt(parts, agency));
  return officer;
}

/** Whether the account is the caller's to look after. */
export function managesOfficer(
  parts: DirectoryParts,
  caller: Caller,
  { agencyId, role }: Pick<OfficerState, 'agencyId' | 'role'>,
): boolean {
  const agency = parts.view.find(agencyId);
  return agency !== undefined && managesAccount(caller, role, officeAt(parts, agency));
}

export function officeAt({ view }: Pick<DirectoryParts, 'view'>, agency: AgencyRecord): Office {
  const above = agency.path.slice(0, -1).map((id) => view.find(id));
  const body = [...above, agency].findLast((each) => each !== undefined && isBody(each));
  return { agency, body };
}

/** Read where it is always right. @throws AppError not_found */
export async function agencyOf(parts: DirectoryParts, agencyId: string): Promise<AgencyRecord> {
  const agency = agencyId === '' ? undefined : await parts.agencies.find(agencyId);
  if (agency === undefined) throw notFound('agency', agencyId);
  return { agencyId, ...agency.state };
}

/** The agency whose officers are asked for: the one named, else the caller's own. */
export async function managedAgency(
  parts: DirectoryParts,
  caller: Caller,
  agencyId: string,
): Promise<AgencyRecord> {
  const asked = agencyId === '' ? caller.agencyId : agencyId;
  if (asked === '') throw invalid('agency_id', 'is needed where the caller serves no agency');
  const agency = await agencyOf(parts, asked);
  if (!mayManageInspectorate(caller, officeAt(parts, agency)) || agency.kind !== 'inspectorate')
    requireManager(caller, agency);
  return agency;
}

function checked(typed: Invitee): Invitee {
  const username = normalizeUsername(typed.username);
  const name = typed.name.trim();
  const email = typed.email.trim();
  const phone = typed.phone.trim();
  const issues = [
    ...(isUsername(username) ? [] : [{ field: 'username', rule: USERNAME_RULE }]),
    ...contactIssues({ name, email, phone }),
  ];
  const [issue] = issues;
  if (issue !== undefined) throw new AppError('invalid', `${issue.field}: ${issue.rule}`, { issues });
  return { ...typed, username, name, email, phone };
}
