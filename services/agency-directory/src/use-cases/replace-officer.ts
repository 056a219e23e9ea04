import type { Caller } from '@lapor/contracts/common/v1/common';
import { AppError, invalid } from '@lapor/kernel';
import type { OfficerState } from '../domain/officer/officer.ts';
import type { StaffChange } from '../domain/officer/staff-change.ts';
import type { DirectoryParts } from '../parts.ts';
import { changeStaff, requireStillAt } from './change-staff.ts';
import { checkedReason, keepReason } from './change-with-reason.ts';
import { prepareOfficer, requireNameFree } from './enter-officer.ts';
import type { EnteredOfficer } from './enter-officer.ts';
import { requireAdminLeft } from './last-admin.ts';
import { requireInspectorLeft } from './last-inspector.ts';
import { agencyOf, checkedInvitee, managedOfficer } from './manage-officers.ts';
import type { Asked, Invitee } from './manage-officers.ts';
import { codeAgain, officerCommand, wasDone } from './officer-command.ts';
import type { OfficerCommand } from './officer-command.ts';
import { requireReleaserLeft } from './releasers.ts';
import { placedIn, requireMayStandIn } from './stand-ins.ts';
import { tellInspectors } from './tell-inspectors.ts';

/** Who comes for whoever goes, if anybody, and why. */
export interface Succession extends Asked {
  /** Somebody new. */
  readonly successor: (predecessor: OfficerState) => Invitee | undefined;
  /** Instead: somebody who is there. */
  readonly takesOver: string | undefined;
}

/**
 * Ends an officer's access. A successor is entered first, into the same place: if that fails, nobody has left. Or somebody who is
 * there takes over (`takesOver`). What was personal goes to whoever comes; to the agency when nobody is named. Sent again, with the
 * same id and content, it tells the successor's code again.
 * @throws AppError forbidden, not_found, illegal (their own, without a successor; the code is over), invalid (reason too), conflict
 *   (user name), unprocessable
 */
export async function replaceOfficer(
  parts: DirectoryParts,
  caller: Caller,
  officerId: string,
  succession: Succession,
): Promise<EnteredOfficer | undefined> {
  const { state } = await managedOfficer(parts, caller, officerId);
  const { why, commandId, takesOver = '', successor } = succession;
  const comes = successor(state);
  const command = officerCommand(caller, commandId, ['replace', officerId, comes ?? '', takesOver, why]);
  checkedReason(why);
  await changeStaff(parts, state.agencyId, async () =>
    (await wasDone(parts, officerId, command))
      ? undefined
      : decideSuccession(parts, caller, { officerId, at: state.agencyId }, succession, command),
  );
  return enteredBy(parts, officerId, command);
}

async function decideSuccession(
  parts: DirectoryParts,
  caller: Caller,
  { officerId, at: guarded }: { readonly officerId: string; readonly at: string },
  { successor, takesOver, why }: Succession,
  command: OfficerCommand,
) {
  const officer = await managedOfficer(parts, caller, officerId);
  const { state } = officer;
  requireStillAt(guarded, state);
  const invitee = successor(state);
  if (invitee !== undefined && takesOver !== undefined)
    throw invalid('successorId', 'is not given together with a new officer');
  if (takesOver !== undefined) {
    const { path } = await agencyOf(parts, state.agencyId);
    await requireMayStandIn(parts, takesOver, placedIn(path, officer), 'successorId');
  }
  if (invitee === undefined && takesOver === undefined && caller.officerId === officerId) {
    throw new AppError('illegal', 'nobody ends their own access without a successor', {
      extra: { legal: ['replace with a successor'] },
    });
  }
  if (state.status === 'deactivated') {
    // Whoever has left leaves but once, for the reason of then.
    if (invitee === undefined && takesOver === undefined) return undefined;
    throw new AppError('illegal', 'the officer has left already', {
      extra: { legal: ['invite'], why: 'left' },
    });
  }
  const checked = invitee === undefined ? undefined : await checkedInvitee(parts, caller, invitee);
  await requireAdminLeft(parts, officerId, state, invitee);
  await requireInspectorLeft(parts, officerId, state, invitee);
  await requireReleaserLeft(parts, officerId, state, invitee);
  if (checked !== undefined) await requireNameFree(parts, checked.invitee);
  await parts.officerCommands.claim(command.commandId, command.bodyHash);
  const comes =
    checked === undefined
      ? undefined
      : await prepareOfficer(parts, { ...checked.invitee, language: 'id', reason: why }, command);
  const successorId = comes?.officerId ?? takesOver;
  const reason = await keepReason(parts, officerId, command.commandId, why);
  for (const at of new Set([state.agencyId, comes?.invitation.agencyId ?? state.agencyId]))
    await tellInspectors(parts, caller, at, 'inspectorate_officers', command.commandId);
  const { agencyId, role, scope } = state;
  const change: StaffChange = {
    officerId,
    from: { agencyId, role, ...(scope === undefined ? {} : { scope }) },
    goes: { kind: 'leaves', reason, ...(successorId === undefined ? {} : { successorId }) },
    ...(comes === undefined ? {} : { comes: { officerId: comes.officerId, invitation: comes.invitation } }),
  };
  const { commandId: changeId, bodyHash, actor } = command;
  return { ...change, changeId, bodyHash, actor };
}

/** Whoever came by this command, with the code that was told then. */
async function enteredBy(
  parts: DirectoryParts,
  officerId: string,
  command: OfficerCommand,
): Promise<EnteredOfficer | undefined> {
  const { successorId } = (await parts.officers.get(officerId)).state;
  if (successorId === undefined || !(await wasDone(parts, successorId, command))) return undefined;
  return { officerId: successorId, oneTimePassword: (await codeAgain(parts, successorId, command)).code };
}
