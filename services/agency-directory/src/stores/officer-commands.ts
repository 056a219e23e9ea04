import { AppError } from '@lapor/kernel';
import type { Clock } from '@lapor/kernel';
import type { StoreConnection } from '@lapor/store';
import { insertUnlessThere, openDocuments } from './documents.ts';

/**
 * What each command on an account asked for, as long as it may be sent again: an account knows its own commands alone, and the same
 * id with another content may be about another account.
 */
export interface OfficerCommands {
  /** Before anything is written. @throws AppError unprocessable when the id was used for something else */
  claim(commandId: string, bodyHash: string): Promise<void>;
  tidy(): Promise<void>;
}

interface CommandDocument {
  readonly _id: string;
  readonly bodyHash: string;
  readonly at: Date;
}

const KEPT_MILLISECONDS = 7 * 86_400_000;

export function openOfficerCommands(connection: StoreConnection, clock: Clock): OfficerCommands {
  const documents = openDocuments<CommandDocument>(connection, 'officer_commands', { at: Date });
  return {
    async claim(commandId, bodyHash) {
      if (await insertUnlessThere(documents, { _id: commandId, bodyHash, at: clock.now() })) return;
      const known = await documents.findOne({ _id: commandId });
      if (known === null || known.bodyHash === bodyHash) return;
      throw new AppError('unprocessable', 'this command was sent before with another content', {
        issues: [{ field: 'commandId', rule: 'must be a new one for another content' }],
      });
    },
    async tidy() {
      await documents.deleteMany({ at: { $lt: new Date(clock.now().getTime() - KEPT_MILLISECONDS) } });
    },
  };
}
