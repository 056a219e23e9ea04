import { AppError, invalid } from '@lapor/kernel';
import { isObject, typeRank } from './bson-order.ts';
import type { PlainObject } from './bson-order.ts';
import { storable } from './stored-values.ts';

/** A filter, understood. Everything that is not understood has been refused by name. */
export type Filter =
  | { readonly kind: 'all'; readonly filters: readonly Filter[] }
  | { readonly kind: 'any'; readonly filters: readonly Filter[] }
  | { readonly kind: 'not'; readonly filter: Filter }
  | { readonly kind: 'test'; readonly path: string; readonly test: Test };

export type Test =
  | { readonly op: 'eq'; readonly value: unknown }
  | { readonly op: 'in'; readonly values: readonly unknown[] }
  | { readonly op: 'gt' | 'gte' | 'lt' | 'lte'; readonly value: unknown }
  | { readonly op: 'prefix'; readonly prefix: string }
  | { readonly op: 'exists' }
  | { readonly op: 'size'; readonly size: number }
  | { readonly op: 'elements'; readonly whole: Filter | undefined; readonly tests: readonly Filter[] };

/** The name under which tests on an array element itself are kept. */
export const ELEMENT = '';

export function parseFilter(filter: unknown): Filter {
  if (!isObject(filter)) throw invalid('filter', 'must be an object');
  const filters: Filter[] = [];
  for (const [name, value] of Object.entries(filter)) {
    if (name.startsWith('$')) filters.push(parseLogical(name, value));
    else filters.push(...parseField(name, value));
  }
  return allOf(filters);
}

/** One form for what means the same: a filter alone is not put into a list of one. */
function allOf(filters: readonly Filter[]): Filter {
  const [only, ...others] = filters;
  return only !== undefined && others.length === 0 ? only : { kind: 'all', filters };
}

function parseLogical(name: string, value: unknown): Filter {
  if (name !== '$and' && name !== '$or' && name !== '$nor') throw unsupportedOperator(name);
  if (!Array.isArray(value) || value.length === 0) throw invalid(name, 'must be a non-empty array');
  const filters = value.map(parseFilter);
  if (name === '$and') return { kind: 'all', filters };
  return name === '$or' ? { kind: 'any', filters } : { kind: 'not', filter: { kind: 'any', filters } };
}

function parseField(path: string, value: unknown): Filter[] {
  checkPath(path);
  if (isOperators(value)) return parseOperators(path, value);
  if (value instanceof RegExp) return [{ kind: 'test', path, test: parsePrefix(value) }];
  return [{ kind: 'test', path, test: { op: 'eq', value: operand(value, path) } }];
}

/** `{$gt: 1, …}`: an object whose names are operators. Mixing them with fields is nobody's intention. */
function isOperators(value: unknown): value is PlainObject {
  if (!isObject(value) || '_bsontype' in value || value instanceof RegExp) return false;
  const names = Object.keys(value);
  const operators = names.filter((name) => name.startsWith('$'));
  if (operators.length > 0 && operators.length < names.length) {
    throw invalid('filter', `mixes the operator ${operators[0]} with plain fields`);
  }
  return operators.length > 0;
}

function parseOperators(path: string, operators: PlainObject): Filter[] {
  if ('$options' in operators) throw unsupportedOperator('$options');
  return Object.entries(operators).map(([name, value]) => parseOperator(path, name, value));
}

