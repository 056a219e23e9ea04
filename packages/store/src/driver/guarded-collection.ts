import { invalid } from '@lapor/kernel';
import { isObject } from '../query/bson-order.ts';
import { unsupportedOperator } from '../query/filter-syntax.ts';
import { GuardedCursor } from './guarded-cursor.ts';
import type { CursorOptions } from './guarded-cursor.ts';
import type { NativeCollection } from './native-collection.ts';
import {
  checkDocument,
  checkHint,
  checkOptions,
  checkQuery,
  checkReplacement,
  checkUpdate,
  checkUpsert,
  parseIndex,
} from '../query/query-guard.ts';
import type { CollectionRules } from '../query/query-guard.ts';
import { MOST_SORTED_ROWS, tooManyToSort } from '../query/query-limits.ts';
import type { SortKey } from '../query/query-plan.ts';
import { parseProjection, parseSort } from '../query/query-syntax.ts';

const FIND_OPTIONS = ['sort', 'skip', 'limit', 'projection', 'batchSize', 'hint'];
const MODIFY_OPTIONS = [
  'sort',
  'projection',
  'upsert',
  'returnDocument',
  'includeResultMetadata',
  'returnOriginal',
];

/**
 * The same checks in front of either database. `rules` is asked each time: a model may be declared later.
 * `countsRows`: the database itself does not limit sorts in memory, so ask it how many rows there would be.
 */
export class GuardedCollection {
  readonly #native: NativeCollection;
  readonly #rules: () => CollectionRules;
  readonly #countsRows: boolean;

  constructor(native: NativeCollection, rules: () => CollectionRules, countsRows: boolean) {
    this.#native = native;
    this.#rules = rules;
    this.#countsRows = countsRows;
  }

  get collectionName(): string {
    return this.#native.collectionName;
  }

  async insertOne(document: unknown, options?: unknown): Promise<unknown> {
    checkOptions('insertOne', options, []);
    return this.#native.insertOne(checkDocument(document));
  }

  async insertMany(documents: readonly unknown[], options?: unknown): Promise<unknown> {
    const { ordered } = checkOptions('insertMany', options, [
      'ordered',
      'limit',
      'rawResult',
      'throwOnValidationError',
    ]);
    return this.#native.insertMany(documents.map(checkDocument), { ordered: ordered !== false });
  }

  async findOne(filter: unknown = {}, options?: unknown): Promise<unknown> {
    const known = checkOptions('findOne', options, FIND_OPTIONS);
    await this.#checkRead(filter, known);
    return this.#native.findOne(filter, options);
  }

  find(filter: unknown = {}, options?: unknown): GuardedCursor {
    const known = checkOptions('find', options, FIND_OPTIONS) as CursorOptions;
    return new GuardedCursor(known, async (final) => {
      await this.#checkRead(filter, final);
      return this.#native.find(filter, final);
    });
  }

