import type { EmbeddedDatabase } from '@lapor/sqlite';
import type { PlainObject } from '../query/bson-order.ts';
import type { NativeCollection } from '../driver/native-collection.ts';
import { parseIndex } from '../query/query-guard.ts';
import type { IndexSpec } from '../query/query-plan.ts';
import { parseProjection, parseSort } from '../query/query-syntax.ts';
import { bulkResult } from './bulk-result.ts';
import { soleId } from './by-id.ts';
import { storedCollection } from './catalog.ts';
import { asDriverError } from './driver-errors.ts';
import { EmbeddedCursor } from './embedded-cursor.ts';
import { project } from './projection.ts';
import { countDocuments } from './query-executor.ts';
import type { Query } from './query-executor.ts';
import { decodeRow, encodeRow } from './stored-row.ts';
import { encodeOperators, plain } from './wire-operators.ts';
import type { BulkArgs, BulkOutcome, FindAndModifyOutcome, Write, WriteOutcome } from './write-protocol.ts';

type Options = Readonly<Record<string, unknown>> | undefined;

/**
 * A MongoDB collection kept in the embedded database. Only reached through the guard, which has refused
 * everything that is not done here.
 */
export class EmbeddedCollection implements NativeCollection {
  readonly collectionName: string;
  readonly #database: EmbeddedDatabase;
  /** With the service's prefix. */
  readonly #name: string;

  constructor(database: EmbeddedDatabase, service: string, collectionName: string) {
    this.#database = database;
    this.#name = `${service}.${collectionName}`;
    this.collectionName = collectionName;
  }

  async insertOne(document: unknown): Promise<unknown> {
    const write = insertion(document);
    await this.#write(write);
    return { acknowledged: true, insertedId: write.id };
  }

  async insertMany(documents: readonly unknown[], options?: Options): Promise<unknown> {
    const result = await this.#bulk(documents.map(insertion), options?.['ordered'] !== false);
    return { acknowledged: true, insertedCount: result.insertedCount, insertedIds: result.insertedIds };
  }

  findOne(filter: unknown, options?: Options): Promise<PlainObject | null> {
    // Straight from the reader: what was acknowledged is committed, so it is seen.
    return this.find(filter, { ...options, limit: 1 }).next();
  }

  find(filter: unknown, options?: Options): EmbeddedCursor {
    return new EmbeddedCursor(
      this.#database.reader,
      this.#query(filter, options),
      parseProjection(options?.['projection']),
    );
  }

