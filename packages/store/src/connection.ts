import { AppError } from '@lapor/kernel';
import type { EmbeddedDatabase, WriterModule } from '@lapor/sqlite';
import mongoose from 'mongoose';
import type { Connection, Model, Mongoose, Schema } from 'mongoose';
import { declaredIndexes } from './declared-indexes.ts';
import { watchCommits } from './embedded/catalog.ts';
import { embeddedConnection } from './embedded/embedded-connection.ts';
import { guardedMongoose } from './driver/mongoose-driver.ts';
import { createIndexes, findOldIndexes, type OldIndex } from './make-indexes.ts';
import type { CollectionRules } from './query/query-guard.ts';
import { asUnavailable, sayingUnavailable } from './driver/unavailable-errors.ts';

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
  /** Those that an earlier version declared and this one does not, after `ready`: every write keeps them for nobody. */
  oldIndexes(): Promise<readonly OldIndex[]>;
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
  watchCommits(database.reader, () => database.counters.groups);
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
  return connect({
    profile: 'distributed',
    connectionClass: mongoose.Connection,
    url,
    options: {
      dbName: `${databasePath(url) ?? 'lapor'}_${name}`,
      writeConcern: { w: 'majority', journal: true },
      readPreference: 'primary',
      promoteBuffers: true,
      ignoreUndefined: true,
      ...unlessGiven(url, {
        // Less than the deadline of a call, so that its caller hears what is wrong, and not only that time is up.
        serverSelectionTimeoutMS: 4_000,
        // Nobody waits for ever: neither for a connection, nor for a word on one whose other end has gone silent, which the
        // kernel would only notice after a quarter of an hour.
        waitQueueTimeoutMS: 10_000,
        socketTimeoutMS: SILENCE_MILLISECONDS,
      }),
    },
    ping: undefined,
  });
}

/** Longer than any answer of the server takes, but that to the making of an index. */
const SILENCE_MILLISECONDS = 60_000;

/** What the URL says itself stands. */
export function unlessGiven(url: string, options: Readonly<Record<string, number>>): object {
  return Object.fromEntries(Object.entries(options).filter(([name]) => !url.includes(`${name}=`)));
}

/** What stands between the hosts (several, so it is no URL to the URL parser) and the options. */
export function databasePath(url: string): string | undefined {
  const path = /^mongodb(?:\+srv)?:\/\/[^/?]+\/([^?]+)/.exec(url)?.[1];
  return path === undefined ? undefined : decodeURIComponent(path);
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
  const distributed = profile === 'distributed';
  const own = guardedMongoose({
    connection: connectionClass,
    rulesOf,
    countsRows: distributed,
    prepare: distributed ? sayingUnavailable : (native) => native,
  });
  const connection = await open(own, url, options);
  return {
    mongoose: own,
    profile,
    model<T>(name: string, schema: Schema<T>): Model<T> {
      if (rules.has(name)) throw new AppError('illegal', `the model ${name} is declared already`);
      rules.set(name, { collection: name, indexes: declaredIndexes(schema) });
      return connection.model<T>(name, schema, name);
    },
    async ready() {
      const makeOver = (over: Connection) =>
        Promise.all([...rules.values()].map((declared) => createIndexes(over, declared)));
      if (distributed) await patiently(own, { url, options }, makeOver);
      else await makeOver(connection);
      await Promise.all(Object.values(connection.models).map((model) => model.init()));
    },
    async oldIndexes() {
      return (await Promise.all([...rules.values()].map((each) => findOldIndexes(connection, each)))).flat();
    },
    async ping() {
      if (ping) await ping();
      else await pingServer(connection);
    },
    close: () => connection.close(),
  };
}

async function open(own: Mongoose, url: string, options: Target['options']): Promise<Connection> {
  try {
    return await own.createConnection(url, { ...options, bufferCommands: false }).asPromise();
  } catch (error) {
    throw error instanceof mongoose.Error.MongooseServerSelectionError
      ? new AppError('unavailable', 'the database cannot be reached', { cause: error })
      : error;
  }
}

/** Over a connection of its own, on which an answer may take as long as it takes. */
async function patiently(
  own: Mongoose,
  { url, options }: Pick<Target, 'url' | 'options'>,
  work: (over: Connection) => Promise<unknown>,
): Promise<void> {
  const patient = await open(own, url, { ...options, socketTimeoutMS: 0 });
  try {
    await work(patient);
  } finally {
    await patient.destroy();
  }
}

async function pingServer(connection: Connection): Promise<void> {
  try {
    await connection.db!.admin().ping();
  } catch (error) {
    throw asUnavailable(error);
  }
}
