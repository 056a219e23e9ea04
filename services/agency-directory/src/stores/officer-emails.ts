import type { Keyring, StoreConnection } from '@lapor/store';
import { openDocuments } from './documents.ts';
import { normalizeEmail } from '../domain/officer/provider-claims.ts';

/**
 * Whose address it may be. Several officers may share one, and somebody may have another by now: whoever looks here reads the
 * profile too.
 */
export interface OfficerEmails {
  /** Before the officer counts; again does nothing. */
  note(email: string, officerId: string): Promise<void>;
  find(email: string): Promise<readonly string[]>;
  /** Whether all officers entered before there was this index are in it, and that they are. */
  isComplete(): Promise<boolean>;
  markComplete(): Promise<void>;
}

interface EmailDocument {
  /** Keyed hash of the address: the store need not know it. */
  readonly _id: string;
  readonly officerIds: readonly string[];
}

const COMPLETE = 'complete';

export function openOfficerEmails(connection: StoreConnection, keys: Keyring): OfficerEmails {
  const documents = openDocuments<EmailDocument>(connection, 'officer_emails');
  const idOf = (email: string): string =>
    Buffer.from(keys.mac('officer-email', normalizeEmail(email))).toString('base64url');
  return {
    async note(email, officerId) {
      if (email === '') return;
      const change = { $addToSet: { officerIds: officerId } };
      await documents.updateOne({ _id: idOf(email) }, change, { upsert: true });
    },
    find: async (email) => (await documents.findOne({ _id: idOf(email) }))?.officerIds ?? [],
    isComplete: async () => (await documents.findOne({ _id: COMPLETE })) !== null,
    async markComplete() {
      await documents.updateOne({ _id: COMPLETE }, { $set: { officerIds: [] } }, { upsert: true });
    },
  };
}
