import type { Caller } from '@lapor/contracts/common/v1/common';
import type { OfficerEvent } from '../domain/officer/officer.ts';
import type { DirectoryParts } from '../parts.ts';
import { managedOfficer } from './manage-officers.ts';
import { recordedChanges, told } from './recorded-changes.ts';
import type { RecordedChange } from './recorded-changes.ts';

/** What others decide about an account. Sign-ins, passwords and second factors are its owner's own. */
const TOLD: Readonly<Partial<Record<OfficerEvent['type'], string>>> = {
  OfficerInvited: 'invited',
  OfficerChanged: 'changed',
  OfficerReset: 'reset',
  OfficerDeactivated: 'ended',
  AbsenceSet: 'away',
  AbsenceEnded: 'back',
};

/** What was done to an officer's account, newest first: for its admins. @throws AppError unauthenticated, forbidden, not_found */
export async function listOfficerChanges(
  parts: DirectoryParts,
  caller: Caller,
  officerId: string,
): Promise<readonly RecordedChange[]> {
  await managedOfficer(parts, caller, officerId);
  return recordedChanges(parts, officerId, told(await parts.officers.history(officerId), TOLD));
}
