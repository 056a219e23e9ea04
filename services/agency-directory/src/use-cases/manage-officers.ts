import type { Caller } from '@lapor/contracts/common/v1/common';
import { AppError, invalid, KeyedQueue, notFound } from '@lapor/kernel';
import type { Loaded } from '@lapor/store';
import {
  managesAccount,
  mayManageInspectorate,
  requireManager,
  requireMayGive,
  requireMayManage,
} from '../access.ts';
import type { Office } from '../access.ts';
import { actorOf, freshCommand } from '../commands.ts';
import type { AgencyRecord } from '../stores/directory-view.ts';
import { isBody } from '../domain/agency/agency.ts';
import { contactIssues } from '../domain/officer/contact.ts';
import { deactivate, present, reset } from '../domain/officer/officer.ts';
import type { OfficerState } from '../domain/officer/officer.ts';
import type { OverseerScope } from '../domain/officer/overseer-scope.ts';
import { worksOnCases } from '../domain/officer/role.ts';
import type { RoleName } from '../domain/officer/role.ts';
import { isUsername, normalizeUsername, USERNAME_RULE } from '../domain/officer/username.ts';
import type { DirectoryParts } from '../parts.ts';
import { checkedReason, keepReason } from './change-with-reason.ts';
import { enterOfficer, makeCredential } from './enter-officer.ts';
import type { EnteredOfficer } from './enter-officer.ts';
import { startOver } from './guesses.ts';
import { requireReleaserLeft } from './releasers.ts';
import { tellInspectors } from './tell-inspectors.ts';
import { requireAdminLeft } from './last-admin.ts';
import { settleStaffing } from './staffing.ts';
import { placedIn, requireMayStandIn } from './stand-ins.ts';

export interface Invitee {
  readonly username: string;
  readonly name: string;
  readonly role: RoleName;
  readonly agencyId: string;
  readonly email: string;
  readonly phone: string;
  /** Of an overseer; absent: everything. */
  readonly scope?: OverseerScope;
}

/** @throws AppError invalid (reason too), forbidden, not_found (agency), conflict (user name) */
export async function inviteOfficer(
  parts: DirectoryParts,
  caller: Caller,
  typed: Invitee,
  why: string,
): Promise<EnteredOfficer> {
  const agency = await agencyOf(parts, typed.agencyId);
  if (!agency.active) throw invalid('agencyId', 'is an agency that is not closed');
  requireMayGive(caller, typed.role, officeAt(parts, agency));
  const invitee = checked(typed);
  checkScope(parts, invitee);
  const reason = checkedReason(why);
  await tellInspectors(parts, caller, agency.agencyId, 'inspectorate_officers');
  const entered = await enterOfficer(parts, actorOf(caller), { ...invitee, language: 'id', reason });
  if (!agency.onboarded && worksOnCases(typed.role))
    await settleStaffing(parts, actorOf(caller), agency.agencyId);
  return entered;
}

/** @throws AppError invalid (scopeAgencyId, scopeAreaCode) */
function checkScope({ view, reference }: DirectoryParts, { role, scope }: Invitee): void {
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
 * A new one-time code; the old password and all sessions end with it.
 * @throws AppError forbidden, not_found, illegal (has left), invalid (reason)
 */
export async function resetOfficer(
  parts: DirectoryParts,
  caller: Caller,
  officerId: string,
  why: string,
): Promise<ShownCode> {
  const officer = await managedOfficer(parts, caller, officerId);
  present(officer.state);
  const command = freshCommand(officerId, actorOf(caller), 'reset');
  const reason = await keepReason(parts, officerId, command.commandId, why);
  await tellInspectors(parts, caller, officer.state.agencyId, 'inspectorate_officers');
  const { credentialId, code = '' } = await makeCredential(parts, officerId);
  const codeUntil = parts.oneTimeCodes.endOfNew();
  await parts.officers.execute(command, (state) => reset(state, { credentialId, codeUntil }, reason));
  await startOver(parts, officerId);
  await parts.sessions.endAllOf(officerId);
  await parts.credentials.remove(officer.state.credentialId);
  return { oneTimePassword: code, codeUntil };
}

/** Who comes for whoever goes, if anybody, and why. */
export interface Succession {
  /** Somebody new. */
  readonly successor: (predecessor: OfficerState) => Invitee | undefined;
  /** Instead: somebody who is there. */
  readonly takesOver: string | undefined;
  readonly why: string;
}

/**
 * Ends an officer's access. A successor is entered first, into the same place: if that fails, nobody has left. Or somebody who is
 * there takes over (`takesOver`). What was personal goes to whoever comes; to the agency when nobody is named.
 * @throws AppError forbidden, not_found, illegal (their own, without a successor), invalid (reason too), conflict (user name)
 */
export async function replaceOfficer(
  parts: DirectoryParts,
  caller: Caller,
  officerId: string,
  succession: Succession,
): Promise<EnteredOfficer | undefined> {
  const { state } = await managedOfficer(parts, caller, officerId);
  return successions.run(state.agencyId, () => succeed(parts, caller, officerId, succession));
}

/** One at a time for each agency in this process: sent twice, the second one sees that somebody has come. */
const successions = new KeyedQueue();

async function succeed(
  parts: DirectoryParts,
  caller: Caller,
  officerId: string,
  { successor, takesOver, why }: Succession,
): Promise<EnteredOfficer | undefined> {
  const officer = await managedOfficer(parts, caller, officerId);
  const invitee = successor(officer.state);
  if (invitee !== undefined && takesOver !== undefined)
    throw invalid('successorId', 'is not given together with a new officer');
  if (takesOver !== undefined) {
    const { path } = await agencyOf(parts, officer.state.agencyId);
    await requireMayStandIn(parts, takesOver, placedIn(path, officer), 'successorId');
  }
  if (invitee === undefined && takesOver === undefined && caller.officerId === officerId) {
    throw new AppError('illegal', 'nobody ends their own access without a successor', {
      extra: { legal: ['replace with a successor'] },
    });
  }
  checkedReason(why);
  if (officer.state.status !== 'deactivated') {
    await requireAdminLeft(parts, officerId, officer.state, invitee);
    await requireReleaserLeft(parts, officerId, officer.state, invitee);
  } else if (invitee !== undefined || takesOver !== undefined) {
    throw new AppError('illegal', 'the officer has left already', { extra: { legal: ['invite'] } });
  }
  const entered = invitee === undefined ? undefined : await inviteOfficer(parts, caller, invitee, why);
  const successorId = entered?.officerId ?? takesOver;
  // Whoever has left already leaves but once, for the reason of then.
  if (officer.state.status !== 'deactivated') {
    const command = freshCommand(officerId, actorOf(caller), 'deactivate');
    const reason = await keepReason(parts, officerId, command.commandId, why);
    if (entered === undefined)
      await tellInspectors(parts, caller, officer.state.agencyId, 'inspectorate_officers');
    await parts.officers.execute(command, (state) => deactivate(state, { successorId, reason }));
  }
  await settleStaffing(parts, actorOf(caller), officer.state.agencyId);
  await parts.devices.forget(officerId);
  // What they look for may tell of people: it goes to who works on the same cases, or to nobody.
  await parts.savedFilters.handOver(officerId, successorId);
  await parts.sessions.endAllOf(officerId);
  await parts.credentials.remove(officer.state.credentialId);
  return entered;
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
