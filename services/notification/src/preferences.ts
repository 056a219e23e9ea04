import type { StoreConnection } from '@lapor/store';

/** What an officer wants to be told unasked. */
export interface Preferences {
  readonly morningMessage: boolean;
}

export interface PreferenceStore {
  /** Whoever has said nothing gets the message. */
  of(officerId: string): Promise<Preferences>;
  set(officerId: string, preferences: Preferences): Promise<void>;
}

interface Stored extends Preferences {
  readonly _id: string;
}

export function openPreferences(connection: StoreConnection): PreferenceStore {
  const schema = new connection.mongoose.Schema({ _id: String }, { strict: false, versionKey: false });
  const preferences = connection.model('preferences', schema).collection as unknown as {
    findOne(filter: object): Promise<Stored | null>;
    updateOne(filter: object, update: object, options: object): Promise<unknown>;
  };
  return {
    async of(officerId) {
      const found = await preferences.findOne({ _id: officerId });
      return { morningMessage: found?.morningMessage ?? true };
    },
    async set(officerId, { morningMessage }) {
      await preferences.updateOne({ _id: officerId }, { $set: { morningMessage } }, { upsert: true });
    },
  };
}