  async countDocuments(filter: unknown = {}, options?: unknown): Promise<number> {
    checkOptions('countDocuments', options, ['skip', 'limit']);
    checkQuery(this.#rules(), filter, []);
    return this.#native.countDocuments(filter, options);
  }

  async estimatedDocumentCount(options?: unknown): Promise<number> {
    checkOptions('estimatedDocumentCount', options, []);
    return this.#native.estimatedDocumentCount();
  }

  async updateOne(filter: unknown, update: unknown, options?: unknown): Promise<unknown> {
    this.#checkUpdate('updateOne', filter, update, options, ['upsert']);
    return this.#native.updateOne(filter, update, options);
  }

  async updateMany(filter: unknown, update: unknown, options?: unknown): Promise<unknown> {
    this.#checkUpdate('updateMany', filter, update, options, ['upsert']);
    return this.#native.updateMany(filter, update, options);
  }

  async replaceOne(filter: unknown, document: unknown, options?: unknown): Promise<unknown> {
    const { upsert } = checkOptions('replaceOne', options, ['upsert']);
    checkQuery(this.#rules(), filter, []);
    const stored = checkReplacement(document);
    if (upsert) checkUpsert(filter, stored);
    return this.#native.replaceOne(filter, stored, options);
  }

  async findOneAndUpdate(filter: unknown, update: unknown, options?: unknown): Promise<unknown> {
    const known = this.#checkUpdate('findOneAndUpdate', filter, update, options, MODIFY_OPTIONS);
    // mongoose sets both; alone, the driver would ignore it without a word.
    if (known['returnOriginal'] !== undefined && known['returnDocument'] === undefined) {
      throw unsupportedOperator('the option returnOriginal (use returnDocument)');
    }
    await this.#checkRead(filter, known);
    return this.#native.findOneAndUpdate(filter, update, options);
  }

  async findOneAndDelete(filter: unknown, options?: unknown): Promise<unknown> {
    const known = checkOptions('findOneAndDelete', options, ['sort', 'projection', 'includeResultMetadata']);
    await this.#checkRead(filter, known);
    return this.#native.findOneAndDelete(filter, options);
  }

  async deleteOne(filter: unknown, options?: unknown): Promise<unknown> {
    checkOptions('deleteOne', options, []);
    checkQuery(this.#rules(), filter, []);
    return this.#native.deleteOne(filter);
  }

  async deleteMany(filter: unknown, options?: unknown): Promise<unknown> {
    checkOptions('deleteMany', options, []);
    checkQuery(this.#rules(), filter, []);
    return this.#native.deleteMany(filter);
  }

  async bulkWrite(operations: readonly unknown[], options?: unknown): Promise<unknown> {
    const { ordered } = checkOptions('bulkWrite', options, ['ordered']);
    const checked = operations.map((operation) => this.#checkBulk(operation));
    return this.#native.bulkWrite(checked, { ordered: ordered !== false });
  }

  async createIndex(fields: unknown, options?: unknown): Promise<string> {
    const { name, unique, partial } = parseIndex(fields, options);
    return this.#native.createIndex(fields, {
      name,
      unique,
      ...(partial && { partialFilterExpression: partial }),
    });
  }

  async ensureIndex(fields: unknown, options?: unknown): Promise<string> {
    return this.createIndex(fields, options);
  }

  async dropIndex(name: string): Promise<unknown> {
    return this.#native.dropIndex(name);
  }

  listIndexes(): { toArray(): Promise<unknown[]> } {
    return this.#native.listIndexes();
  }

  async indexes(): Promise<unknown> {
    return this.#native.indexes();
  }

  async drop(): Promise<boolean> {
    return this.#native.drop();
  }

  #checkUpdate(method: string, filter: unknown, update: unknown, options: unknown, known: readonly string[]) {
    const given = checkOptions(method, options, known);
    checkQuery(this.#rules(), filter, []);
    checkUpdate(update);
    if (given['upsert']) checkUpsert(filter, isObject(update) ? update['$setOnInsert'] : undefined);
    return given;
  }

  async #checkRead(filter: unknown, options: CursorOptions): Promise<void> {
    parseProjection(options.projection);
    const sort: readonly SortKey[] = parseSort(options.sort);
    const rules = this.#rules();
    checkHint(rules, options.hint);
    const { inMemory } = checkQuery(rules, filter, sort);
    if (!inMemory || !this.#countsRows) return;
    const rows = await this.#native.countDocuments(filter, { limit: MOST_SORTED_ROWS + 1 });
    if (rows > MOST_SORTED_ROWS) throw tooManyToSort(rules.collection, sort);
  }

  #checkBulk(operation: unknown): unknown {
    const [[name, spec] = ['nothing', undefined]] = Object.entries(isObject(operation) ? operation : {});
    if (!isObject(spec)) throw invalid('bulkWrite', 'an operation must be an object with one member');
    const { filter, update, document, replacement, ...options } = spec;
    switch (name) {
      case 'insertOne':
        checkOptions(name, options, []);
        return { insertOne: { document: checkDocument(document) } };
      case 'updateOne':
      case 'updateMany':
        this.#checkUpdate(name, filter, update, options, ['upsert']);
        return operation;
      case 'replaceOne': {
        checkOptions(name, options, ['upsert']);
        checkQuery(this.#rules(), filter, []);
        const stored = checkReplacement(replacement);
        if (options['upsert']) checkUpsert(filter, stored);
        return { replaceOne: { ...spec, replacement: stored } };
      }
      case 'deleteOne':
      case 'deleteMany':
        checkOptions(name, options, []);
        checkQuery(this.#rules(), filter, []);
        return operation;
      default:
        throw unsupportedOperator(`the bulk operation ${name}`);
    }
  }
}

/** What the driver's collections can do and ours refuse, each by its name. */
const REFUSED = [
  'aggregate',
  'bulkWriteRaw',
  'count',
  'createIndexes',
  'createSearchIndex',
  'createSearchIndexes',
  'distinct',
  'dropIndexes',
  'dropSearchIndex',
  'findAndModify',
  'findOneAndReplace',
  'indexExists',
  'indexInformation',
  'initializeOrderedBulkOp',
  'initializeUnorderedBulkOp',
  'isCapped',
  'listSearchIndexes',
  'options',
  'rename',
  'updateSearchIndex',
  'watch',
] as const;

for (const method of REFUSED) {
  Object.defineProperty(GuardedCollection.prototype, method, {
    value() {
      throw unsupportedOperator(`the collection method ${method}`);
    },
  });
}
