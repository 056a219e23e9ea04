import type { OpenSession as Session } from '@lapor/contracts/directory/v1/directory_service';
import type { OpenSession, OwnPreferences, SecondFactorSetup } from '@lapor/portal';
import { PUBLIC_CALLER } from '../../remotes/callers.ts';
import type { Intake } from '../../intake.ts';
import { isoOf } from '../case-mapping.ts';
import { callerOf } from './officer-session.ts';

/** What officers do with their own accounts. The session is the proof: the directory asks for no other caller. */
const CALL = { caller: PUBLIC_CALLER };

/** @throws AppError unauthenticated (session), invalid (code), rate_limited */
export async function confirmSecondFactor(
  intake: Intake,
  token: string,
  code: string,
): Promise<{ readonly recoveryCodesLeft: number }> {
  const { recoveryCodesLeft } = await intake.directory.confirmSecondFactor({ token, code }, CALL);
  intake.sessions.clear();
  return { recoveryCodesLeft };
}

/** @throws AppError unauthenticated, illegal where there is one */
export async function beginSecondFactor(intake: Intake, token: string): Promise<SecondFactorSetup> {
  const { secret, uri } = await intake.directory.beginSecondFactor({ token }, CALL);
  return { secret, uri };
}

/** @throws AppError unauthenticated, invalid (code), rate_limited, illegal */
export async function enrolSecondFactor(
  intake: Intake,
  token: string,
  code: string,
): Promise<{ readonly recoveryCodes: readonly string[] }> {
  const { recoveryCodes } = await intake.directory.enrolSecondFactor({ token, code }, CALL);
  intake.sessions.clear();
  return { recoveryCodes };
}

/** @throws AppError unauthenticated, invalid (code), forbidden where it is required, illegal without one */
export async function removeSecondFactor(intake: Intake, token: string, code: string): Promise<void> {
  await intake.directory.removeSecondFactor({ token, code }, CALL);
  intake.sessions.clear();
}

/** @throws AppError unauthenticated */
export async function listSessions(intake: Intake, token: string): Promise<readonly OpenSession[]> {
  const { sessions } = await intake.directory.listSessions({ token }, CALL);
  return sessions.map(openSession);
}

export function openSession({ sessionId: id, device, current, createdAt, lastUsedAt }: Session): OpenSession {
  return { id, device, current, createdAt: isoOf(createdAt), lastUsedAt: isoOf(lastUsedAt) };
}

/** Without an id all others than this one. @throws AppError unauthenticated */
export async function endSessions(intake: Intake, token: string, sessionId = ''): Promise<void> {
  await intake.directory.endSessions({ token, sessionId }, CALL);
  intake.sessions.clear();
}

/** What the officer is told unasked. @throws AppError unauthenticated */
export async function readPreferences(intake: Intake, token: string): Promise<OwnPreferences> {
  const caller = await callerOf(intake, token);
  const { preferences } = await intake.notification.getPreferences({}, { caller });
  return { morningMessage: preferences?.morningMessage ?? true };
}

/** @throws AppError unauthenticated */
export async function setPreferences(
  intake: Intake,
  token: string,
  { morningMessage }: OwnPreferences,
): Promise<OwnPreferences> {
  const caller = await callerOf(intake, token);
  const { preferences } = await intake.notification.setPreferences(
    { preferences: { morningMessage } },
    { caller },
  );
  return { morningMessage: preferences?.morningMessage ?? morningMessage };
}
