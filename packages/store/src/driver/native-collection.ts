/** The methods of a MongoDB collection that the product uses: the driver's own, or our embedded one. */
export interface NativeCollection {
  readonly collectionName: string;
  insertOne(document: unknown, options?: unknown): Promise<unknown>;
  insertMany(documents: readonly unknown[], options?: unknown): Promise<unknown>;
  findOne(filter: unknown, options?: unknown): Promise<unknown>;
  find(filter: unknown, options?: unknown): NativeCursor;
  updateOne(filter: unknown, update: unknown, options?: unknown): Promise<unknown>;
  updateMany(filter: unknown, update: unknown, options?: unknown): Promise<unknown>;
  replaceOne(filter: unknown, document: unknown, options?: unknown): Promise<unknown>;
  findOneAndUpdate(filter: unknown, update: unknown, options?: unknown): Promise<unknown>;
  findOneAndDelete(filter: unknown, options?: unknown): Promise<unknown>;
  deleteOne(filter: unknown, options?: unknown): Promise<unknown>;
  deleteMany(filter: unknown, options?: unknown): Promise<unknown>;
  countDocuments(filter: unknown, options?: unknown): Promise<number>;
  estimatedDocumentCount(options?: unknown): Promise<number>;
  bulkWrite(operations: readonly unknown[], options?: unknown): Promise<unknown>;
  createIndex(fields: unknown, options?: unknown): Promise<string>;
  dropIndex(name: string): Promise<unknown>;
  listIndexes(options?: unknown): { toArray(): Promise<unknown[]> };
  indexes(options?: unknown): Promise<unknown>;
  drop(): Promise<boolean>;
}

export interface NativeCursor {
  next(): Promise<unknown>;
  toArray(): Promise<unknown[]>;
  close(): Promise<void>;
}
