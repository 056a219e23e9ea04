import { newId } from '@lapor/kernel';
import type { StoreConnection } from '@lapor/store';
import { insertUnlessThere, openDocuments } from '../stores/documents.ts';
import type { Secret } from './passwords.ts';

/** Hashes of passwords and codes. They are documents of their own, so that no history keeps an old hash. */
export interface Credentials {
  /** Counts for nothing until an event of the officer names it. */
  add(officerId: string, secret: Secret): Promise<string>;
  find(credentialId: string): Promise<Secret | undefined>;
  remove(credentialId: string): Promise<void>;
  /** Since when one-time codes are given with an end: now, when nobody has asked before. */
  datedSince(now: Date): Promise<Date>;
}

interface CredentialDocument extends Secret {
  readonly _id: string;
  readonly officerId: string;
  readonly since?: Date;
}

const DATED = 'dated';

export function openCredentials(connection: StoreConnection): Credentials {
  const documents = openDocuments<CredentialDocument>(connection, 'credentials');
  return {
    async add(officerId, { kind, hash }) {
      const credentialId = newId();
      await documents.insertOne({ _id: credentialId, officerId, kind, hash });
      return credentialId;
    },
    async find(credentialId) {
      const found = await documents.findOne({ _id: credentialId });
      return found === null ? undefined : { kind: found.kind, hash: found.hash };
    },
    async remove(credentialId) {
      await documents.deleteOne({ _id: credentialId });
    },
    async datedSince(now) {
      const mark = { _id: DATED, officerId: '', kind: 'one-time', hash: '', since: now } as const;
      if (await insertUnlessThere(documents, mark)) return now;
      return (await documents.findOne({ _id: DATED }))?.since ?? now;
    },
  };
}
