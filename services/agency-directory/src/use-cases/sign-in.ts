import { AppError } from '@lapor/kernel';
import type { Loaded } from '@lapor/store';
import { freshCommand } from '../commands.ts';
import { alertOf } from '../domain/officer/alerts.ts';
import type { OfficerEvent, OfficerState } from '../domain/officer/officer.ts';
import { signIn as decideSignIn } from '../domain/officer/decide-officer.ts';
import type { SeenDevice } from '../sign-in/known-devices.ts';
import { LONGEST_PASSWORD } from '../sign-in/passwords.ts';
import type { DirectoryParts } from '../parts.ts';
import { mustSetPassword } from '../sign-in/sessions.ts';
import type { NewSession, ProviderSignIn } from '../sign-in/sessions.ts';
import { countsOf } from './guesses.ts';
import { isUsername, normalizeUsername } from '../domain/officer/username.ts';

export interface SignedIn extends NewSession {
  readonly officer: Loaded<OfficerState>;
  /** The second factor is to be shown before anything else. */
  readonly awaitsFactor: boolean;
  readonly provider: ProviderSignIn | undefined;
}

/** A password that somebody shows, and from where. */
export interface ShownPassword {
  readonly password: string;
  /** An address; what strangers guess from one is counted apart. */
  readonly source?: string;
  /** What tells this device from others. */
  readonly deviceKey?: string;
  /** From anywhere else nobody is heard now. */
  readonly knownDeviceOnly?: boolean;
}

export interface Credentials extends ShownPassword {
  readonly username: string;
  readonly device?: string;
}

const LONGEST_DEVICE = 60;

/**
 * Opens a session for the right password or one-time code.
 * @throws AppError unauthenticated, in the same words and after the same work for an unknown name and a wrong password;
 *   rate_limited after several wrong ones, with `extra.retryAfterSeconds`; forbidden where known devices alone are heard;
 *   unauthenticated with `extra.oneTimeCode` for a right one-time code that has run out
 */
export async function signIn(
  parts: DirectoryParts,
  { username, device = '', ...shown }: Credentials,
): Promise<SignedIn> {
  const name = normalizeUsername(username);
  if (!isUsername(name)) throw wrong();
  const officerId = await parts.claims.find(name);
  const { officer, credentialId, seen } = await requirePassword(parts, { name, officerId }, shown);
  const actor = { kind: 'officer', id: officer.id, agencyId: officer.state.agencyId } as const;
  const signedIn = await parts.officers.execute(freshCommand(officer.id, actor, 'sign-in'), (state) => [
    ...decideSignIn(state, credentialId, (officerNow) => parts.oneTimeCodes.hasRunOut(officerNow)),
    ...toldOf(officer.state, device, seen),
  ]);
  return openSession(parts, signedIn, { device, seen, sourceId: sourceIdOf(parts, shown.source) });
}

/**
 * The officer whose password it is, wherever it is asked for: its tries are counted together. `officerId`: undefined for a name nobody
 * has, for which the work is the same.
 * @throws AppError unauthenticated, rate_limited, forbidden as `signIn`
 */
export async function requirePassword(
  parts: DirectoryParts,
  { name, officerId }: { readonly name: string; readonly officerId: string | undefined },
  { password, source = '', deviceKey = '', knownDeviceOnly = false }: ShownPassword,
): Promise<Checked & { readonly seen: SeenDevice }> {
  if (password.length > LONGEST_PASSWORD) throw wrong();
  const seen = await parts.devices.look(officerId ?? '', deviceKey);
  if (knownDeviceOnly && !seen.known)
    throw new AppError('forbidden', 'only known devices are heard from there now');
  const counts = countsOf(name, { officerId, device: seen, source });
  const known = await parts.throttle.attempt(counts, () => check(parts, officerId, password));
  if (known === undefined) throw wrong();
  return { ...known, seen };
}

export function sourceIdOf({ macOf }: Pick<DirectoryParts, 'macOf'>, source = ''): string {
  return Buffer.from(macOf('sign-in-source', source)).toString('base64url');
}

/** A session of an officer who has been let in. */
export async function openSession(
  parts: DirectoryParts,
  officer: Loaded<OfficerState>,
  {
    device,
    provider,
    seen,
    sourceId,
  }: {
    readonly device: string;
    readonly provider?: ProviderSignIn;
    readonly seen: SeenDevice;
    readonly sourceId?: string;
  },
): Promise<SignedIn> {
  const awaitsFactor = officer.state.secondFactor !== undefined && provider?.factorShown !== true;
  const { token, expiresAt } = await parts.sessions.open({
    officerId: officer.id,
    credentialId: officer.state.credentialId,
    device: device.slice(0, LONGEST_DEVICE),
    awaitsFactor,
    ...(provider === undefined ? {} : { provider }),
    ...(seen.id === '' ? {} : { deviceId: seen.id }),
    ...(sourceId === undefined ? {} : { sourceId }),
  });
  if (!awaitsFactor && !mustSetPassword({ officer, provider }))
    await parts.devices.remember(officer.id, seen);
  return { token, expiresAt, officer, awaitsFactor, provider };
}

/** The owner is told of a device that was not used before: if it was not them, somebody has the password. */
export function toldOf(
  { agencyId }: Pick<OfficerState, 'agencyId'>,
  device: string,
  { isNew }: SeenDevice,
): readonly OfficerEvent[] {
  return isNew ? [alertOf(agencyId, 'new_device', device.slice(0, LONGEST_DEVICE))] : [];
}

interface Checked {
  readonly officer: Loaded<OfficerState>;
  /** The one that was right. */
  readonly credentialId: string;
}

/** The officer with this id and password, else undefined; always the work of one password. */
async function check(
  parts: DirectoryParts,
  officerId: string | undefined,
  password: string,
): Promise<Checked | undefined> {
  const officer = officerId === undefined ? undefined : await parts.officers.find(officerId);
  const shut = officer?.state.status === 'deactivated' || isClosed(parts, officer?.state.agencyId);
  const credentialId = shut ? undefined : officer?.state.credentialId;
  const secret = credentialId === undefined ? undefined : await parts.credentials.find(credentialId);
  const right = await parts.passwords.verify(password, secret);
  if (!right || officer === undefined || credentialId === undefined) return undefined;
  return { officer, credentialId };
}

/** Nobody works in an agency that is closed. */
export function isClosed({ view }: DirectoryParts, agencyId = ''): boolean {
  return view.find(agencyId)?.active === false;
}

function wrong(): AppError {
  return new AppError('unauthenticated', 'user name or password is wrong');
}
