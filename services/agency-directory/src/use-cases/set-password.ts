import { AppError } from '@lapor/kernel';
import { freshCommand } from '../commands.ts';
import { setPassword as decideSetPassword } from '../domain/officer/decide-officer.ts';
import { readProfile } from '../officer-profiles.ts';
import type { DirectoryParts } from '../parts.ts';
import { requireFactorShown } from '../sign-in/sessions.ts';
import { passwordIssues } from '../sign-in/passwords.ts';
import { givePassword } from './enter-officer.ts';
import { ofOldPassword } from './guesses.ts';

/**
 * Replaces the password or one-time code of the officer whose session it is. This session goes on, all others end.
 * @throws AppError unauthenticated without a session, forbidden for a wrong old password or before the second factor, invalid for a bad
 *   new one
 */
export async function setPassword(
  parts: DirectoryParts,
  request: { readonly token: string; readonly oldPassword: string; readonly newPassword: string },
): Promise<void> {
  const session = await parts.sessions.get(request.token);
  requireFactorShown(session);
  const { officer, deviceId } = session;
  const { username } = await readProfile(parts.contents, officer);
  const issues = passwordIssues(request.newPassword, username);
  const [issue] = issues;
  if (issue !== undefined) throw new AppError('invalid', `${issue.field}: ${issue.rule}`, { issues });
  if (request.newPassword === request.oldPassword) {
    const rule = 'differs from the old one';
    throw new AppError('invalid', `newPassword: ${rule}`, { issues: [{ field: 'newPassword', rule }] });
  }

  const verified = officer.state.credentialId;
  // A stolen session must not become a place to guess passwords; who guesses without one is counted apart.
  const right = await parts.throttle.attempt([ofOldPassword(officer.id)], async () => {
    const secret = await parts.credentials.find(verified);
    return (await parts.passwords.verify(request.oldPassword, secret)) ? true : undefined;
  });
  if (right === undefined) {
    const rule = 'is not your password';
    throw new AppError('forbidden', `oldPassword: ${rule}`, { issues: [{ field: 'oldPassword', rule }] });
  }

  const { credentialId } = await givePassword(parts, officer.id, request.newPassword);
  const actor = { kind: 'officer', id: officer.id, agencyId: officer.state.agencyId } as const;
  await parts.officers.execute(freshCommand(officer.id, actor, 'set-password'), (state) =>
    decideSetPassword(state, verified, credentialId),
  );
  await parts.sessions.keepOnly(request.token, officer.id, credentialId);
  // Where somebody signed in who had the old one is known no more.
  await parts.devices.forget(officer.id, deviceId);
  await parts.devices.remember(officer.id, { id: deviceId });
  await parts.credentials.remove(verified);
}
