import type { Actor } from '@lapor/store';
import { freshCommand } from '../commands.ts';
import { invite, requireMayReturn } from '../domain/officer/decide-officer.ts';
import type { Invitation } from '../domain/officer/decide-officer.ts';
import { NO_END } from '../domain/officer/one-time-code.ts';
import type { OverseerScope } from '../domain/officer/overseer-scope.ts';
import { because } from '../domain/reason-ref.ts';
import type { ReasonRef } from '../domain/reason-ref.ts';
import type { RoleName } from '../domain/officer/role.ts';
import { putProfile } from '../officer-profiles.ts';
import type { OfficerProfile } from '../officer-profiles.ts';
import type { DirectoryParts } from '../parts.ts';
import { keepReason } from './change-with-reason.ts';
import { startOver } from './guesses.ts';
import type { OfficerCommand } from './officer-command.ts';

export interface NewOfficer extends OfficerProfile {
  readonly role: RoleName;
  readonly agencyId: string;
  readonly scope?: OverseerScope;
  /** The same person as whoever had this user name and left. */
  readonly returning?: boolean;
  /** Absent: a one-time code is made. */
  readonly password?: { readonly text: string; readonly oneTime: boolean };
  /** Why, or where that is kept already. Absent: the platform itself enters somebody. */
  readonly reason?: string | ReasonRef;
}

export interface EnteredOfficer {
  readonly officerId: string;
  /** Shown once, to whoever entered the officer; undefined when a password was given. */
  readonly oneTimePassword: string | undefined;
  /** Until when that opens, ISO 8601 UTC. */
  readonly codeUntil?: string | undefined;
}

/** All that an officer needs, stored, and counting for nothing until it is said that they are one. */
export interface PreparedOfficer extends EnteredOfficer {
  readonly invitation: Invitation;
}

/**
 * Enters an officer: user name claimed, profile and credential stored, and only then the officer, who makes them count.
 * What a crash leaves behind in between opens no door, and entering the same officer again uses the same claim.
 * @throws AppError conflict when the user name is somebody's
 */
export async function enterOfficer(
  parts: DirectoryParts,
  actor: Actor,
  officer: NewOfficer,
  command: OfficerCommand = freshCommand('', actor, 'invite'),
): Promise<EnteredOfficer> {
  await requireNameFree(parts, officer);
  const { officerId, invitation, oneTimePassword } = await prepareOfficer(parts, officer, command);
  await makeOfficer(parts, officerId, invitation, command);
  return { officerId, oneTimePassword, codeUntil: invitation.codeUntil };
}

/** Before anything is written. @throws AppError conflict when the user name is somebody's */
export async function requireNameFree(
  { claims, officers }: Pick<DirectoryParts, 'claims' | 'officers'>,
  { username, returning }: Pick<NewOfficer, 'username' | 'returning'>,
): Promise<void> {
  const officerId = await claims.find(username);
  const before = officerId === undefined ? undefined : await officers.find(officerId);
  if (before !== undefined) requireMayReturn(before.state, returning === true ? true : undefined);
}

/** Of a name that is free. */
export async function prepareOfficer(
  parts: DirectoryParts,
  officer: NewOfficer,
  { commandId }: Pick<OfficerCommand, 'commandId'>,
): Promise<PreparedOfficer> {
  const officerId = await parts.claims.claim(officer.username);
  const returns = officer.returning === true ? ({ returns: true } as const) : {};
  const { username, name, email, phone, language, role, agencyId, scope, password } = officer;
  const [profile, credential, reason] = await Promise.all([
    putProfile(parts, officerId, { username, name, email, phone, language }),
    password === undefined
      ? giveCode(parts, officerId, commandId)
      : givePassword(parts, officerId, password.text),
    typeof officer.reason === 'string'
      ? keepReason(parts, officerId, commandId, officer.reason)
      : officer.reason,
  ]);
  const { credentialId, code } = credential;
  // A password that was given is by the settings of whoever runs the machine.
  const codeUntil = password === undefined ? parts.oneTimeCodes.endOfNew() : NO_END;
  const oneTime = password?.oneTime ?? true;
  const opens = { credentialId, oneTime, ...(oneTime ? { codeUntil } : {}) };
  const scoped = scope === undefined ? {} : { scope };
  const invitation = { agencyId, role, ...scoped, profile, ...opens, ...returns, ...because(reason) };
  return { officerId, invitation, oneTimePassword: code };
}

/** Now they are an officer. Again it does nothing. @throws AppError conflict when somebody else was faster */
export async function makeOfficer(
  parts: DirectoryParts,
  officerId: string,
  invitation: Invitation,
  command: OfficerCommand,
): Promise<void> {
  // Whatever was known or counted of them then was of another time. Before it is done: after a crash in between it is found done.
  if (invitation.returns === true) await startOver(parts, officerId);
  const made = await parts.officers.execute({ ...command, aggregateId: officerId }, (state) =>
    invite(state, invitation),
  );
  if (invitation.returns === true && !made.replayed) await parts.sessions.endAllOf(officerId);
}

/** A one-time code that comes from the command, with its credential stored. */
export async function giveCode(
  parts: Pick<DirectoryParts, 'passwords' | 'credentials'>,
  officerId: string,
  commandId: string,
): Promise<{ readonly credentialId: string; readonly code: string }> {
  const { code, secret } = parts.passwords.oneTimeCodeFor(officerId, commandId);
  return { credentialId: await parts.credentials.add(officerId, secret), code };
}

/** Stores a password for the officer. */
export async function givePassword(
  parts: Pick<DirectoryParts, 'passwords' | 'credentials'>,
  officerId: string,
  password: string,
): Promise<{ readonly credentialId: string; readonly code?: undefined }> {
  const secret = await parts.passwords.hashPassword(password);
  return { credentialId: await parts.credentials.add(officerId, secret) };
}
