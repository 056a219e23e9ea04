import { AppError, invalid } from '@lapor/kernel';
import { isObject } from './bson-order.ts';
import type { PlainObject } from './bson-order.ts';
import { checkPath, parseFilter, unsupportedOperator } from './filter-syntax.ts';
import { noIndex } from './query-limits.ts';
import { conjuncts, planQuery } from './query-plan.ts';
import type { IndexSpec, SortKey } from './query-plan.ts';
import { storableDocument } from './stored-values.ts';
import { parseUpdate } from './update-syntax.ts';

/**
 * What we promise to do the same on both profiles, and nothing else: everything outside is refused by name
 * before it reaches a database. Pure.
 */
export interface CollectionRules {
  readonly collection: string;
  /** As the model declares them; `_id` is always there. */
  readonly indexes: readonly IndexSpec[];
}

/** Options that say nothing to the database: mongoose carries them along. */
const HARMLESS: ReadonlySet<string> = new Set([
  'lean',
  'strict',
  'strictQuery',
  'timestamps',
  'multi',
  'new',
]);

/** Refuses options we do not honour; those that are unset count as absent. */
export function checkOptions(
  method: string,
  options: unknown,
  known: readonly string[],
): Record<string, unknown> {
  if (options === undefined || options === null) return {};
  if (!isObject(options)) throw invalid('options', 'must be an object');
  for (const [name, value] of Object.entries(options)) {
    if (value === undefined || value === null || known.includes(name) || HARMLESS.has(name)) continue;
    throw unsupportedOperator(`the option ${name} of ${method}`);
  }
  return options;
}

/** Refuses a filter we do not understand or that no index serves. Says whether `sort` needs sorting in memory. */
export function checkQuery(
  rules: CollectionRules,
  filter: unknown,
  sort: readonly SortKey[],
): { inMemory: boolean } {
  const parsed = parseFilter(filter);
  if (isObject(filter) && typeof filter['_id'] === 'string') return { inMemory: false };
  const plan = planQuery(parsed, sort, rules.indexes);
  if (!plan) throw noIndex(rules.collection, parsed);
  return { inMemory: sort.length > 0 && plan.order === undefined };
}

/** Refuses the name of an index that is not declared: MongoDB would answer nothing, and the embedded driver needs no hint. */
export function checkHint({ collection, indexes }: CollectionRules, hint: unknown): void {
  if (hint === undefined || hint === null || indexes.some(({ name }) => name === hint)) return;
  throw unsupportedOperator(
    `the hint ${JSON.stringify(hint)} for ${collection}, where no index has this name,`,
  );
}

export function checkUpdate(update: unknown): void {
  if (parseUpdate(update).length === 0) throw invalid('update', 'changes nothing');
}

/** An upsert must say which `_id` it would insert: the database makes none up. */
export function checkUpsert(filter: unknown, inserted: unknown): void {
  const byFilter = conjuncts(parseFilter(filter)).some(
    (condition) => condition.kind === 'test' && condition.path === '_id' && condition.test.op === 'eq',
  );
  if (!byFilter && !(isObject(inserted) && typeof inserted['_id'] === 'string')) {
    throw unsupportedOperator('an upsert without an _id');
  }
}

/** The document as it will be stored: of plain values, `_id` first. */
export function checkDocument(document: unknown): PlainObject {
  const stored = storableDocument(document);
  checkStringId(stored['_id']);
  if (Object.keys(stored)[0] === '_id') return stored;
  const { _id: id, ...rest } = stored;
  return { _id: id, ...rest };
}

export function checkReplacement(document: unknown): PlainObject {
  const stored = storableDocument(document);
  if (stored['_id'] !== undefined) checkStringId(stored['_id']);
  return stored;
}

function checkStringId(id: unknown): void {
  if (typeof id !== 'string') throw unsupportedOperator(`an _id that is not a string (${typeof id})`);
}

const INDEX_OPTIONS = ['name', 'unique', 'partialFilterExpression', 'background'];

/** One declared index, of whose paths `arrays` may run into arrays; what MongoDB could do beyond (text, TTL, sparse, …) is refused. */
export function parseIndex(fields: unknown, options: unknown, arrays: readonly string[] = []): IndexSpec {
  const known = checkOptions('createIndex', options, INDEX_OPTIONS);
  if (!isObject(fields)) throw invalid('index', 'must be an object of fields');
  const keys = Object.entries(fields).map(([path, direction]): SortKey => {
    checkPath(path);
    if (path.split('.').some((part) => /^\d+$/.test(part)))
      throw unsupportedOperator(`an index on the position ${path}`);
    if (direction !== 1 && direction !== -1)
      throw unsupportedOperator(`an index of the kind ${String(direction)}`);
    return [path, direction];
  });
  if (keys.length === 0) throw invalid('index', 'names no field');
  const partial = known['partialFilterExpression'];
  const name = typeof known['name'] === 'string' ? known['name'] : keys.map((key) => key.join('_')).join('_');
  const multikey = arrays.length > 0;
  const spec = { name, keys, unique: known['unique'] === true, multikey, ...(multikey ? { arrays } : {}) };
  if (partial === undefined || partial === null) return spec;
  checkPartial(partial);
  return { ...spec, partial: partial as Readonly<Record<string, unknown>> };
}

/** What MongoDB 6 and 8 both accept as partialFilterExpression: conditions on fields that must all hold. */
function checkPartial(partial: unknown): void {
  for (const condition of conjuncts(parseFilter(partial))) {
    if (
      condition.kind !== 'test' ||
      !['eq', 'exists', 'gt', 'gte', 'lt', 'lte'].includes(condition.test.op)
    ) {
      throw new AppError(
        'unsupported',
        'a partialFilterExpression may only ask for =, $exists: true, $gt, $gte, $lt, $lte',
      );
    }
    if (
      'value' in condition.test &&
      typeof condition.test.value === 'object' &&
      condition.test.value !== null
    ) {
      throw new AppError(
        'unsupported',
        'a partialFilterExpression may only compare with strings, numbers and booleans',
      );
    }
  }
}
