import type { Actor, StoreConnection } from '@lapor/store';
import { insertUnlessThere, openDocuments } from './documents.ts';

/** A change that has been decided and is being made. */
export interface Decided {
  readonly changeId: string;
  readonly bodyHash: string;
  readonly actor: Actor;
}

interface GuardDocument<Change> {
  readonly _id: string;
  /** Goes up with every change. */
  readonly version: number;
  readonly pending?: Change | null;
  /** There is one: what a sweep looks for. */
  readonly open?: string;
}

/**
 * One change at a time of what is called so, over all replicas: each is decided in sight of what those before it have made of it, and
 * whoever finds one that is being made goes on with it. So two that are right alone and wrong together are never both made.
 */
export interface ChangeGuard<Change> {
  read(id: string): Promise<{ readonly version: number; readonly pending: Change | undefined }>;
  /** Decides that this change is made next, unless another one was since `version`. */
  begin(id: string, version: number, change: Change): Promise<boolean>;
  /** The change is made. */
  end(id: string, changeId: string): Promise<void>;
  /** Of what a change is being made, by somebody who may be gone. */
  unfinished(): Promise<readonly string[]>;
}

const MOST_UNFINISHED = 100;

export function openChangeGuard<Change extends Decided>(
  connection: StoreConnection,
  collection: string,
): ChangeGuard<Change> {
  const documents = openDocuments<GuardDocument<Change>>(connection, collection, { open: String });
  return {
    async read(id) {
      const found = await documents.findOne({ _id: id });
      if (found === null) await insertUnlessThere(documents, { _id: id, version: 0, pending: null });
      return { version: found?.version ?? 0, pending: found?.pending ?? undefined };
    },
    async begin(id, version, pending) {
      const next = { $set: { pending, version: version + 1, open: 'yes' } };
      const { matchedCount } = await documents.updateOne({ _id: id, version, pending: null }, next);
      return matchedCount === 1;
    },
    async end(id, changeId) {
      const done = { $set: { pending: null }, $unset: { open: true } };
      await documents.updateOne({ _id: id, 'pending.changeId': changeId }, done);
    },
    async unfinished() {
      const open = await documents.find({ open: 'yes' }, { limit: MOST_UNFINISHED }).toArray();
      return open.map(({ _id }) => _id);
    },
  };
}
