import type { AggregateDefinition, StoreConnection } from '@lapor/store';
import type { Actor } from '@lapor/store';
import { insertUnlessThere, openDocuments } from './documents.ts';
import { evolveAgencyChange } from '../domain/agency/agency-change.ts';
import type { AgencyChangeEvent, AgencyChangeState } from '../domain/agency/agency-change.ts';

/** Each change of the tree with its reason. What came of it is published by the agencies it changed. */
export const AGENCY_CHANGES: AggregateDefinition<AgencyChangeState, AgencyChangeEvent> = {
  name: 'agency_changes',
  context: 'directory',
  schema: 1,
  evolve: evolveAgencyChange,
  isPublished: () => false,
  publish: () => undefined,
  indexes: [{ fields: { 'state.concerns': 1, 'state.number': 1 } }],
};

/** A change that has been decided and is being made: whoever finds it goes on with it. */
export type PendingChange = AgencyChangeEvent['data'] & {
  readonly changeId: string;
  readonly bodyHash: string;
  readonly actor: Actor;
};

interface TreeDocument {
  readonly _id: string;
  /** Goes up with every change of the shape of the tree. */
  readonly version: number;
  readonly pending?: PendingChange | null;
}

export interface TreeGuard {
  read(): Promise<{ readonly version: number; readonly pending: PendingChange | undefined }>;
  /** Decides that this change is made next, unless the tree has changed since `version`. */
  begin(version: number, change: PendingChange): Promise<boolean>;
  /** The change is made. */
  end(changeId: string): Promise<void>;
}

const TREE = 'tree';

/** One change of the tree at a time, over all replicas: so each is decided in sight of what the others have made of it. */
export function openTreeGuard(connection: StoreConnection): TreeGuard {
  const documents = openDocuments<TreeDocument>(connection, 'agency_tree');
  return {
    async read() {
      const found = await documents.findOne({ _id: TREE });
      if (found === null) await insertUnlessThere(documents, { _id: TREE, version: 0, pending: null });
      return { version: found?.version ?? 0, pending: found?.pending ?? undefined };
    },
    async begin(version, pending) {
      const next = { $set: { pending, version: version + 1 } };
      const { matchedCount } = await documents.updateOne({ _id: TREE, version, pending: null }, next);
      return matchedCount === 1;
    },
    async end(changeId) {
      await documents.updateOne({ _id: TREE, 'pending.changeId': changeId }, { $set: { pending: null } });
    },
  };
}
