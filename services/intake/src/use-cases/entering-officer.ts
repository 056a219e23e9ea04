import { Role } from '@lapor/contracts/common/v1/common';
import type { Caller } from '@lapor/contracts/common/v1/common';
import { AppError } from '@lapor/kernel';
import type { Intake } from '../intake.ts';
import { callerOf } from './officer-session.ts';

const ENTERING: ReadonlySet<Role> = new Set([
  Role.NATIONAL_ADMIN,
  Role.AGENCY_ADMIN,
  Role.LIAISON,
  Role.CLERK,
]);

/** Who types in for others. @throws AppError unauthenticated, forbidden */
export async function enteringOfficer(intake: Intake, token: string): Promise<Caller> {
  const caller = await callerOf(intake, token);
  if (ENTERING.has(caller.role)) return caller;
  throw new AppError('forbidden', 'what others have said or written is entered by clerks and officers');
}
