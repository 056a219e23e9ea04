import { AppError } from '@lapor/kernel';
import type { Command } from './aggregate.ts';
import type { CommandRecord } from './aggregate-document.ts';

/**
 * The record of an earlier run of this command, if there is one. Newest first: repeats come soon.
 * @throws AppError unprocessable when the id was used for something else
 */
export function findCommandRecord(
  records: readonly CommandRecord[],
  command: Pick<Command, 'commandId' | 'bodyHash'>,
): CommandRecord | undefined {
  const record = records.findLast(({ id }) => id === command.commandId);
  if (record && record.bodyHash !== command.bodyHash) {
    throw new AppError('unprocessable', 'this command was sent before with another content', {
      issues: [{ field: 'commandId', rule: 'must be a new one for another content' }],
    });
  }
  return record;
}
