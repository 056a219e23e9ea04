import type { Schema } from 'mongoose';
import type { StoreConnection } from './connection.ts';
import { gatheredCollection } from './gathered-collection.ts';

type Fields = Readonly<Record<string, unknown>>;

export interface FindOptions {
  readonly projection?: Readonly<Record<string, 0 | 1>>;
  readonly sort?: Readonly<Record<string, 1 | -1>>;
  readonly limit?: number;
  readonly skip?: number;
}

export type BulkOperation = {
  readonly updateOne: { readonly filter: Fields; readonly update: Fields; readonly upsert?: boolean };
};

/**
 * The part of a collection that the stores of this package use, the same on both profiles: no casting, no change
 * tracking, plain documents. What a projection leaves out is for the caller to leave alone.
 */
export interface RawCollection<Document extends { readonly _id: string }> {
  findOne(filter: Fields, options?: FindOptions): Promise<Document | null>;
  find(filter: Fields, options?: FindOptions): { toArray(): Promise<Document[]> };
  countDocuments(filter: Fields): Promise<number>;
  /** Rejects with MongoDB's 11000 when the `_id` is taken: see `isDuplicateKey`. */
  insertOne(document: Document): Promise<unknown>;
  updateOne(
    filter: Fields,
    update: Fields,
    options?: { readonly upsert?: boolean },
  ): Promise<{ readonly matchedCount: number }>;
  bulkWrite(
    operations: readonly BulkOperation[],
    options: { readonly ordered: boolean },
  ): Promise<{ readonly matchedCount: number }>;
  deleteMany(filter: Fields): Promise<unknown>;
}

const opened = new WeakMap<StoreConnection, Map<string, unknown>>();

export interface IndexDeclaration {
  readonly fields: Readonly<Record<string, 1 | -1>>;
  readonly partial?: Readonly<Record<string, unknown>>;
  /** Those of the fields that hold arrays: no sorting by such an index. */
  readonly arrays?: readonly string[];
}

/** The collection `name`, its indexes to be built by `connection.ready()`. Opened twice, it is the same. */
export function rawCollection<Document extends { readonly _id: string }>(
  connection: StoreConnection,
  name: string,
  indexes: readonly IndexDeclaration[] = [],
): RawCollection<Document> {
  const known = opened.get(connection) ?? new Map<string, unknown>();
  opened.set(connection, known);
  if (!known.has(name)) {
    const { collection } = connection.model(name, looseSchema(connection, indexes));
    const native = collection as unknown as Parameters<typeof gatheredCollection<Document>>[0];
    // The embedded database gathers by itself, and reads without a trip.
    known.set(name, connection.profile === 'distributed' ? gatheredCollection(native) : native);
  }
  return known.get(name) as RawCollection<Document>;
}

/** For mongoose to make the indexes by: documents are written past it, so the types only say what holds arrays. */
function looseSchema(connection: StoreConnection, indexes: readonly IndexDeclaration[]): Schema {
  const types: Record<string, unknown> = { _id: String };
  for (const { fields, arrays } of indexes) {
    for (const path of Object.keys(fields)) types[path] = arrays?.includes(path) ? [String] : String;
  }
  const schema = new connection.mongoose.Schema(types as Record<string, StringConstructor>, {
    strict: false,
    versionKey: false,
  });
  for (const { fields, partial } of indexes) {
    schema.index({ ...fields }, partial ? { partialFilterExpression: partial } : {});
  }
  return schema;
}
