import { AppError } from '@lapor/kernel';
import type { EmbeddedDatabase, WriterModule } from '@lapor/sqlite';
import mongoose from 'mongoose';
import type { Model, Mongoose, Schema } from 'mongoose';
import { declaredIndexes } from './declared-indexes.ts';
import { embeddedConnection } from './embedded/embedded-connection.ts';
import { guardedMongoose } from './mongoose-driver.ts';
import type { CollectionRules } from './query-guard.ts';

export { Schema } from 'mongoose';
export type { Model, Mongoose } from 'mongoose';

/** A service's own store, on either profile. Its collections refuse what is not the same on both. */
export interface StoreConnection {
  readonly mongoose: Mongoose;
  readonly profile: 'embedded' | 'distributed';
  /** Declares a model kept in the collection `name`. Its indexes are built by `ready`. */
  model<T>(name: string, schema: Schema<T>): Model<T>;
  /** Resolves when the collections and indexes of all models exist. */
  ready(): Promise<void>;
  ping(): Promise<void>;
  /** Closes the connection; an embedded database stays open, its owner closes it. */
  close(): Promise<void>;
}

/** Teaches the writer thread to change collections: give it to `openDatabase`. */
export const storeWriterModule: WriterModule = {
  name: 'store',
  url: new URL('./embedded/writer-operations.ts', import.meta.url),
};

/** `name` is the service's: its collections are tables `name.collection` of the shared file. */
export async function connectEmbedded(database: EmbeddedDatabase, name: string): Promise<StoreConnection> {
  return connect({
    profile: 'embedded',
    connectionClass: embeddedConnection(database, name),
    url: `mongodb://embedded/${name}`,
    options: {},
    ping: async () => {
      database.reader.prepare('SELECT 1').get();
      await database.call('store.ping', {});
    },
  });
}

/** `name` is the service's: its collections are in a database of its own, `lapor_name` (or `path_name` of the URL). */
export async function connectMongo(url: string, name: string): Promise<StoreConnection> {
  const path = new URL(url).pathname.slice(1);
  return connect({
    profile: 'distributed',
    connectionClass: mongoose.Connection,
    url,
    options: {
      dbName: `${path === '' ? 'lapor' : path}_${name}`,
      writeConcern: { w: 'majority', journal: true },
      readPreference: 'primary',
      promoteBuffers: true,
      ignoreUndefined: true,
      serverSelectionTimeoutMS: 10_000,
    },
    ping: undefined,
  });
}

interface Target {
  readonly profile: StoreConnection['profile'];
  readonly connectionClass: unknown;
  readonly url: string;
  readonly options: Readonly<Record<string, unknown>>;
  readonly ping: (() => Promise<void>) | undefined;
}

async function connect({ profile, connectionClass, url, options, ping }: Target): Promise<StoreConnection> {
  const rules = new Map<string, CollectionRules>();
  const rulesOf = (collection: string): CollectionRules =>
    rules.get(collection) ?? { collection, indexes: [] };
  const own = guardedMongoose(connectionClass, rulesOf, profile === 'distributed');
  const connection = await own.createConnection(url, { ...options, bufferCommands: false }).asPromise();
  return {
    mongoose: own,
    profile,
    model<T>(name: string, schema: Schema<T>): Model<T> {
      if (rules.has(name)) throw new AppError('illegal', `the model ${name} is declared already`);
      rules.set(name, { collection: name, indexes: declaredIndexes(schema) });
      return connection.model<T>(name, schema, name);
    },
    async ready() {
      await Promise.all(Object.values(connection.models).map((model) => model.init()));
    },
    async ping() {
      if (ping) await ping();
      else await connection.db!.admin().ping();
    },
    close: () => connection.close(),
  };
}
