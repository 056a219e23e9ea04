import type { Caller } from '@lapor/contracts/common/v1/common';
import type {
  Absence,
  Colleague as ColleagueMessage,
  CreateSessionResponse,
  Officer,
} from '@lapor/contracts/directory/v1/directory_service';
import { AppError } from '@lapor/kernel';
import { isAccessToken } from '@lapor/attest';
import type {
  AbsenceInfo,
  Colleague,
  OfficerInfo,
  OfficerSession,
  RequestContext,
  SignedIn,
} from '@lapor/portal';
import { PUBLIC_CALLER } from '../../remotes/callers.ts';
import { deviceKeyOf, deviceOf } from '../../domain/device.ts';
import type { Intake } from '../../intake.ts';
import type { Resolved } from '../../remotes/session-cache.ts';
import { roles } from '../../names.ts';
import { isoOf } from '../case-mapping.ts';

/**
 * Hashing a password waits for others who sign in too, and a provider may be slow: better a little later than an error, after which
 * the session was opened all the same. Nobody at a screen waits longer.
 */
export const SIGN_IN_MILLISECONDS = 15_000;

/** @throws AppError unauthenticated, rate_limited */
export async function signIn(
  intake: Intake,
  username: string,
  password: string,
  coming: Pick<RequestContext, 'clientAddress' | 'userAgent' | 'deviceToken'>,
): Promise<SignedIn> {
  const answer = await showPassword(intake, coming, (from) =>
    intake.directory.createSession(
      { username, password, ...from },
      { caller: PUBLIC_CALLER, timeoutMilliseconds: SIGN_IN_MILLISECONDS },
    ),
  );
  return signedIn(answer);
}

/**
 * Wherever a password is shown by somebody who is not in yet: wrong ones are counted for the address.
 * @throws AppError what `ask` throws, rate_limited
 */
export async function showPassword<Answer>(
  { limits }: Pick<Intake, 'limits'>,
  coming: Pick<RequestContext, 'clientAddress' | 'userAgent' | 'deviceToken'>,
  ask: (from: {
    readonly device: string;
    readonly source: string;
    readonly deviceKey: string;
    readonly knownDeviceOnly: boolean;
  }) => Promise<Answer>,
): Promise<Answer> {
  const { clientAddress, userAgent = '' } = coming;
  const tooMany = refusalOf(() => limits.check('sign-in-address', clientAddress));
  try {
    return await ask({
      device: deviceOf(userAgent),
      source: clientAddress,
      deviceKey: deviceKeyOf(coming),
      // Others behind the same address must not keep an owner out where they are known.
      knownDeviceOnly: tooMany !== undefined,
    });
  } catch (error) {
    if (!(error instanceof AppError)) throw error;
    // Such an address is told by its own limit when to come back.
    if (tooMany !== undefined && error.code === 'forbidden') throw tooMany;
    if (tooMany === undefined && error.code === 'unauthenticated')
      limits.take('sign-in-address', clientAddress);
    throw error;
  }
}

function refusalOf(check: () => void): unknown {
  try {
    check();
    return undefined;
  } catch (error) {
    return error;
  }
}

export function signedIn(answer: CreateSessionResponse): SignedIn {
  const { token, officer, expiresAt, mustSetPassword, secondFactor } = answer;
  return {
    token,
    officer: officerInfo(officer),
    expiresAt: isoOf(expiresAt) ?? '',
    mustSetPassword,
    secondFactor: standingOf(secondFactor),
  };
}

/** @throws AppError unauthenticated when the token stands for nobody (any more) */
async function resolve(intake: Intake, token: string): Promise<Resolved> {
  const kept = intake.sessions.find(token, intake.clock.now());
  if (kept !== undefined) return kept;
  const answer = await intake.directory.resolveSession({ token }, { caller: PUBLIC_CALLER });
  if (answer.caller === undefined) throw new AppError('unauthenticated', 'the session is over');
  const { caller, officer, mustSetPassword } = answer;
  const session = {
    officer: officerInfo(officer),
    expiresAt: isoOf(answer.expiresAt) ?? '',
    mustSetPassword,
    secondFactor: standingOf(answer.secondFactor),
  };
  const resolved = { caller, session };
  intake.sessions.keep(token, resolved);
  return resolved;
}

