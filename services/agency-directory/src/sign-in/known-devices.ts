import type { Clock } from '@lapor/kernel';
import type { Keyring, StoreConnection } from '@lapor/store';
import { openDocuments } from '../stores/documents.ts';

/**
 * From which devices an officer has signed in before. Their owner is told of any other, and who guesses from elsewhere does not keep
 * the owner from signing in here.
 */
export interface KnownDevices {
  /** `key`: what tells the device from others; '' when nothing does, and then it is never known. */
  look(officerId: string, key: string): Promise<SeenDevice>;
  /** Whether the device of a session is known by now. */
  knows(deviceId: string): Promise<boolean>;
  /** Once all was shown that opens the account. */
  remember(officerId: string, device: Pick<SeenDevice, 'id'>): Promise<void>;
  /** All of them, or all but this one. */
  forget(officerId: string, except?: string): Promise<void>;
  tidy(): Promise<void>;
}

export interface SeenDevice {
  /** '' when nothing tells it from others. */
  readonly id: string;
  readonly known: boolean;
  /** The officer has signed in before, and from others alone. */
  readonly isNew: boolean;
}

interface DeviceDocument {
  /** Keyed hash of officer and key: the store need not know addresses. */
  readonly _id: string;
  readonly officerId: string;
  readonly at: Date;
}

/** More than anybody has; the one that was not used for longest is forgotten. */
const MOST_DEVICES = 20;
const FORGET_AFTER_MILLISECONDS = 400 * 86_400_000;

export function openKnownDevices(connection: StoreConnection, keys: Keyring, clock: Clock): KnownDevices {
  const documents = openDocuments<DeviceDocument>(connection, 'known_devices', {
    officerId: String,
    at: Date,
  });
  const idOf = (officerId: string, key: string): string =>
    key === '' ? '' : Buffer.from(keys.mac('known-device', `${officerId}\n${key}`)).toString('base64url');

  const knows = async (id: string): Promise<boolean> =>
    id !== '' && (await documents.findOne({ _id: id })) !== null;

  return {
    knows,
    async look(officerId, key) {
      const id = idOf(officerId, key);
      const known = await knows(id);
      if (known || id === '') return { id, known, isNew: false };
      const others = await documents.find({ officerId }, { limit: 1 }).toArray();
      return { id, known, isNew: others.length > 0 };
    },
    async remember(officerId, { id }) {
      if (id === '') return;
      const at = clock.now();
      await documents.updateOne({ _id: id }, { $set: { officerId, at } }, { upsert: true });
      const all = await documents.find({ officerId }).toArray();
      const most = all.toSorted((a, b) => b.at.getTime() - a.at.getTime());
      for (const { _id } of most.slice(MOST_DEVICES)) await documents.deleteOne({ _id });
    },
    async forget(officerId, except) {
      const filter = except === undefined ? { officerId } : { officerId, _id: { $ne: except } };
      await documents.deleteMany(filter);
    },
    async tidy() {
      const before = new Date(clock.now().getTime() - FORGET_AFTER_MILLISECONDS);
      await documents.deleteMany({ at: { $lt: before } });
    },
  };
}
