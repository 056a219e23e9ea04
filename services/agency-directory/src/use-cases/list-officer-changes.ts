import type { Caller } from '@lapor/contracts/common/v1/common';
import type { StoredEvent } from '@lapor/store';
import { evolveOfficer } from '../domain/officer/officer.ts';
import type { OfficerEvent, OfficerState } from '../domain/officer/officer.ts';
import type { DirectoryParts } from '../parts.ts';
import { managedOfficer, managesOfficer } from './manage-officers.ts';
import { recordedChanges, told } from './recorded-changes.ts';
import type { RecordedChange, Told } from './recorded-changes.ts';

/** What others decide about an account. Sign-ins, passwords and second factors are its owner's own. */
const TOLD: Readonly<Partial<Record<OfficerEvent['type'], string>>> = {
  OfficerInvited: 'invited',
  OfficerChanged: 'changed',
  OfficerReset: 'reset',
  SessionsEnded: 'signed_out',
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
  const history = await parts.officers.history(officerId);
  return recordedChanges(parts, officerId, told(ofTheirs(parts, caller, history), TOLD).map(withReturns));
}

/** What was done to somebody elsewhere, before they came, is for whoever looks after accounts there. */
function ofTheirs(
  parts: DirectoryParts,
  caller: Caller,
  history: readonly StoredEvent<OfficerEvent>[],
): readonly StoredEvent<OfficerEvent>[] {
  let state: OfficerState | undefined;
  return history.filter((event) => {
    state = evolveOfficer(state, { type: event.type, data: event.data } as OfficerEvent, event);
    return managesOfficer(parts, caller, state);
  });
}

function withReturns({ event, what }: Told): Told {
  return { event, what: what === 'invited' && 'returns' in event.data ? 'returned' : what };
}