  async countDocuments(filter: unknown, options?: Options): Promise<number> {
    return countDocuments(this.#database.reader, this.#query(filter, options));
  }

  async estimatedDocumentCount(): Promise<number> {
    return this.countDocuments({});
  }

  async updateOne(filter: unknown, update: unknown, options?: Options): Promise<unknown> {
    return updateResult(await this.#write(updating(filter, update, false, options)));
  }

  async updateMany(filter: unknown, update: unknown, options?: Options): Promise<unknown> {
    return updateResult(await this.#write(updating(filter, update, true, options)));
  }

  async replaceOne(filter: unknown, document: unknown, options?: Options): Promise<unknown> {
    return updateResult(await this.#write(replacing(filter, document, options)));
  }

  async deleteOne(filter: unknown): Promise<unknown> {
    return deleteResult(await this.#write({ kind: 'delete', filter: encodeOperators(filter), many: false }));
  }

  async deleteMany(filter: unknown): Promise<unknown> {
    return deleteResult(await this.#write({ kind: 'delete', filter: encodeOperators(filter), many: true }));
  }

  findOneAndUpdate(filter: unknown, update: unknown, options?: Options): Promise<unknown> {
    return this.#findAndModify(updating(filter, update, false, options), options);
  }

  findOneAndDelete(filter: unknown, options?: Options): Promise<unknown> {
    return this.#findAndModify({ kind: 'delete', filter: encodeOperators(filter), many: false }, options);
  }

  bulkWrite(operations: readonly unknown[], options?: Options): Promise<unknown> {
    return this.#bulk(operations.map(bulkWriteOperation), options?.['ordered'] !== false);
  }

  async createIndex(fields: unknown, options?: Options): Promise<string> {
    const spec = parseIndex(fields, options);
    await this.createIndexes([spec]);
    return spec.name;
  }

  /** All at once: what is in the collection is read once for all of them. */
  createIndexes(specs: readonly IndexSpec[]): Promise<readonly string[]> {
    return this.#call('createIndexes', { collection: this.#name, specs });
  }

  dropIndex(name: string): Promise<unknown> {
    return this.#call('dropIndex', { collection: this.#name, index: name });
  }

  listIndexes(): { toArray(): Promise<unknown[]> } {
    return { toArray: () => this.indexes() };
  }

  async indexes(): Promise<unknown[]> {
    const { indexes } = storedCollection(this.#database.reader, this.#name);
    const declared = indexes.map(({ spec: { name, keys, unique, partial } }) => ({
      v: 2,
      key: Object.fromEntries(keys),
      name,
      ...(unique && { unique }),
      ...(partial && { partialFilterExpression: partial }),
    }));
    return [{ v: 2, key: { _id: 1 }, name: '_id_' }, ...declared];
  }

  drop(): Promise<boolean> {
    return this.#call('dropCollection', { collection: this.#name });
  }

  create(): Promise<void> {
    return this.#call('ensureCollection', { collection: this.#name });
  }

  async #findAndModify(write: Write, options: Options): Promise<unknown> {
    const outcome = await this.#call<FindAndModifyOutcome>('findAndModify', {
      collection: this.#name,
      write,
      sort: parseSort(options?.['sort']),
      returns: options?.['returnDocument'] === 'after' ? 'after' : 'before',
    });
    const document =
      outcome.document === undefined
        ? null
        : project(decodeRow(outcome.document), parseProjection(options?.['projection']));
    if (!options?.['includeResultMetadata']) return document;
    const upserted = outcome.upsertedId === undefined ? {} : { upserted: outcome.upsertedId };
    const n = outcome.matched || outcome.inserted;
    const updated = write.kind === 'delete' ? {} : { updatedExisting: outcome.matched > 0 };
    return { lastErrorObject: { n, ...updated, ...upserted }, value: document, ok: 1 };
  }

  async #bulk(writes: readonly Write[], ordered: boolean) {
    const args: BulkArgs = { collection: this.#name, writes, ordered };
    return bulkResult(writes, await this.#call<BulkOutcome>('bulk', args));
  }

  #write(write: Write): Promise<WriteOutcome> {
    return this.#call('write', { collection: this.#name, write });
  }

  async #call<Result>(operation: string, args: unknown): Promise<Result> {
    try {
      return await this.#database.call<Result>(`store.${operation}`, args);
    } catch (error) {
      throw asDriverError(error);
    }
  }

  #query(filter: unknown, options: Options): Query {
    return {
      collection: this.#name,
      filter: plain(filter),
      sort: parseSort(options?.['sort']),
      skip: Number(options?.['skip'] ?? 0),
      limit: Math.abs(Number(options?.['limit'] ?? 0)),
    };
  }
}

/** The guard has made it a plain document with a string for `_id`. */
function insertion(document: unknown): Extract<Write, { kind: 'insert' }> {
  const plainDocument = document as PlainObject & { _id: string };
  return { kind: 'insert', id: plainDocument._id, document: encodeRow(plainDocument) };
}

function updating(filter: unknown, update: unknown, many: boolean, options: Options): Write {
  return {
    kind: 'update',
    filter: encodeOperators(filter),
    update: encodeOperators(update),
    many,
    upsert: Boolean(options?.['upsert']),
  };
}

function replacing(filter: unknown, document: unknown, options: Options): Write {
  // Complete if it can be: then it is stored as it is.
  const { _id = soleId(filter), ...rest } = document as PlainObject;
  return {
    kind: 'replace',
    filter: encodeOperators(filter),
    document: encodeRow(_id === undefined ? rest : { _id, ...rest }),
    upsert: Boolean(options?.['upsert']),
  };
}

function bulkWriteOperation(operation: unknown): Write {
  const [name, spec] = Object.entries(operation as Record<string, PlainObject>)[0]!;
  switch (name) {
    case 'insertOne':
      return insertion(spec['document']);
    case 'updateOne':
    case 'updateMany':
      return updating(spec['filter'], spec['update'], name === 'updateMany', spec);
    case 'replaceOne':
      return replacing(spec['filter'], spec['replacement'], spec);
    default:
      return { kind: 'delete', filter: encodeOperators(spec['filter']), many: name === 'deleteMany' };
  }
}

function updateResult({ matched, modified, upsertedId }: WriteOutcome): unknown {
  return {
    acknowledged: true,
    matchedCount: matched,
    modifiedCount: modified,
    upsertedCount: upsertedId === undefined ? 0 : 1,
    upsertedId: upsertedId ?? null,
  };
}

function deleteResult({ deleted }: WriteOutcome): unknown {
  return { acknowledged: true, deletedCount: deleted };
}
