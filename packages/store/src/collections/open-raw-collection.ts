import type { Schema } from 'mongoose';
import type { StoreConnection } from '../connection.ts';
import { gatheredCollection } from './gathered-collection.ts';
import type { RawCollection } from './raw-collection.ts';

const opened = new WeakMap<StoreConnection, Map<string, unknown>>();

export interface IndexDeclaration {
  readonly fields: Readonly<Record<string, 1 | -1>>;
  readonly partial?: Readonly<Record<string, unknown>>;
  /** Those of the fields that hold arrays: no sorting by such an index. */
  readonly arrays?: readonly string[];
}

/** The collection `name`, its indexes to be built by `connection.ready()`. Opened twice, it is the same. */
export function openRawCollection<Document extends { readonly _id: string }>(
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
