import type { Caller } from '@lapor/contracts/common/v1/common';
import type {
  EndedSessions,
  InvitedOfficer,
  NewOfficer,
  OfficerChange,
  OfficerInfo,
  OfficersWanted,
  OpenSession,
  RecordedChange,
  ShownCode,
  Succession,
} from '@lapor/portal';
import { deriveCommandKey } from '../../stores/identifiers.ts';
import type { Intake } from '../../intake.ts';
import { roles } from '../../names.ts';
import { isoOf } from '../case-mapping.ts';
import { recordedChange } from './recorded-change.ts';
import { openSession } from './own-account.ts';
import { callerOf, officerInfo } from './officer-session.ts';

/** Who works below the admin. The directory decides what an admin may. */
export async function listOfficers(
  intake: Intake,
  token: string,
  agencyId?: string,
  which: OfficersWanted = {},
): Promise<readonly OfficerInfo[]> {
  const caller = await callerOf(intake, token);
  const asked = { agencyId: agencyId ?? '', ...which };
  const { officers } = await intake.directory.listOfficers(asked, { caller });
  return officers.map((officer) => ({ ...officerInfo(officer), managed: officer.managed }));
}

export async function inviteOfficer(
  intake: Intake,
  token: string,
  officer: NewOfficer,
  reason: string,
  idempotencyKey?: string,
): Promise<InvitedOfficer> {
  const caller = await callerOf(intake, token);
  const commandId = officerCommandId(intake, caller, idempotencyKey);
  const request = { ...toRequest(officer), reason, commandId };
  const answer = await intake.directory.inviteOfficer(request, { caller });
  return { officer: officerInfo(answer.officer), oneTimePassword: answer.oneTimePassword };
}

export async function resetOfficer(
  intake: Intake,
  token: string,
  officerId: string,
  reason: string,
  idempotencyKey?: string,
): Promise<ShownCode> {
  const caller = await callerOf(intake, token);
  const commandId = officerCommandId(intake, caller, idempotencyKey);
  const answer = await intake.directory.resetOfficer({ officerId, reason, commandId }, { caller });
  intake.sessions.clear();
  return { oneTimePassword: answer.oneTimePassword, codeUntil: isoOf(answer.codeUntil) };
}

export async function replaceOfficer(
  intake: Intake,
  token: string,
  officerId: string,
  { successor, successorId: successorOfficerId = '', reason }: Succession,
  idempotencyKey?: string,
): Promise<InvitedOfficer | undefined> {
  const caller = await callerOf(intake, token);
  const answer = await intake.directory.replaceOfficer(
    {
      officerId,
      successorOfficerId,
      reason,
      commandId: officerCommandId(intake, caller, idempotencyKey),
      ...(successor === undefined ? {} : { successor: toRequest(successor) }),
    },
    { caller },
  );
  intake.sessions.clear();
  if (answer.successor === undefined) return undefined;
  return { officer: officerInfo(answer.successor), oneTimePassword: answer.oneTimePassword };
}

/** What was done to the account, newest first. */
export async function listOfficerChanges(
  intake: Intake,
  token: string,
  officerId: string,
): Promise<readonly RecordedChange[]> {
  const caller = await callerOf(intake, token);
  const { changes } = await intake.directory.listOfficerChanges({ officerId }, { caller });
  return changes.map(recordedChange);
}

/** Corrects, moves or promotes an officer: all that is to hold from then on. */
export async function changeOfficer(
  intake: Intake,
  token: string,
  officerId: string,
  { reason, ...officer }: OfficerChange,
  idempotencyKey?: string,
): Promise<OfficerInfo> {
  const caller = await callerOf(intake, token);
  const { username: _username, returning: _returning, ...to } = toRequest({ ...officer, username: '' });
  const commandId = officerCommandId(intake, caller, idempotencyKey);
  const answer = await intake.directory.changeOfficer({ ...to, officerId, reason, commandId }, { caller });
  intake.sessions.clear();
  return officerInfo(answer.officer);
}

/** Where an officer is signed in, for whoever looks after the account. */
export async function listOfficerSessions(
  intake: Intake,
  token: string,
  officerId: string,
): Promise<readonly OpenSession[]> {
  const caller = await callerOf(intake, token);
  const { sessions } = await intake.directory.listOfficerSessions({ officerId }, { caller });
  return sessions.map(openSession);
}

/** Without the id of a session all of them. */
export async function endOfficerSessions(
  intake: Intake,
  token: string,
  officerId: string,
  { sessionId = '', reason }: EndedSessions,
  idempotencyKey?: string,
): Promise<void> {
  const caller = await callerOf(intake, token);
  const commandId = officerCommandId(intake, caller, idempotencyKey);
  await intake.directory.endOfficerSessions({ officerId, sessionId, reason, commandId }, { caller });
  intake.sessions.clear();
}

function toRequest(officer: NewOfficer) {
  const { username, name, role, agencyId, email = '', phone = '', returning = false } = officer;
  const { scopeAgencyId = '', scopeArea: scopeAreaCode = '' } = officer;
  const scope = { scopeAgencyId, scopeAreaCode };
  return { username, name, role: roles.value(role), agencyId, email, phone, returning, ...scope };
}

/** Empty: nobody will ask for the same again. */
function officerCommandId(intake: Intake, { officerId }: Caller, key: string | undefined): string {
  return key === undefined ? '' : deriveCommandKey(intake.mac, `officer\n${officerId}`, key);
}
