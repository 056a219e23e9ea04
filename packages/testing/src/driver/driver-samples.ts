import { Schema } from '@lapor/store';
import type { Model, StoreConnection } from '@lapor/store';

/** A document with everything the product keeps: dates, bytes, arrays, nested objects, fields that may be missing. */
export interface Sample {
  _id: string;
  version: number;
  status?: string;
  agency?: string | null;
  due?: Date | null;
  score?: number;
  tags?: string[];
  notes?: { by: string; stars?: number; at?: Date }[];
  email?: string;
  unpublished?: boolean;
  sealed?: Buffer;
  meta?: unknown;
  plain?: number;
}

/** What the product calls on a collection, without the driver's generics. */
export interface Rows {
  insertOne(document: Sample): Promise<{ insertedId: string }>;
  insertMany(documents: readonly Sample[], options?: object): Promise<{ insertedCount: number }>;
  findOne(filter: object, options?: object): Promise<Sample | null>;
  find(filter?: object, options?: object): RowCursor;
  updateOne(filter: object, update: object, options?: object): Promise<UpdateResult>;
  updateMany(filter: object, update: object, options?: object): Promise<UpdateResult>;
  replaceOne(filter: object, document: object, options?: object): Promise<UpdateResult>;
  findOneAndUpdate(filter: object, update: object, options?: object): Promise<Sample | null>;
  findOneAndDelete(filter: object, options?: object): Promise<Sample | null>;
  deleteOne(filter: object): Promise<{ deletedCount: number }>;
  deleteMany(filter: object): Promise<{ deletedCount: number }>;
  countDocuments(filter?: object, options?: object): Promise<number>;
  estimatedDocumentCount(): Promise<number>;
  bulkWrite(operations: readonly object[], options?: object): Promise<BulkResult>;
  createIndex(fields: object, options?: object): Promise<string>;
  indexes(): Promise<{ name: string; key: object; unique?: boolean; partialFilterExpression?: object }[]>;
  listIndexes(): { toArray(): Promise<{ name: string }[]> };
  drop(): Promise<boolean>;
}

export interface RowCursor extends AsyncIterable<Sample> {
  sort(sort: object): this;
  skip(skip: number): this;
  limit(limit: number): this;
  project(projection: object): this;
  next(): Promise<Sample | null>;
  hasNext(): Promise<boolean>;
  toArray(): Promise<Sample[]>;
  close(): Promise<void>;
}

export interface UpdateResult {
  acknowledged: boolean;
  matchedCount: number;
  modifiedCount: number;
  upsertedCount: number;
  upsertedId: string | null;
}

export interface BulkResult {
  insertedCount: number;
  matchedCount: number;
  modifiedCount: number;
  deletedCount: number;
  upsertedCount: number;
  upsertedIds: Record<number, string>;
}

/** `plain` alone has no index. */
function sampleSchema(): Schema<Sample> {
  const schema = new Schema<Sample>(
    {
      _id: { type: String, required: true },
      version: { type: Number, required: true },
      status: String,
      agency: String,
      due: Date,
      score: { type: Number, index: true },
      tags: { type: [String], default: undefined, index: true },
      notes: { type: [{ _id: false, by: String, stars: Number, at: Date }], default: undefined },
      email: String,
      unpublished: Boolean,
      sealed: Buffer,
      meta: { type: Schema.Types.Mixed, index: true },
      plain: Number,
    },
    { minimize: false, versionKey: false },
  );
  schema.index({ agency: 1, status: 1, due: 1 });
  schema.index({ due: -1, _id: 1 });
  schema.index({ score: 1, _id: 1 });
  schema.index({ 'notes.by': 1, 'notes.stars': 1 });
  schema.index({ email: 1 }, { unique: true, partialFilterExpression: { email: { $exists: true } } });
  schema.index({ unpublished: 1, version: 1 }, { partialFilterExpression: { unpublished: true } });
  return schema;
}

export interface Samples {
  readonly connection: StoreConnection;
  readonly model: Model<Sample>;
  readonly rows: Rows;
}

export async function openSamples(connection: StoreConnection, name = 'samples'): Promise<Samples> {
  const model = connection.model<Sample>(name, sampleSchema());
  await connection.ready();
  return { connection, model, rows: model.collection as unknown as Rows };
}