function parseOperator(path: string, name: string, value: unknown): Filter {
  const test = (parsed: Test): Filter => ({ kind: 'test', path, test: parsed });
  const not = (filter: Filter): Filter => ({ kind: 'not', filter });
  switch (name) {
    case '$eq':
      return test({ op: 'eq', value: operand(value, path) });
    case '$ne':
      return not(test({ op: 'eq', value: operand(value, path) }));
    case '$in':
      return test({ op: 'in', values: operands(name, value, path) });
    case '$nin':
      return not(test({ op: 'in', values: operands(name, value, path) }));
    case '$gt':
    case '$gte':
    case '$lt':
    case '$lte':
      return test({ op: name.slice(1) as 'gt', value: scalarOperand(name, value, path) });
    case '$exists':
      if (value === true || value === 1) return test({ op: 'exists' });
      if (value === false || value === 0) return not(test({ op: 'exists' }));
      // MongoDB takes any number and even text for yes or no: whoever means it can say so.
      throw invalid(path, '$exists must be true or false');
    case '$regex':
      return test(parsePrefix(value));
    case '$size':
      if (typeof value !== 'number' || !Number.isInteger(value) || value < 0)
        throw invalid(path, '$size must be a whole number from 0');
      return test({ op: 'size', size: value });
    case '$elemMatch':
      return test(parseElemMatch(value));
    case '$not':
      if (value instanceof RegExp) return not(test(parsePrefix(value)));
      if (!isOperators(value)) throw invalid(path, '$not needs operators');
      return not(allOf(parseOperators(path, value)));
    default:
      throw unsupportedOperator(name);
  }
}

function parseElemMatch(value: unknown): Test {
  if (!isObject(value)) throw invalid('$elemMatch', 'must be an object');
  if (Object.keys(value).some((name) => ['$and', '$or', '$nor'].includes(name)) || !isOperators(value)) {
    return { op: 'elements', whole: parseFilter(value), tests: [] };
  }
  return { op: 'elements', whole: undefined, tests: parseOperators(ELEMENT, value) };
}

const META = /[\\^$.|?*+()[\]{}]/;

/** Only `^literal`: that is a range of an index. Anything else would read every row. */
function parsePrefix(value: unknown): Test {
  if (value instanceof RegExp && value.flags !== '')
    throw unsupportedOperator(`$regex with the flags ${value.flags}`);
  const source = value instanceof RegExp ? value.source : value;
  if (typeof source !== 'string') throw invalid('$regex', 'must be a string or a regular expression');
  if (!source.startsWith('^')) throw unsupportedOperator(`$regex ${source} (only ^literal)`);
  let prefix = '';
  for (let at = 1; at < source.length; at++) {
    let character = source[at]!;
    if (character === '\\') {
      character = source[++at] ?? '';
      if (!/[^A-Za-z0-9]/.test(character)) throw unsupportedOperator(`$regex ${source} (only ^literal)`);
    } else if (META.test(character)) {
      throw unsupportedOperator(`$regex ${source} (only ^literal)`);
    }
    prefix += character;
  }
  return { op: 'prefix', prefix };
}

function operand(value: unknown, path: string): unknown {
  // MongoDB would look for null, mongoose would drop the condition: both match what nobody asked for.
  if (value === undefined) throw invalid(path, 'undefined is no value to look for');
  return storable(value, path);
}

/** Each is a parameter of a statement: SQLite has a limit, and nobody means so many. */
const MOST_ALTERNATIVES = 10_000;

function operands(name: string, value: unknown, path: string): unknown[] {
  if (!Array.isArray(value)) throw invalid(path, `${name} must be an array`);
  if (value.length > MOST_ALTERNATIVES)
    throw unsupportedOperator(`${name} with more than ${MOST_ALTERNATIVES} values`);
  return value.map((item) => {
    if (item instanceof RegExp) throw unsupportedOperator(`${name} with a regular expression`);
    return operand(item, path);
  });
}

function scalarOperand(name: string, value: unknown, path: string): unknown {
  const scalar = operand(value, path);
  const rank = typeRank(scalar);
  if (rank === 1 || rank === 4 || rank === 5) {
    throw unsupportedOperator(`${name} with ${rank === 1 ? 'null' : rank === 4 ? 'an object' : 'an array'}`);
  }
  return scalar;
}

export function checkPath(path: string): void {
  if (path.split('.').some((part) => part === '' || part.startsWith('$') || part === '__proto__')) {
    throw new AppError('unsupported', `the path ${JSON.stringify(path)} is not supported`);
  }
}

export function unsupportedOperator(what: string): AppError {
  return new AppError('unsupported', `${what} is not supported`);
}
