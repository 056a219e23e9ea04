import type { StoreConnection } from '@lapor/store';

interface Records<Document extends { readonly _id: string }> {
  insertOne(document: Document): Promise<unknown>;
  updateOne(filter: object, update: object): Promise<unknown>;
  bulkWrite(operations: readonly object[], options: object): Promise<unknown>;
  deleteMany(filter: object): Promise<unknown>;
  find(filter: object, options: object): { toArray(): Promise<Document[]> };
}

type Index = Readonly<Record<string, 1 | -1>>;

/** Plain documents beside the aggregates: what was done, and for whom. */
export function openRecords<Document extends { readonly _id: string }>(
  connection: StoreConnection,
  name: string,
  types: Readonly<Record<string, DateConstructor | BooleanConstructor>> = {},
  indexes: readonly (Index | readonly [fields: Index, partial: object])[] = [],
): Records<Document> {
  const schema = new connection.mongoose.Schema(
    { _id: String, ...types },
    { strict: false, versionKey: false },
  );
  for (const index of indexes) {
    if (isPartial(index)) schema.index(index[0], { partialFilterExpression: index[1] });
    else schema.index(index);
  }
  return connection.model(name, schema).collection as unknown as Records<Document>;
}

function isPartial(index: Index | readonly [Index, object]): index is readonly [Index, object] {
  return Array.isArray(index);
}
