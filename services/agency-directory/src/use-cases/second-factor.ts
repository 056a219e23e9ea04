import { AppError, newId } from '@lapor/kernel';
import type { Loaded } from '@lapor/store';
import { freshCommand } from '../commands.ts';
import type { OfficerState } from '../domain/officer/officer.ts';
import {
  needsFactor,
  removeSecondFactor as decideRemove,
  setSecondFactor as decideSet,
  showSecondFactor as decideShow,
  wrongCode,
} from '../domain/officer/second-factor.ts';
import type { Shown } from '../domain/officer/second-factor.ts';
import { readProfile } from '../officer-profiles.ts';
import type { DirectoryParts } from '../parts.ts';
import { mustSetPassword, requireFactorShown } from '../sign-in/sessions.ts';
import type { Session } from '../sign-in/sessions.ts';
import { newTotpSecret, totpStep, totpUri } from '../sign-in/totp.ts';
import { ofSecondFactor } from './guesses.ts';

const RECOVERY_CODES = 8;

export type FactorStanding = 'none' | 'set' | 'awaited' | 'required';

/** What a session still needs of its second factor. */
export function factorStanding(
  { factors }: Pick<DirectoryParts, 'factors'>,
  { officer, awaitsFactor, provider }: Pick<Session, 'officer' | 'awaitsFactor' | 'provider'>,
): FactorStanding {
  const { secondFactor, role } = officer.state;
  if (secondFactor !== undefined) return awaitsFactor ? 'awaited' : 'set';
  if (provider?.factorShown === true) return 'none';
  return needsFactor(factors.policy, role) ? 'required' : 'none';
}

/**
 * Shows the second factor in a session that waits for it.
 * @throws AppError unauthenticated (session), invalid (code), rate_limited after several wrong ones
 */
export async function confirmSecondFactor(
  parts: DirectoryParts,
  token: string,
  code: string,
): Promise<{ readonly recoveryCodesLeft: number }> {
  const session = await parts.sessions.get(token);
  const { officer, awaitsFactor, deviceId, provider } = session;
  const left = officer.state.secondFactor?.recoveryIds.length ?? 0;
  if (!awaitsFactor) return { recoveryCodesLeft: left };
  const shown = await requireCode(parts, session, code);
  const { state } = await parts.officers.execute(commandOf(officer, 'show-factor'), (now) =>
    decideShow(now, shown),
  );
  await forgetUsed(parts, shown);
  await parts.sessions.admit(token);
  if (!mustSetPassword({ officer, provider })) await parts.devices.remember(officer.id, { id: deviceId });
  return { recoveryCodesLeft: state.secondFactor?.recoveryIds.length ?? 0 };
}

/** The secret to put into an app. It counts for nothing until a right code was shown. @throws AppError unauthenticated, illegal */
export async function beginSecondFactor(
  parts: DirectoryParts,
  token: string,
): Promise<{ readonly secret: string; readonly uri: string }> {
  const { officer } = await sessionToSetUp(parts, token);
  const secret = await pendingSecret(parts, token, officer.id);
  const { username } = await readProfile(parts.contents, officer);
  return { secret, uri: totpUri(secret, parts.factors.issuer, username) };
}

/** Takes it into use. @throws AppError unauthenticated (session), invalid (code), rate_limited, illegal */
export async function enrolSecondFactor(
  parts: DirectoryParts,
  token: string,
  code: string,
): Promise<{ readonly recoveryCodes: readonly string[] }> {
  const session = await sessionToSetUp(parts, token);
  const { officer } = session;
  const secretId = await pendingSecretId(parts, token, officer.id);
  const secret = await readSecret(parts, officer.id, secretId);
  const lastStep = await attempt(parts, session, async () => totpStep(secret, code, parts.clock.now()));
  const made = Array.from({ length: RECOVERY_CODES }, () => parts.passwords.makeOneTimeCode());
  const recoveryIds = await Promise.all(made.map((each) => parts.credentials.add(officer.id, each.secret)));
  await parts.officers.execute(commandOf(officer, 'set-factor'), (state) =>
    decideSet(state, { secretId, recoveryIds, lastStep }),
  );
  // Whoever was signed in elsewhere with the password alone shows the factor there too.
  await parts.sessions.endOther(token, undefined);
  return { recoveryCodes: made.map((each) => each.code) };
}

