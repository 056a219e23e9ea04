import type { Caller } from '@lapor/contracts/common/v1/common';
import { AppError, newId } from '@lapor/kernel';
import type { Command } from '@lapor/store';
import { actorOf, digest } from '../commands.ts';
import type { DirectoryParts } from '../parts.ts';

/** A command on an account, whichever that turns out to be. */
export type OfficerCommand = Omit<Command, 'aggregateId'>;

/** Command ids are the caller's own: nobody gets another's code by sending another's id. `commandId`: '' when nobody will ask again. */
export function officerCommand(caller: Caller, commandId: string, body: unknown): OfficerCommand {
  const id = `${caller.officerId}:${commandId === '' ? newId() : commandId}`;
  return { commandId: id, bodyHash: digest(JSON.stringify(body)), actor: actorOf(caller) };
}

/** Whether the command has changed this account before. @throws AppError unprocessable when it said something else then */
export async function wasDone(
  { officers, officerCommands }: Pick<DirectoryParts, 'officers' | 'officerCommands'>,
  officerId: string,
  { commandId, bodyHash }: OfficerCommand,
): Promise<boolean> {
  if ((await officers.find(officerId)) === undefined) return false;
  const history = await officers.history(officerId);
  if (!history.some((event) => event.commandId === commandId)) return false;
  await officerCommands.claim(commandId, bodyHash);
  return true;
}

/**
 * The one-time code that the command gave, told again to whoever sends it again: it comes from the command by HMAC and is stored
 * nowhere. Only as long as it opens: whoever has set a password since needs none.
 * @throws AppError illegal
 */
export async function codeAgain(
  parts: Pick<DirectoryParts, 'officers' | 'credentials' | 'passwords' | 'oneTimeCodes'>,
  officerId: string,
  { commandId }: Pick<OfficerCommand, 'commandId'>,
): Promise<{ readonly code: string; readonly codeUntil: string }> {
  const { code } = parts.passwords.oneTimeCodeFor(officerId, commandId);
  const { state } = await parts.officers.get(officerId);
  const { credentialId, codeUntil = '' } = state;
  const secret = await parts.credentials.find(credentialId);
  const opens = secret?.kind === 'one-time' && (await parts.passwords.verify(code, secret));
  if (!opens || parts.oneTimeCodes.hasRunOut(state))
    throw new AppError('illegal', 'the one-time code of then has been used or replaced since, or ran out', {
      extra: { legal: ['reset'], why: 'code_over' },
    });
  return { code, codeUntil };
}
