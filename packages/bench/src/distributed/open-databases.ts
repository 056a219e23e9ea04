import { openMongoDocuments } from '@lapor/store';
import type { BulkStores } from '../installation.ts';
import type { Backing } from './backing.ts';
import { withDatabase } from './database-of.ts';
import { mongoTarget } from './mongo-target.ts';

/** The databases of an installation whose services are not running. */
export async function openDatabases(
  backing: Backing,
  database: string,
  keysFolder: string,
): Promise<BulkStores> {
  const documents = await openMongoDocuments(withDatabase(backing.mongoUrl, database));
  const target = mongoTarget(backing.mongo, database);
  return {
    ...documents,
    keysFolder,
    put: (name, some) => target.put(name, some),
    // Waits for the journal, and with that for everything before.
    putLast: (name, document) => documents.put(name, [document]),
    async readBare({ service, collection }, ids) {
      const native = backing.mongo.db(`${database}_${service}`).collection<{ _id: string }>(collection);
      return (await native.find({ _id: { $in: [...ids] } }).toArray()).length;
    },
    cpuSeconds: () => backing.parts().get('mongod')?.cpuSeconds ?? 0,
  };
}
