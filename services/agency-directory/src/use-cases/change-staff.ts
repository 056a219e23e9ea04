import { AppError, toAppError } from '@lapor/kernel';
import { enterAgency } from '../domain/agency/agency.ts';
import { changesRights, decideGoing } from '../domain/officer/staff-change.ts';
import type { FourEyesAsked, StaffChange } from '../domain/officer/staff-change.ts';
import type { OfficerState } from '../domain/officer/officer.ts';
import type { DirectoryParts } from '../parts.ts';
import type { Decided } from '../stores/change-guard.ts';
import { makeOfficer } from './enter-officer.ts';
import { settleStaffing } from './staffing.ts';

/** Others change the same staff; more often than this in a row is not by chance. */
const TRIES = 20;

type Making = (StaffChange | FourEyesAsked) & Decided;

/**
 * Lets somebody go from an agency, in sight of everybody who went before, in any replica: so two of the last two admins do not both
 * go, and nobody is replaced twice. `decide` looks at what there is and says what is to be done, if anything; it may be asked again. A
 * process that dies in between leaves a change that the next look goes on with.
 * @throws AppError what `decide` throws, conflict
 */
export async function changeStaff(
  parts: DirectoryParts,
  agencyId: string,
  decide: () => Promise<Making | undefined>,
): Promise<void> {
  await parts.staffTurns.run(agencyId, async () => {
    for (let tries = 0; tries < TRIES; tries += 1) {
      const { version, pending } = await parts.staffChanges.read(agencyId);
      if (pending !== undefined) {
        await finishOthers(parts, agencyId, pending);
        continue;
      }
      const change = await decide();
      if (change === undefined) return;
      if (!(await parts.staffChanges.begin(agencyId, version, change))) continue;
      await finish(parts, agencyId, change);
      return;
    }
    throw new AppError('conflict', 'others change who works here at this moment; try again');
  });
}

/** Whoever went elsewhere meanwhile goes from there, in sight of those who go from there. @throws AppError conflict */
export function requireStillAt(guarded: string, { agencyId }: Pick<OfficerState, 'agencyId'>): void {
  if (agencyId !== guarded) throw new AppError('conflict', 'the officer serves elsewhere by now; try again');
}

/** Goes on with what somebody began and did not finish. */
export async function finishStaffChanges(parts: DirectoryParts): Promise<void> {
  for (const agencyId of await parts.staffChanges.unfinished()) {
    const { pending } = await parts.staffChanges.read(agencyId);
    if (pending !== undefined) await finishOthers(parts, agencyId, pending);
  }
}

/** What it comes to is told to whoever asked for it. */
async function finishOthers(parts: DirectoryParts, agencyId: string, change: Making): Promise<void> {
  try {
    await finish(parts, agencyId, change);
  } catch (error) {
    if (!isRefusal(error)) throw error;
  }
}

/** Every step may have been done before, here or by another replica. */
async function finish(parts: DirectoryParts, agencyId: string, change: Making): Promise<void> {
  try {
    await (change.kind === 'four_eyes' ? setFourEyes(parts, change) : letGo(parts, agencyId, change));
  } catch (error) {
    // It cannot be made any more, by nobody: it must not stand in the way of others.
    if (isRefusal(error)) await parts.staffChanges.end(agencyId, change.changeId);
    throw error;
  }
  await parts.staffChanges.end(agencyId, change.changeId);
}

async function setFourEyes(parts: DirectoryParts, change: FourEyesAsked & Decided): Promise<void> {
  const { agencyId, fourEyesBy, changeId: commandId, bodyHash, actor } = change;
  const by = fourEyesBy === undefined ? {} : { fourEyesBy };
  const command = { aggregateId: agencyId, commandId, bodyHash, actor };
  const { state } = await parts.agencies.execute(command, (before) => {
    if (before === undefined) return [];
    const { fourEyesBy: _by, ...rest } = before;
    return enterAgency(before, { ...rest, fourEyes: true, ...by });
  });
  parts.view.put({ agencyId, ...state });
}

/** Whoever comes, comes first: if that fails nobody has left. */
async function letGo(parts: DirectoryParts, agencyId: string, change: StaffChange & Decided): Promise<void> {
  const { changeId, bodyHash, actor, officerId, goes, comes } = change;
  const command = { commandId: changeId, bodyHash, actor };
  if (comes !== undefined) await makeOfficer(parts, comes.officerId, comes.invitation, command);
  const { state } = await parts.officers.execute({ ...command, aggregateId: officerId }, (before) =>
    decideGoing(before, change),
  );
  if (changesRights(change)) await parts.sessions.endAllOf(officerId);
  else parts.sessions.refresh(officerId);
  if (goes.kind === 'leaves') await parts.devices.forget(officerId);
  // What they look for may tell of people: it goes to who works on the same cases, or to nobody.
  const elsewhere = goes.kind === 'leaves' || goes.to.agencyId !== agencyId;
  if (elsewhere)
    await parts.savedFilters.handOver(officerId, goes.kind === 'leaves' ? goes.successorId : undefined);
  if (state.status === 'deactivated') await parts.credentials.remove(state.credentialId);
  for (const place of new Set([agencyId, state.agencyId, comes?.invitation.agencyId ?? agencyId]))
    await settleStaffing(parts, actor, place);
}

/** Decided against, and not merely failed: trying again comes to the same. */
function isRefusal(error: unknown): boolean {
  const { code, retryable } = toAppError(error);
  return !retryable && (code === 'conflict' || code === 'illegal' || code === 'unprocessable');
}
