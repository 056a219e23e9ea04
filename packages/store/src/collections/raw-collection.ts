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
