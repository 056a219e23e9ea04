import { Gathering } from './gathering.ts';
import type { Settled } from './gathering.ts';
import type { FindOptions, RawCollection } from './raw-collection.ts';

type Fields = Readonly<Record<string, unknown>>;

/** What the driver's collection can do beyond what we use of it directly. */
interface Batches<Document> {
  insertMany(documents: readonly Document[], options: { readonly ordered: false }): Promise<unknown>;
}

/**
 * A collection across the network, where many small trips cost more than what they carry: reads by `_id` and inserts that
 * come while others are under way go together. Each is answered as if it had gone alone.
 */
export function gatheredCollection<Document extends { readonly _id: string }>(
  native: RawCollection<Document> & Batches<Document>,
): RawCollection<Document> {
  const inserting = new Gathering<Document, undefined>((documents) => insertTogether(native, documents), {
    // The next need not wait for the disk under the one before.
    trips: 2,
  });
  const reading = new Map<FindOptions['projection'], Gathering<string, Document | null>>();

  function readingWith(projection: FindOptions['projection']): Gathering<string, Document | null> {
    let gathering = reading.get(projection);
    if (!gathering) {
      gathering = new Gathering((ids) => readTogether(native, ids, projection));
      reading.set(projection, gathering);
    }
    return gathering;
  }

  return {
    findOne(filter, options = {}) {
      const id = onlyId(filter);
      const { projection, ...others } = options;
      if (id === undefined || Object.keys(others).length > 0 || !isShared(projection))
        return native.findOne(filter, options);
      return readingWith(projection).ask(id);
    },
    insertOne: (document) => inserting.ask(document),
    find: (filter, options) => native.find(filter, options),
    countDocuments: (filter) => native.countDocuments(filter),
    updateOne: (filter, update, options) => native.updateOne(filter, update, options),
    bulkWrite: (operations, options) => native.bulkWrite(operations, options),
    deleteMany: (filter) => native.deleteMany(filter),
  };
}

function onlyId(filter: Fields): string | undefined {
  const id = filter['_id'];
  return typeof id === 'string' && Object.keys(filter).length === 1 ? id : undefined;
}

/** One that is a constant of its module: others would never be asked for twice, and be kept for ever. */
function isShared(projection: FindOptions['projection']): boolean {
  return projection === undefined || Object.isFrozen(projection);
}

async function readTogether<Document extends { readonly _id: string }>(
  native: RawCollection<Document>,
  ids: readonly string[],
  projection: FindOptions['projection'],
): Promise<readonly Settled<Document | null>[]> {
  const options = projection === undefined ? {} : { projection };
  const [first = ''] = ids;
  if (ids.length === 1) return [{ answer: await native.findOne({ _id: first }, options) }];
  const found = await native.find({ _id: { $in: [...new Set(ids)] } }, options).toArray();
  const byId = new Map(found.map((document) => [document._id, document]));
  return ids.map((id) => ({ answer: byId.get(id) ?? null }));
}

/** The part of the driver's MongoBulkWriteError we look at. */
interface BulkFailure {
  readonly writeErrors: readonly {
    readonly index: number;
    readonly code: number;
    readonly errmsg?: string;
  }[];
  readonly result?: { getWriteConcernError(): unknown };
}

async function insertTogether<Document extends { readonly _id: string }>(
  native: RawCollection<Document> & Batches<Document>,
  documents: readonly Document[],
): Promise<readonly Settled<undefined>[]> {
  const [first] = documents;
  if (documents.length === 1 && first !== undefined) {
    await native.insertOne(first);
    return [{ answer: undefined }];
  }
  try {
    await native.insertMany(documents, { ordered: false });
    return documents.map(() => ({ answer: undefined }));
  } catch (error) {
    // Written, but who knows whether to stay: nobody may be told that it is.
    if (!isBulkFailure(error) || error.result?.getWriteConcernError()) throw error;
    const failed = new Map(error.writeErrors.map((one) => [one.index, one]));
    return documents.map((_document, index) => {
      const one = failed.get(index);
      if (one === undefined) return { answer: undefined };
      return { error: Object.assign(new Error(one.errmsg ?? 'not written'), { code: one.code }) };
    });
  }
}

function isBulkFailure(error: unknown): error is BulkFailure {
  return (
    error instanceof Error &&
    'writeErrors' in error &&
    Array.isArray(error.writeErrors) &&
    error.writeErrors.length > 0
  );
}
