import { compareValues, equalValues, isObject } from '../query/bson-order.ts';
import type { PlainObject } from '../query/bson-order.ts';
import { PULLED } from '../query/update-syntax.ts';
import type { Change } from '../query/update-syntax.ts';
import { matcher } from './filter-matcher.ts';
import { serverError } from './server-errors.ts';
import type { ServerError } from './server-errors.ts';

/** Returned by a change that leaves the field as it is, or away. */
const ABSENT: unique symbol = Symbol('absent');

/**
 * The document after `changes`; the one given is not touched (only the containers on changed paths are copied).
 * `inserting`: the document is being made by an upsert, so `$setOnInsert` counts.
 */
export function applyChanges(
  document: PlainObject,
  changes: readonly Change[],
  inserting: boolean,
): PlainObject {
  const copies = new Set<object>();
  const root = copyOf(document, copies) as PlainObject;
  for (const change of changes) {
    if (change.op === 'setOnInsert' && !inserting) continue;
    if (change.op === 'unset') unset(root, change.path.split('.'), copies);
    else changeAt(root, change, copies);
  }
  return root;
}

function changeAt(root: PlainObject, change: Exclude<Change, { op: 'unset' }>, copies: Set<object>): void {
  const path = change.path.split('.');
  // $pull from nothing changes nothing: it must not make the way there.
  if (change.op === 'pull' && !exists(root, path)) return;
  let container: unknown = root;
  for (let at = 0; at < path.length - 1; at++) {
    container = enter(container, path, at, copies);
  }
  const name = path.at(-1)!;
  const before = member(container, name, change.path);
  const after = changedValue(change, before);
  if (after !== ABSENT) place(container, name, after);
}

/** Whether there is a value at `path`; a value in the way that can hold nothing is an error. */
function exists(root: PlainObject, path: readonly string[]): boolean {
  let current: unknown = root;
  for (const name of path) {
    if (!isObject(current) && !Array.isArray(current)) throw notViable(name, path.join('.'));
    current = member(current, name, path.join('.'));
    if (current === undefined) return false;
  }
  return true;
}

function notViable(name: string, path: string): ServerError {
  return serverError(28, 'PathNotViable', `Cannot create field '${name}' on the way to ${path}`);
}

/** Steps into the container at `path[at]`, making an object where there is nothing. */
function enter(container: unknown, path: readonly string[], at: number, copies: Set<object>): unknown {
  const name = path[at]!;
  const next = member(container, name, path.join('.'));
  if (next === undefined) {
    const made: PlainObject = {};
    copies.add(made);
    place(container, name, made);
    return made;
  }
  if (!isObject(next) && !Array.isArray(next)) {
    throw notViable(path[at + 1]!, path.join('.'));
  }
  const copy = copyOf(next, copies);
  place(container, name, copy);
  return copy;
}

function member(container: unknown, name: string, path: string): unknown {
  if (Array.isArray(container)) {
    if (!/^\d+$/.test(name)) throw notViable(name, path);
    return container[Number(name)];
  }
  const object = container as PlainObject;
  return Object.hasOwn(object, name) ? object[name] : undefined;
}

function place(container: unknown, name: string, value: unknown): void {
  if (!Array.isArray(container)) {
    (container as PlainObject)[name] = value;
    return;
  }
  const position = Number(name);
  if (position > container.length + 1_500_000) {
    throw serverError(2, 'BadValue', 'can not backfill more than 1500000 elements');
  }
  while (container.length < position) container.push(null);
  container[position] = value;
}

function copyOf(container: object, copies: Set<object>): object {
  if (copies.has(container)) return container;
  const copy = Array.isArray(container) ? container.slice() : { ...container };
  copies.add(copy);
  return copy;
}

function unset(root: PlainObject, path: readonly string[], copies: Set<object>): void {
  if (valueAt(root, path) === undefined) return;
  let container: unknown = root;
  for (let at = 0; at < path.length - 1; at++) container = enter(container, path, at, copies);
  const name = path.at(-1)!;
  // Removing an element would move the others: MongoDB leaves null in its place.
  if (Array.isArray(container)) container[Number(name)] = null;
  else delete (container as PlainObject)[name];
}

/** The value at exactly this path, without looking into arrays; undefined when the way is blocked. */
function valueAt(document: PlainObject, path: readonly string[]): unknown {
  let current: unknown = document;
  for (const name of path) {
    if (Array.isArray(current) ? !/^\d+$/.test(name) : !isObject(current)) return undefined;
    const container = current as PlainObject;
    if (!Object.hasOwn(container, name)) return undefined;
    current = container[name];
  }
  return current;
}

function changedValue(change: Exclude<Change, { op: 'unset' }>, before: unknown): unknown {
  switch (change.op) {
    case 'set':
    case 'setOnInsert':
      return change.value;
    case 'inc':
      if (before === undefined) return change.value;
      if (typeof before !== 'number') {
        throw serverError(
          14,
          'TypeMismatch',
          `Cannot apply $inc to a value of non-numeric type (${change.path})`,
        );
      }
      return before + (change.value as number);
    case 'max':
      return before === undefined || compareValues(change.value, before) > 0 ? change.value : ABSENT;
    case 'min':
      return before === undefined || compareValues(change.value, before) < 0 ? change.value : ABSENT;
    case 'push':
      return sliced([...arrayFor('$push', change.path, before), ...change.values], change.slice);
    case 'addToSet':
      return union(arrayFor('$addToSet', change.path, before), change.values);
    case 'pull':
      return pulled(change, before);
  }
}

function arrayFor(operator: string, path: string, before: unknown): readonly unknown[] {
  if (before === undefined) return [];
  if (Array.isArray(before)) return before;
  throw serverError(2, 'BadValue', `${operator} needs an array at ${path}`);
}

function sliced(array: unknown[], slice: number | undefined): unknown[] {
  if (slice === undefined) return array;
  return slice < 0 ? array.slice(slice) : array.slice(0, slice);
}

function union(array: readonly unknown[], values: readonly unknown[]): unknown[] {
  const result = array.slice();
  for (const value of values) {
    if (!result.some((known) => equalValues(known, value))) result.push(value);
  }
  return result;
}

function pulled(change: Extract<Change, { op: 'pull' }>, before: unknown): unknown {
  if (!Array.isArray(before)) throw serverError(2, 'BadValue', `Cannot apply $pull to a non-array value`);
  return before.filter((element) => !isPulled(change, element));
}

function isPulled(change: Extract<Change, { op: 'pull' }>, element: unknown): boolean {
  if ('value' in change) return equalValues(element, change.value);
  const { elements, fields } = change;
  if (!fields) return matcher(elements)({ [PULLED]: element });
  return isObject(element) && matcher(elements)(element);
}
