import type { StoreConnection } from '../connection.ts';
import type { FileStore } from './file-store.ts';

/** The collection in a service's database; whoever moves documents moves these as files. */
export const FILES_COLLECTION = 'files';

interface StoredFile {
  readonly _id: string;
  readonly bytes: Buffer;
}

/** Files as documents, one each: all replicas reach them, and they are as safe as everything else. Each below 16 MB. */
export function documentFiles(connection: StoreConnection): FileStore {
  const schema = new connection.mongoose.Schema<StoredFile>(
    { _id: String, bytes: Buffer },
    { versionKey: false },
  );
  const files = connection.model<StoredFile>(FILES_COLLECTION, schema).collection;
  return {
    async write(name, bytes) {
      await files.replaceOne({ _id: name as never }, { bytes: Buffer.from(bytes) }, { upsert: true });
    },
    async remove(name) {
      await files.deleteOne({ _id: name as never });
    },
    async read(name) {
      const found = (await files.findOne({ _id: name as never })) as StoredFile | null;
      return found?.bytes;
    },
  };
}

/** Files of which some may still lie where they lay before: those are read there, and nothing is written there any more. */
export function filesWithOlder(files: FileStore, older: FileStore): FileStore {
  return {
    write: (name, bytes) => files.write(name, bytes),
    async remove(name) {
      await Promise.all([files.remove(name), older.remove(name)]);
    },
    read: async (name) => (await files.read(name)) ?? older.read(name),
  };
}
