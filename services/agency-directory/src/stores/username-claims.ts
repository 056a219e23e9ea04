import { newId } from '@lapor/kernel';
import type { Keyring, StoreConnection } from '@lapor/store';
import { insertUnlessThere, openDocuments } from './documents.ts';

/** One user name, one officer, for good: a name that was somebody's is not given to another. */
export interface UsernameClaims {
  /** The id of the officer who has this name or, when nobody has, may have it from now on. */
  claim(username: string): Promise<string>;
  find(username: string): Promise<string | undefined>;
}

interface ClaimDocument {
  /** Keyed hash of the name: user names are often people's names, and the store need not know them. */
  readonly _id: string;
  readonly officerId: string;
}

/** Names are given normalized (`normalizeUsername`). */
export function openUsernameClaims(connection: StoreConnection, keys: Keyring): UsernameClaims {
  const documents = openDocuments<ClaimDocument>(connection, 'username_claims');
  const idOf = (username: string): string =>
    Buffer.from(keys.mac('username-claim', username)).toString('base64url');
  const find = async (username: string): Promise<string | undefined> =>
    (await documents.findOne({ _id: idOf(username) }))?.officerId;
  return {
    find,
    async claim(username) {
      const officerId = newId();
      if (await insertUnlessThere(documents, { _id: idOf(username), officerId })) return officerId;
      return (await find(username)) ?? officerId;
    },
  };
}
