import type { Actor } from '@lapor/store';
import { freshCommand } from '../commands.ts';
import { invite, usernameTaken } from '../domain/officer/officer.ts';
import { NO_END } from '../domain/officer/one-time-code.ts';
import type { OverseerScope } from '../domain/officer/overseer-scope.ts';
import { because } from '../domain/reason-ref.ts';
import type { ReasonRef } from '../domain/reason-ref.ts';
import type { RoleName } from '../domain/officer/role.ts';
import { putProfile } from '../officer-profiles.ts';
import type { OfficerProfile } from '../officer-profiles.ts';
import type { DirectoryParts } from '../parts.ts';
import { keepReason } from './change-with-reason.ts';

export interface NewOfficer extends OfficerProfile {
  readonly role: RoleName;
  readonly agencyId: string;
  readonly scope?: OverseerScope;
  /** Absent: a one-time code is made. */
  readonly password?: { readonly text: string; readonly oneTime: boolean };
  /** Why, or where that is kept already. Absent: the platform itself enters somebody. */
  readonly reason?: string | ReasonRef;
}

export interface EnteredOfficer {
  readonly officerId: string;
  /** Shown once, to whoever entered the officer; undefined when a password was given. */
  readonly oneTimePassword: string | undefined;
}

/**
 * Enters an officer: user name claimed, profile and credential stored, and only then the officer, who makes them count.
 * What a crash leaves behind in between opens no door, and entering the same officer again uses the same claim.
 * @throws AppError conflict when the user name is taken
 */
export async function enterOfficer(
  parts: DirectoryParts,
  actor: Actor,
  officer: NewOfficer,
): Promise<EnteredOfficer> {
  const officerId = await parts.claims.claim(officer.username);
  if ((await parts.officers.find(officerId)) !== undefined) throw usernameTaken();
  const { username, name, email, phone, language, role, agencyId, scope } = officer;
  const command = freshCommand(officerId, actor, 'invite');
  const [profile, credential, reason] = await Promise.all([
    putProfile(parts, officerId, { username, name, email, phone, language }),
    makeCredential(parts, officerId, officer.password?.text),
    typeof officer.reason === 'string'
      ? keepReason(parts, officerId, command.commandId, officer.reason)
      : officer.reason,
  ]);
  const oneTime = officer.password?.oneTime ?? true;
  // A password that was given is by the settings of whoever runs the machine.
  const codeUntil = officer.password === undefined ? parts.oneTimeCodes.endOfNew() : NO_END;
  const { credentialId } = credential;
  await parts.officers.execute(command, (state) =>
    invite(state, {
      agencyId,
      role,
      ...(scope === undefined ? {} : { scope }),
      profile,
      credentialId,
      oneTime,
      ...(oneTime ? { codeUntil } : {}),
      ...because(reason),
    }),
  );
  return { officerId, oneTimePassword: credential.code };
}

/** Stores a new credential for the officer: of the password given, else of a one-time code made here. */
export async function makeCredential(
  parts: DirectoryParts,
  officerId: string,
  password?: string,
): Promise<{ readonly credentialId: string; readonly code: string | undefined }> {
  if (password !== undefined) {
    const secret = await parts.passwords.hashPassword(password);
    return { credentialId: await parts.credentials.add(officerId, secret), code: undefined };
  }
  const { code, secret } = parts.passwords.makeOneTimeCode();
  return { credentialId: await parts.credentials.add(officerId, secret), code };
}
