import type { Caller } from '@lapor/contracts/common/v1/common';
import { endSessions, present } from '../domain/officer/decide-officer.ts';
import type { DirectoryParts } from '../parts.ts';
import type { SessionInfo } from '../sign-in/sessions.ts';
import { checkedReason, keepReason } from './change-with-reason.ts';
import { managedOfficer } from './manage-officers.ts';
import type { Asked } from './manage-officers.ts';
import { officerCommand } from './officer-command.ts';
import { tellInspectors } from './tell-inspectors.ts';

/** Where an officer is signed in: for whoever looks after the account. @throws AppError unauthenticated, forbidden, not_found */
export async function listOfficerSessions(
  parts: DirectoryParts,
  caller: Caller,
  officerId: string,
): Promise<readonly SessionInfo[]> {
  const officer = await managedOfficer(parts, caller, officerId);
  return parts.sessions.listOf(officer);
}

/**
 * Ends one session of an officer, or without an id all of them: a telephone was lost, somebody forgot to sign out. Whoever knows the
 * password signs in again. Written down before it is done.
 * @throws AppError unauthenticated, forbidden, not_found, illegal (has left), invalid (reason), unprocessable
 */
export async function endOfficerSessions(
  parts: DirectoryParts,
  caller: Caller,
  { officerId, sessionId }: { readonly officerId: string; readonly sessionId: string },
  { why, commandId }: Asked,
): Promise<void> {
  const { state } = await managedOfficer(parts, caller, officerId);
  present(state);
  const command = officerCommand(caller, commandId, ['end-sessions', officerId, sessionId, why]);
  const text = checkedReason(why);
  await parts.officerCommands.claim(command.commandId, command.bodyHash);
  const reason = await keepReason(parts, officerId, command.commandId, text);
  await tellInspectors(parts, caller, state.agencyId, 'inspectorate_officers', command.commandId);
  const { events } = await parts.officers.execute({ ...command, aggregateId: officerId }, (before) =>
    endSessions(before, reason),
  );
  // Sent again, it ends what was left open then, and nothing that was opened since.
  const [writtenDown] = events;
  const openedBy = writtenDown === undefined ? parts.clock.now() : new Date(writtenDown.at);
  await parts.sessions.endOf(officerId, sessionId === '' ? undefined : sessionId, openedBy);
}
