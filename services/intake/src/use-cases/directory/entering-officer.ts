import { reachOf } from '@lapor/contracts';
import type { Caller } from '@lapor/contracts/common/v1/common';
import { AppError } from '@lapor/kernel';
import type { Intake } from '../../intake.ts';
import { callerOf } from './officer-session.ts';

/** Who types in for others. @throws AppError unauthenticated, forbidden */
export async function enteringOfficer(intake: Intake, token: string): Promise<Caller> {
  const caller = await callerOf(intake, token);
  if (reachOf(caller, 'enter_for_others') !== undefined) return caller;
  throw new AppError('forbidden', 'what others have said or written is entered by clerks and officers');
}
