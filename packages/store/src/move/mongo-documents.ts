import { AppError } from '@lapor/kernel';
import mongoose from 'mongoose';
import type { mongo } from 'mongoose';
import { databasePath, unlessGiven } from '../connection.ts';
import { FILES_COLLECTION } from '../files/document-files.ts';
import { asUnavailable } from '../driver/unavailable-errors.ts';
import type { CollectionName, DocumentSource, DocumentTarget, MovedDocument } from './document-places.ts';

/** Files of one service. */
export interface MovedFiles {
  count(): Promise<number>;
  /** Sorted; those that come meanwhile may be left out. */
  names(): AsyncIterable<string>;
  /** Undefined when there is none. */
  read(name: string): Promise<Buffer | undefined>;
  /** Durable when it resolves. */
  write(name: string, bytes: Buffer): Promise<void>;
}

export interface MongoDocuments extends DocumentTarget {
  files(service: string): MovedFiles;
  /** The same documents, all as of the moment of the first read. Lives as long as the connection. */
  snapshot(): DocumentSource;
  /** Small notes on the installation as a whole, apart from every service's own database. */
  note(id: string): Promise<Readonly<Record<string, unknown>> | undefined>;
  setNote(id: string, note: Readonly<Record<string, unknown>>): Promise<void>;
}

const WRITES = { writeConcern: { w: 'majority', journal: true } } as const;
const SNAPSHOT_GONE = 239;

/**
 * All documents of a distributed installation, by a user who may read and write every service's database.
 * @throws AppError unavailable; invalid when the URL is none
 */
export async function openMongoDocuments(url: string): Promise<MongoDocuments> {
  const client = await connected(url);
  const base = databasePath(url) ?? 'lapor';
  const notes = client.db(`${base}_setup`).collection<{ _id: string }>('installation');
  return {
    ...documentsIn(client, base),
    files: (service) => filesIn(client.db(`${base}_${service}`).collection(FILES_COLLECTION)),
    snapshot: () => documentsIn(client, base, client.startSession({ snapshot: true })),
    put: (name, documents) => translated(put(collectionOf(client, base, name), documents)),
    async remove(name, ids) {
      await translated(collectionOf(client, base, name).deleteMany({ _id: { $in: [...ids] } }, WRITES));
    },
    async dropIndexes(name) {
      await translated(collectionOf(client, base, name).dropIndexes());
    },
    async note(id) {
      return (await translated(notes.findOne({ _id: id }))) ?? undefined;
    },
    async setNote(id, note) {
      await translated(notes.replaceOne({ _id: id }, note, { upsert: true, ...WRITES }));
    },
    close: () => client.close(),
  };
}

async function connected(url: string): Promise<mongo.MongoClient> {
  try {
    const options = {
      readPreference: 'primary',
      promoteBuffers: true,
      ...unlessGiven(url, { serverSelectionTimeoutMS: 10_000 }),
    } as const;
    return await new mongoose.mongo.MongoClient(url, options).connect();
  } catch (error) {
    if (error instanceof mongoose.mongo.MongoParseError)
      throw new AppError('invalid', 'this is no URL of a MongoDB', { cause: error });
    if (error instanceof mongoose.mongo.MongoServerError)
      throw new AppError('forbidden', `MongoDB refuses: ${error.message}`, { cause: error });
    throw new AppError('unavailable', 'MongoDB cannot be reached', { cause: error });
  }
}

type Collection = mongo.Collection<{ _id: string }>;

function collectionOf(client: mongo.MongoClient, base: string, name: CollectionName): Collection {
  return client.db(`${base}_${name.service}`).collection<{ _id: string }>(name.collection);
}

async function put(collection: Collection, documents: readonly MovedDocument[]): Promise<void> {
  const replacements = documents.map((document) => ({
    replaceOne: { filter: { _id: document._id }, replacement: document, upsert: true },
  }));
  await collection.bulkWrite(replacements, { ordered: false, ...WRITES });
}

function documentsIn(client: mongo.MongoClient, base: string, session?: mongo.ClientSession): DocumentSource {
  const options = session === undefined ? {} : { session };
  const of = (name: CollectionName) => collectionOf(client, base, name);
  return {
    async collections() {
      const { databases } = await translated(client.db('admin').admin().listDatabases({ nameOnly: true }));
      const services = databases.flatMap(({ name }) => {
        const service = name.startsWith(`${base}_`) ? name.slice(base.length + 1) : '';
        return /^[a-z]+$/.test(service) && service !== 'setup' ? [service] : [];
      });
      const names: CollectionName[] = [];
      for (const service of services.toSorted()) {
        const listed = client.db(`${base}_${service}`).listCollections({}, { nameOnly: true });
        const collections = (await translated(listed.toArray())).map(({ name }) => name);
        for (const collection of collections.toSorted())
          if (!collection.startsWith('system.') && collection !== FILES_COLLECTION)
            names.push({ service, collection });
      }
      return names;
    },
    count: (name) => translated(counted(of(name), options)),
    async *read(name, atOnce) {
      const cursor = of(name).find({}, { ...options, sort: { _id: 1 }, batchSize: atOnce });
      let batch: MovedDocument[] = [];
      for (;;) {
        const document = await translated(cursor.next());
        if (document !== null) batch.push(document);
        if (batch.length === atOnce || (document === null && batch.length > 0)) {
          yield batch;
          batch = [];
        }
        if (document === null) return;
      }
    },
    async find(name, ids) {
      const found = await translated(
        of(name)
          .find({ _id: { $in: [...ids] } }, options)
          .toArray(),
      );
      return new Map(found.map((document) => [document._id, document as MovedDocument]));
    },
    close: async () => session?.endSession(),
  };
}

function filesIn(collection: mongo.Collection<{ _id: string; bytes: Buffer }>): MovedFiles {
  return {
    count: () => translated(counted(collection, {})),
    async *names() {
      const cursor = collection.find({}, { projection: { _id: 1 }, sort: { _id: 1 }, batchSize: 1_000 });
      for (;;) {
        const document = await translated(cursor.next());
        if (document === null) return;
        yield document._id;
      }
    },
    read: async (name) => (await translated(collection.findOne({ _id: name })))?.bytes,
    async write(name, bytes) {
      await translated(collection.replaceOne({ _id: name }, { bytes }, { upsert: true, ...WRITES }));
    },
  };
}

/** Exact, unlike the estimate, also after a crash and on shards. */
async function counted(
  collection: Pick<Collection, 'aggregate'>,
  options: { readonly session?: mongo.ClientSession },
) {
  const [row] = await collection.aggregate<{ n: number }>([{ $count: 'n' }], options).toArray();
  return row?.n ?? 0;
}

async function translated<Result>(call: Promise<Result>): Promise<Result> {
  try {
    return await call;
  } catch (error) {
    if (error instanceof mongoose.mongo.MongoServerError && error.code === SNAPSHOT_GONE)
      throw new AppError(
        'unavailable',
        'MongoDB no longer keeps the moment that was being read: raise its minSnapshotHistoryWindowInSeconds',
        { cause: error },
      );
    throw asUnavailable(error);
  }
}