export async function findSession(intake: Intake, token: string): Promise<OfficerSession | undefined> {
  try {
    return (await resolve(intake, token)).session;
  } catch (error) {
    if (error instanceof AppError && (error.code === 'unauthenticated' || error.code === 'not_found'))
      return undefined;
    throw error;
  }
}

/**
 * Whom to act for: by the token of a session, or an access token. With a one-time password nobody acts yet.
 * @throws AppError unauthenticated, forbidden
 */
export async function callerOf(intake: Intake, token: string): Promise<Caller> {
  if (isAccessToken(token)) return intake.accessTokens.caller(token);
  const { caller, session } = await resolve(intake, token);
  if (session.mustSetPassword)
    throw new AppError('forbidden', 'set a password of your own first', {
      extra: { mustSetPassword: true },
    });
  const { secondFactor } = session;
  if (secondFactor === 'awaited' || secondFactor === 'required')
    throw new AppError('forbidden', `the second factor is ${secondFactor}`, { extra: { secondFactor } });
  return caller;
}

/**
 * For programs: stands for the officer for two minutes, and is checked without asking the directory.
 * @throws AppError unauthenticated, forbidden
 */
export async function issueAccessToken(
  intake: Intake,
  token: string,
): Promise<{ readonly accessToken: string; readonly tokenType: 'Bearer'; readonly expiresAt: string }> {
  const answer = await intake.directory.issueAccessToken({ token }, { caller: PUBLIC_CALLER });
  return { accessToken: answer.accessToken, tokenType: 'Bearer', expiresAt: isoOf(answer.expiresAt) ?? '' };
}

/** With where to sign out at the identity provider too, for a session that was opened there. */
export async function signOut(
  intake: Intake,
  token: string,
): Promise<{ readonly providerUrl: string | undefined }> {
  const options = { caller: PUBLIC_CALLER, timeoutMilliseconds: SIGN_IN_MILLISECONDS };
  const { providerUrl } = await intake.directory.deleteSession({ token }, options);
  intake.sessions.clear();
  return { providerUrl: providerUrl === '' ? undefined : providerUrl };
}

export async function setPassword(
  intake: Intake,
  token: string,
  oldPassword: string,
  newPassword: string,
): Promise<void> {
  const { caller } = await resolve(intake, token);
  await intake.directory.setPassword({ token, oldPassword, newPassword }, { caller });
  intake.sessions.clear();
}

const STANDINGS = ['none', 'set', 'awaited', 'required'] as const;

function standingOf(word: string): OfficerSession['secondFactor'] {
  return STANDINGS.find((each) => each === word) ?? 'none';
}

const STATUSES = ['invited', 'active', 'deactivated'] as const;

export function officerInfo(officer: Officer | undefined): OfficerInfo {
  if (officer === undefined) throw new AppError('internal', 'the directory told of no officer');
  return {
    id: officer.officerId,
    username: officer.username,
    name: officer.name,
    role: roles.word(officer.role) ?? 'liaison',
    agencyId: officer.agencyId,
    agencyName: officer.agencyName,
    email: officer.email === '' ? undefined : officer.email,
    phone: officer.phone === '' ? undefined : officer.phone,
    status: STATUSES.find((each) => each === officer.status) ?? 'active',
    lastSignedInAt: isoOf(officer.lastSignedInAt),
    scopeAgencyId: officer.scopeAgencyId === '' ? undefined : officer.scopeAgencyId,
    scopeArea: officer.scopeAreaCode === '' ? undefined : officer.scopeAreaCode,
    absence: absenceInfo(officer.absence),
    absences: officer.absences.flatMap((each) => absenceInfo(each) ?? []),
    successorId: officer.successorId === '' ? undefined : officer.successorId,
    codeUntil: isoOf(officer.codeUntil),
  };
}

export function colleagueInfo({ officerId: id, name, role, agencyName }: ColleagueMessage): Colleague {
  return { id, name, role: roles.word(role) ?? 'liaison', agencyName };
}

export function absenceInfo(absence: Absence | undefined): AbsenceInfo | undefined {
  if (absence === undefined) return undefined;
  const { from, to, deputyId, deputyName } = absence;
  return { from, to, ...(deputyId === '' ? {} : { deputyId, deputyName }) };
}
