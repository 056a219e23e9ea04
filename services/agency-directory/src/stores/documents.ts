import { isDuplicateKey } from '@lapor/store';
import type { StoreConnection } from '@lapor/store';

type Filter = Readonly<Record<string, unknown>>;

/** The part of a collection that plain documents (no aggregates) need; written past mongoose's casting. */
export interface Documents<Doc extends { readonly _id: string }> {
  findOne(filter: Filter): Promise<Doc | null>;
  find(filter: Filter, options?: { readonly limit?: number }): { toArray(): Promise<Doc[]> };
  insertOne(document: Doc): Promise<unknown>;
  updateOne(
    filter: Filter,
    update: Filter,
    options?: { readonly upsert?: boolean },
  ): Promise<{ readonly matchedCount: number }>;
  deleteOne(filter: Filter): Promise<{ readonly deletedCount: number }>;
  deleteMany(filter: Filter): Promise<{ readonly deletedCount: number }>;
}

/** Opens a collection of plain documents with an index on each of these fields. */
export function openDocuments<Doc extends { readonly _id: string }>(
  connection: StoreConnection,
  name: string,
  indexed: Readonly<Record<string, StringConstructor | DateConstructor>> = {},
): Documents<Doc> {
  const schema = new connection.mongoose.Schema(
    { _id: String, ...indexed },
    { strict: false, versionKey: false, minimize: false },
  );
  for (const field of Object.keys(indexed)) schema.index({ [field]: 1 });
  return connection.model(name, schema).collection as unknown as Documents<Doc>;
}

/** Inserts unless the id is taken; says whether it did. Uniqueness is `_id` uniqueness, in both profiles. */
export async function insertUnlessThere<Doc extends { readonly _id: string }>(
  documents: Documents<Doc>,
  document: Doc,
): Promise<boolean> {
  try {
    await documents.insertOne(document);
    return true;
  } catch (error) {
    if (isDuplicateKey(error)) return false;
    throw error;
  }
}
