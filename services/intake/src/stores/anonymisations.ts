import { isDuplicateKey, type StoreConnection } from '@lapor/store';
import { openRecords } from './records.ts';

/** That a case was anonymised, by which policy and when: nothing of who reported it, and nothing that was said. */
export interface Anonymisation {
  /** The tracking id. */
  readonly _id: string;
  readonly status: string;
  readonly finalSince: Date;
  readonly policyVersion: string;
  readonly protected: boolean;
  readonly begunAt: Date;
  /** Begun, and not yet done to its end everywhere in this service. */
  readonly open?: true;
  readonly doneAt?: Date;
}

/** Written before anything is destroyed, so that whoever finds one goes on with it; kept for good. */
export interface Anonymisations {
  /** Once, however often it is said. */
  begin(begun: Anonymisation): Promise<void>;
  unfinished(limit: number): Promise<readonly Anonymisation[]>;
  done(trackingId: string, at: Date): Promise<void>;
  /** It was not to be: somebody put the case on hold in between. */
  drop(trackingId: string): Promise<void>;
  /** Newest first; `before`: those that were begun before that moment. */
  newest(before: Date | undefined, limit: number): Promise<readonly Anonymisation[]>;
}

export function openAnonymisations(connection: StoreConnection): Anonymisations {
  const records = openRecords<Anonymisation>(connection, 'anonymisations', { begunAt: Date, open: Boolean }, [
    [{ open: 1 }, { open: true }],
    { begunAt: -1 },
  ]);
  return {
    async begin(begun) {
      try {
        await records.insertOne({ ...begun, open: true });
      } catch (error) {
        if (!isDuplicateKey(error)) throw error;
      }
    },
    unfinished: (limit) => records.find({ open: true }, { limit }).toArray(),
    async done(_id, doneAt) {
      await records.updateOne({ _id, open: true }, { $set: { doneAt }, $unset: { open: 1 } });
    },
    async drop(_id) {
      await records.deleteMany({ _id, open: true });
    },
    newest: (before, limit) =>
      records
        .find(before === undefined ? {} : { begunAt: { $lt: before } }, { sort: { begunAt: -1 }, limit })
        .toArray(),
  };
}
