import { invalid } from '@lapor/kernel';
import { isObject } from './bson-order.ts';
import type { PlainObject } from './bson-order.ts';
import { checkPath, parseFilter, unsupportedOperator } from './filter-syntax.ts';
import type { Filter } from './filter-syntax.ts';
import { storable } from './stored-values.ts';

/** What one operator does to the value at one path. */
export type Change =
  | {
      readonly op: 'set' | 'setOnInsert' | 'inc' | 'max' | 'min';
      readonly path: string;
      readonly value: unknown;
    }
  | { readonly op: 'unset'; readonly path: string }
  | {
      readonly op: 'push';
      readonly path: string;
      readonly values: readonly unknown[];
      readonly slice?: number;
    }
  | { readonly op: 'addToSet'; readonly path: string; readonly values: readonly unknown[] }
  | { readonly op: 'pull'; readonly path: string; readonly value: unknown }
  | { readonly op: 'pull'; readonly path: string; readonly elements: Filter; readonly fields: boolean };

/** Under this name stands the element itself in conditions on elements (`fields` false). */
export const PULLED = 'element';

/** What is to be stored of a value that an update gives for `path`. */
type Reading = (value: unknown, path: string) => unknown;

/** An update document, understood; changes in the order in which MongoDB applies them (by path). */
export function parseUpdate(update: unknown, reading: Reading = storable): readonly Change[] {
  if (Array.isArray(update)) throw unsupportedOperator('an update with an aggregation pipeline');
  if (!isObject(update)) throw invalid('update', 'must be an object');
  const changes: Change[] = [];
  for (const [operator, operands] of Object.entries(update)) {
    if (!operator.startsWith('$')) throw invalid('update', `must consist of operators, ${operator} is none`);
    const parse = OPERATORS[operator];
    if (!parse) throw unsupportedOperator(operator);
    if (!isObject(operands)) throw invalid(operator, 'must be an object');
    for (const [path, operand] of Object.entries(operands)) {
      checkUpdatePath(path);
      if (operand === undefined) throw invalid(path, `undefined is no value for ${operator}`);
      changes.push(parse(path, operand, reading));
    }
  }
  if (changes.length > 1) {
    changes.sort((left, right) => comparePaths(left.path, right.path));
    refuseConflicts(changes);
  }
  return changes;
}

const OPERATORS: Readonly<Record<string, (path: string, operand: unknown, read: Reading) => Change>> = {
  $set: (path, operand, read) => ({ op: 'set', path, value: read(operand, path) }),
  $setOnInsert: (path, operand, read) => ({ op: 'setOnInsert', path, value: read(operand, path) }),
  $max: (path, operand, read) => ({ op: 'max', path, value: read(operand, path) }),
  $min: (path, operand, read) => ({ op: 'min', path, value: read(operand, path) }),
  $unset(path, operand) {
    storable(operand, path);
    return { op: 'unset', path };
  },
  $inc(path, operand) {
    if (typeof operand !== 'number' || !Number.isFinite(operand)) throw invalid(path, '$inc needs a number');
    return { op: 'inc', path, value: operand };
  },
  $push(path, operand, read) {
    const { values, slice } = each('$push', path, operand, ['$each', '$slice'], read);
    return slice === undefined ? { op: 'push', path, values } : { op: 'push', path, values, slice };
  },
  $addToSet(path, operand, read) {
    const { values } = each('$addToSet', path, operand, ['$each'], read);
    return { op: 'addToSet', path, values };
  },
  $pull(path, operand) {
    if (operand instanceof RegExp) throw unsupportedOperator('$pull with a regular expression');
    if (!isObject(operand) || '_bsontype' in operand)
      return { op: 'pull', path, value: storable(operand, path) };
    return { op: 'pull', path, ...parseElements(operand) };
  },
};

/** Conditions on array elements: on their fields, or (all operators) on the element itself. */
function parseElements(condition: PlainObject): { elements: Filter; fields: boolean } {
  const [first] = Object.keys(condition);
  const fields = first === undefined || !first.startsWith('$') || ['$and', '$or', '$nor'].includes(first);
  return { elements: parseFilter(fields ? condition : { [PULLED]: condition }), fields };
}

function each(
  operator: string,
  path: string,
  operand: unknown,
  known: readonly string[],
  read: Reading,
): { values: unknown[]; slice?: number } {
  if (!isObject(operand) || !Object.keys(operand).some((name) => name.startsWith('$'))) {
    return { values: [read(operand, path)] };
  }
  const unknown = Object.keys(operand).find((name) => !known.includes(name));
  if (unknown !== undefined) throw unsupportedOperator(`${operator} with ${unknown}`);
  const { $each: values, $slice: slice } = operand;
  if (!Array.isArray(values)) throw invalid(path, `${operator} needs $each to be an array`);
  const stored = values.map((value) => read(value, path));
  if (slice === undefined) return { values: stored };
  if (!Number.isInteger(slice)) throw invalid(path, '$slice must be an integer');
  return { values: stored, slice: slice as number };
}

function checkUpdatePath(path: string): void {
  if (path.startsWith('$') || path.includes('.$')) throw unsupportedOperator(`the positional path ${path}`);
  checkPath(path);
}

const DIGITS = /^\d+$/;

function comparePaths(left: string, right: string): number {
  if (!left.includes('.') && !right.includes('.')) return compareParts(left, right);
  const a = left.split('.');
  const b = right.split('.');
  for (let at = 0; at < Math.min(a.length, b.length); at++) {
    const order = compareParts(a[at]!, b[at]!);
    if (order !== 0) return order;
  }
  return a.length - b.length;
}

function compareParts(one: string, other: string): number {
  if (one === other) return 0;
  if (DIGITS.test(one) && DIGITS.test(other)) return Number(one) - Number(other);
  return one < other ? -1 : 1;
}

/** Two operators on one path, or on a path and a part of it, have no order in which they are meant. */
function refuseConflicts(sorted: readonly Change[]): void {
  for (let at = 1; at < sorted.length; at++) {
    const before = sorted[at - 1]!.path;
    const { path } = sorted[at]!;
    if (path === before || path.startsWith(`${before}.`)) {
      throw invalid(path, `the update would also change ${before}: they conflict`);
    }
  }
}
