import type { StoreConnection } from '@lapor/store';

/** Agencies whose cases have yet to follow them: noted when the news comes, and kept until all have. */
export interface MovedAgencies {
  note(agencyId: string, at: Date): Promise<void>;
  list(): Promise<readonly MovedAgency[]>;
  /** All that were there have followed. */
  followed(moved: MovedAgency): Promise<void>;
  /** Nothing can come after, unless there was more news since. */
  settled(moved: MovedAgency): Promise<void>;
}

export interface MovedAgency {
  readonly _id: string;
  /** When the last news came, by the wall clock. */
  readonly at: Date;
  readonly followed: boolean;
}

interface Documents {
  updateOne(filter: object, update: object, options?: { readonly upsert: boolean }): Promise<unknown>;
  find(filter: object, options: { readonly limit: number }): { toArray(): Promise<MovedAgency[]> };
  deleteOne(filter: object): Promise<unknown>;
}

const MOST = 10_000;

export function openMovedAgencies(connection: StoreConnection): MovedAgencies {
  const { Schema } = connection.mongoose;
  const schema = new Schema({ _id: String }, { strict: false, versionKey: false, minimize: false });
  const documents = connection.model('moved_agencies', schema).collection as unknown as Documents;
  return {
    async note(_id, at) {
      await documents.updateOne({ _id }, { $set: { at, followed: false } }, { upsert: true });
    },
    list: () => documents.find({}, { limit: MOST }).toArray(),
    async followed({ _id, at }) {
      await documents.updateOne({ _id, at }, { $set: { followed: true } });
    },
    async settled({ _id, at }) {
      await documents.deleteOne({ _id, at });
    },
  };
}