/** @throws AppError unauthenticated (session), invalid (code), forbidden where it is required, illegal without one */
export async function removeSecondFactor(parts: DirectoryParts, token: string, code: string): Promise<void> {
  const session = await parts.sessions.get(token);
  requireFactorShown(session);
  const { officer } = session;
  const factor = officer.state.secondFactor;
  if (factor === undefined) throw new AppError('illegal', 'there is no second factor');
  if (needsFactor(parts.factors.policy, officer.state.role))
    throw new AppError('forbidden', 'a second factor is required for this role');
  const shown = await requireCode(parts, session, code);
  // The next app gets a secret of its own: this one may be on a telephone that is lost.
  await parts.sessions.dropPendingFactors(officer.id);
  await parts.officers.execute(commandOf(officer, 'remove-factor'), (now) => decideRemove(now, shown));
  parts.sessions.refresh(officer.id);
  await Promise.all(factor.recoveryIds.map((id) => parts.credentials.remove(id)));
}

async function sessionToSetUp(parts: DirectoryParts, token: string): Promise<Session> {
  const session = await parts.sessions.get(token);
  const { secondFactor } = session.officer.state;
  if (mustSetPassword(session)) throw new AppError('forbidden', 'set a password of your own first');
  if (secondFactor !== undefined) {
    throw new AppError('illegal', 'there is a second factor already', { extra: { legal: ['remove'] } });
  }
  return session;
}

function pendingSecretId(parts: DirectoryParts, token: string, officerId: string): Promise<string> {
  return parts.sessions.pendingFactor(token, async () => {
    const contentId = `${officerId}:totp:${newId()}`;
    return (await parts.contents.put(officerId, contentId, { secret: newTotpSecret() })).id;
  });
}

async function pendingSecret(parts: DirectoryParts, token: string, officerId: string): Promise<string> {
  return readSecret(parts, officerId, await pendingSecretId(parts, token, officerId));
}

async function readSecret({ contents }: DirectoryParts, officerId: string, id: string): Promise<string> {
  const kept = await contents.read<{ readonly secret: string }>(officerId, id);
  if (kept === undefined) throw wrongCode();
  return kept.secret;
}

/** What the officer has shown, if it is right now. Whether it was shown before is decided with the officer. */
async function requireCode(parts: DirectoryParts, session: Session, code: string): Promise<Shown> {
  const { officer } = session;
  const { secretId = '', recoveryIds = [] } = officer.state.secondFactor ?? {};
  const secret = await readSecret(parts, officer.id, secretId);
  return attempt(parts, session, async (): Promise<Shown | undefined> => {
    const step = totpStep(secret, code, parts.clock.now());
    if (step !== undefined) return { step };
    const credentialId = await recoveryCodeOf(parts, recoveryIds, code);
    return credentialId === undefined ? undefined : { credentialId };
  });
}

/** As long as a recovery code is, without what people type between its groups. */
const RECOVERY_CODE = /^[0-9A-Za-z]{16}$/;

async function recoveryCodeOf(
  { credentials, passwords }: DirectoryParts,
  ids: readonly string[],
  typed: string,
): Promise<string | undefined> {
  if (!RECOVERY_CODE.test(typed.replaceAll(/[\s-]/g, ''))) return undefined;
  for (const id of ids) {
    const kept = await credentials.find(id);
    if (kept !== undefined && (await passwords.verify(typed, kept))) return id;
  }
  return undefined;
}

/**
 * Wrong codes are counted by themselves: a right password must not wipe them out, or who has it could guess for ever.
 * @throws AppError rate_limited, invalid (code)
 */
async function attempt<Found>(
  parts: DirectoryParts,
  session: Session,
  check: () => Promise<Found | undefined>,
): Promise<Found> {
  const found = await parts.throttle.attempt(await ofSecondFactor(parts, session), check);
  if (found === undefined) throw wrongCode();
  return found;
}

async function forgetUsed({ credentials }: DirectoryParts, shown: Shown): Promise<void> {
  if ('credentialId' in shown) await credentials.remove(shown.credentialId);
}

function commandOf({ id, state }: Loaded<OfficerState>, name: string) {
  return freshCommand(id, { kind: 'officer', id, agencyId: state.agencyId }, name);
}
