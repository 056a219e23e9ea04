import { compareValues, equalValues } from './bson-order.ts';
import { parseFilter } from './filter-syntax.ts';
import type { Filter, Test } from './filter-syntax.ts';

export type Direction = 1 | -1;
export type SortKey = readonly [path: string, direction: Direction];

export interface IndexSpec {
  readonly name: string;
  readonly keys: readonly SortKey[];
  readonly unique: boolean;
  /** partialFilterExpression: only documents that match are in the index. */
  readonly partial?: Readonly<Record<string, unknown>>;
  /** Some document has (or, by the schema, may have) an array on an indexed path: several entries per document. */
  readonly multikey: boolean;
  /** Which of its paths run into an array; absent where that is not known: then any of them may. */
  readonly arrays?: readonly string[] | undefined;
}

/** Every collection has it, and nobody declares it. */
export const ID_INDEX: IndexSpec = { name: '_id_', keys: [['_id', 1]], unique: true, multikey: false };

export interface Range {
  readonly lower?: { readonly value: unknown; readonly inclusive: boolean };
  readonly upper?: { readonly value: unknown; readonly inclusive: boolean };
  readonly prefix?: string;
}

/** One walk through one index. Without `equal` and `range` it reads the whole index, for its order. */
export interface Access {
  readonly kind: 'index';
  readonly index: IndexSpec;
  /** For the first keys of the index: the values each may have. */
  readonly equal: readonly (readonly unknown[])[];
  /** On the key after those. */
  readonly range: Range | undefined;
  /** Documents come in the order asked for (1), need the walk turned round (-1), or must be sorted afterwards. */
  readonly order: Direction | undefined;
  /** What the walk finds is what the filter asks for: nothing is left to be tested. */
  readonly exact: boolean;
  /** What is left to be tested on what the walk finds. */
  readonly rest: readonly Filter[];
}

export type Plan =
  | Access
  | {
      readonly kind: 'union';
      readonly parts: readonly Access[];
      readonly order: undefined;
      readonly exact: false;
    }
  | { readonly kind: 'everything'; readonly order: Direction | undefined; readonly exact: true };

type FieldTest = Extract<Filter, { kind: 'test' }>;

/** At most this many values in the equality part of a walk that shall also give the order. */
const MOST_MERGED_WALKS = 64;

/** The best way to find what `filter` asks for, or undefined when no index serves it. Pure. */
export function planQuery(
  filter: Filter,
  sort: readonly SortKey[],
  indexes: readonly IndexSpec[],
): Plan | undefined {
  const conditions = conjuncts(filter);
  const all = [ID_INDEX, ...indexes];
  if (conditions.length === 0) {
    if (sort.length === 0) return { kind: 'everything', order: 1, exact: true };
    const ordered = all
      .filter((index) => !index.partial)
      .map((index) => accessOf(index, [], sort))
      .find((access) => access.order !== undefined);
    return ordered ?? { kind: 'everything', order: undefined, exact: true };
  }
  return bestAccess(conditions, sort, all) ?? unionOf(conditions, all);
}

function bestAccess(conditions: readonly Filter[], sort: readonly SortKey[], all: readonly IndexSpec[]) {
  const tests = conditions.filter((condition) => condition.kind === 'test');
  let best: Access | undefined;
  for (const index of all) {
    if (index.partial && !implies(tests, index.partial)) continue;
    const access = accessOf(index, tests, sort, conditions);
    const useful = access.equal.length > 0 || access.range || (index.partial && !best);
    if (useful && (!best || score(access, sort) > score(best, sort))) best = access;
  }
  return best;
}

function score(access: Access, sort: readonly SortKey[]): number {
  if (access.index === ID_INDEX && access.equal.length > 0) return 1_000;
  const ordered = access.order !== undefined && sort.length > 0 ? 6 : 0;
  return access.equal.length * 4 + (access.range ? 2 : 0) + ordered + (access.index.partial ? 1 : 0);
}

/** `$or` is served when each of its branches is. */
function unionOf(conditions: readonly Filter[], all: readonly IndexSpec[]): Plan | undefined {
  for (const condition of conditions) {
    if (condition.kind !== 'any') continue;
    const parts = condition.filters.map((branch) => bestAccess(conjuncts(branch), [], all));
    if (parts.every((part) => part !== undefined))
      return { kind: 'union', parts, order: undefined, exact: false };
  }
  return undefined;
}

/** The conditions that must all hold. */
export function conjuncts(filter: Filter): readonly Filter[] {
  return filter.kind === 'all' ? filter.filters.flatMap(conjuncts) : [filter];
}

function accessOf(
  index: IndexSpec,
  tests: readonly FieldTest[],
  sort: readonly SortKey[],
  conditions: readonly Filter[] = tests,
): Access {
  const used = new Set<Filter>();
  const equal: (readonly unknown[])[] = [];
  let range: Range | undefined;
  const roots = new Set<string>();
  for (const [path] of index.keys) {
    const inArray = mayRunIntoArray(index, path);
    // Entries pair the fields of one element, but a filter may be met by different elements: bound one of them only.
    const root = path.split('.')[0]!;
    if (inArray && roots.has(root)) break;
    if (inArray) roots.add(root);
    const onPath = tests.filter((test) => test.path === path);
    const equality = onPath.find((test) => equalityValues(test.test) !== undefined);
    if (equality) {
      used.add(equality);
      equal.push(equalityValues(equality.test)!);
      continue;
    }
    range = rangeOf(onPath, inArray, used);
    break;
  }
  const partial = index.partial ? conjuncts(parseFilter(index.partial)) : [];
  const isMet = (condition: Filter) =>
    (used.has(condition) && isWholeIn(condition, index, equal)) ||
    partial.some((part) => sameTest(part, condition));
  const rest = conditions.filter((condition) => !isMet(condition));
  const exact = rest.length === 0 && findsEachOnce(index, equal);
  return { kind: 'index', index, equal, range, order: orderOf(index, equal, sort), exact, rest };
}

