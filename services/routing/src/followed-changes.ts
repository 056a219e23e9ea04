import type { StoreConnection } from '@lapor/store';

/** What cases have yet to follow, agencies or categories: noted when the news comes, and kept until all have. */
export interface FollowedChanges {
  note(id: string, at: Date): Promise<void>;
  list(): Promise<readonly FollowedChange[]>;
  /** All that were there have followed. */
  followed(moved: FollowedChange): Promise<void>;
  /** Nothing can come after, unless there was more news since. */
  settled(moved: FollowedChange): Promise<void>;
}

export interface FollowedChange {
  readonly _id: string;
  /** When the last news came, by the wall clock. */
  readonly at: Date;
  readonly followed: boolean;
}

interface Documents {
  updateOne(filter: object, update: object, options?: { readonly upsert: boolean }): Promise<unknown>;
  find(filter: object, options: { readonly limit: number }): { toArray(): Promise<FollowedChange[]> };
  deleteOne(filter: object): Promise<unknown>;
}

const MOST = 10_000;

export function openFollowedChanges(
  connection: StoreConnection,
  name: 'moved_agencies' | 'merged_categories',
): FollowedChanges {
  const { Schema } = connection.mongoose;
  const schema = new Schema({ _id: String }, { strict: false, versionKey: false, minimize: false });
  const documents = connection.model(name, schema).collection as unknown as Documents;
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