/** Whether what the walk finds meets this condition, to which it is bound. Of an array that is sure for one value alone. */
function isWholeIn(condition: Filter, index: IndexSpec, equal: readonly (readonly unknown[])[]): boolean {
  if (condition.kind !== 'test') return false;
  if (!mayRunIntoArray(index, condition.path)) return true;
  return isOneValue(equal[index.keys.findIndex(([path]) => path === condition.path)]);
}

function mayRunIntoArray({ multikey, arrays }: IndexSpec, path: string): boolean {
  return multikey && (arrays?.includes(path) ?? true);
}

/** One value of an array, and a document has one entry; null may also stand for what is not there. */
function findsEachOnce(index: IndexSpec, equal: readonly (readonly unknown[])[]): boolean {
  return index.keys.every(([path], at) => !mayRunIntoArray(index, path) || isOneValue(equal[at]));
}

function isOneValue(values: readonly unknown[] | undefined): boolean {
  return values?.length === 1 && (values[0] ?? null) !== null;
}

/** Scalars only: an array in a filter also means "contains this array". */
function equalityValues(test: Test): readonly unknown[] | undefined {
  if (test.op === 'eq') return Array.isArray(test.value) ? undefined : [test.value];
  if (test.op !== 'in' || test.values.some(Array.isArray)) return undefined;
  const sorted = test.values.toSorted(compareValues);
  return sorted.filter((value, at) => at === 0 || !equalValues(sorted[at - 1], value));
}

/** With several entries per document each condition may be met by another entry: then only one may narrow the walk. */
function rangeOf(tests: readonly FieldTest[], inArray: boolean, used: Set<Filter>): Range | undefined {
  const range: { -readonly [Key in keyof Range]: Range[Key] } = {};
  for (const condition of tests) {
    const { test } = condition;
    if (inArray && Object.keys(range).length > 0) break;
    if (test.op === 'prefix' && range.prefix === undefined && Object.keys(range).length === 0) {
      range.prefix = test.prefix;
      used.add(condition);
      break;
    }
    if ((test.op === 'gt' || test.op === 'gte') && !range.lower) {
      range.lower = { value: test.value, inclusive: test.op === 'gte' };
      used.add(condition);
    } else if ((test.op === 'lt' || test.op === 'lte') && !range.upper) {
      range.upper = { value: test.value, inclusive: test.op === 'lte' };
      used.add(condition);
    }
  }
  return Object.keys(range).length > 0 ? range : undefined;
}

/** Whether the walk gives the order asked for; keys fixed to one value do not matter. */
function orderOf(
  index: IndexSpec,
  equal: readonly (readonly unknown[])[],
  sort: readonly SortKey[],
): Direction | undefined {
  if (sort.length === 0) return 1;
  // A document sorts by the least of its elements, wherever the walk came upon it.
  if (sort.some(([path]) => mayRunIntoArray(index, path))) return undefined;
  const walks = equal.reduce((product, values) => product * values.length, 1);
  if (walks > MOST_MERGED_WALKS) return undefined;
  const fixed = new Set(
    index.keys.slice(0, equal.length).flatMap(([path], at) => (equal[at]!.length === 1 ? [path] : [])),
  );
  const wanted = sort.filter(([path]) => !fixed.has(path));
  const given = index.keys.slice(equal.length);
  let order: Direction | undefined;
  for (const [at, [path, direction]] of wanted.entries()) {
    // A unique last key leaves no ties for what follows.
    if (path !== given[at]?.[0]) return undefined;
    const turned = (direction * given[at][1]) as Direction;
    if (order !== undefined && turned !== order) return undefined;
    order = turned;
  }
  return order ?? 1;
}

/** Whether documents that pass `tests` are surely in an index with this partialFilterExpression. */
function implies(tests: readonly FieldTest[], partial: Readonly<Record<string, unknown>>): boolean {
  return conjuncts(parseFilter(partial)).every((needed) =>
    tests.some((test) => sameTest(needed, test) || impliesExistence(needed, test)),
  );
}

function sameTest(one: Filter, other: Filter): boolean {
  if (one.kind !== 'test' || other.kind !== 'test' || one.path !== other.path) return false;
  if (one.test.op !== other.test.op) return false;
  if ('value' in one.test && 'value' in other.test) return equalValues(one.test.value, other.test.value);
  return one.test.op === 'exists';
}

function impliesExistence(needed: Filter, test: FieldTest): boolean {
  if (needed.kind !== 'test' || needed.test.op !== 'exists' || needed.path !== test.path) return false;
  if (test.test.op === 'eq') return test.test.value !== null;
  if (test.test.op === 'in') return !test.test.values.includes(null);
  return true;
}
