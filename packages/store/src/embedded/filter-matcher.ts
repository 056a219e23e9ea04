import { compareValues, equalValues, isObject, typeRank } from '../query/bson-order.ts';
import type { PlainObject } from '../query/bson-order.ts';
import { ELEMENT } from '../query/filter-syntax.ts';
import type { Filter, Test } from '../query/filter-syntax.ts';

export type Matcher = (document: PlainObject) => boolean;
type ValueTest = (value: unknown) => boolean;

/** Does exactly what MongoDB does for the filters we accept, including arrays on the path and missing fields. */
export function matcher(filter: Filter): Matcher {
  switch (filter.kind) {
    case 'all': {
      const matchers = filter.filters.map(matcher);
      return (document) => matchers.every((matches) => matches(document));
    }
    case 'any': {
      const matchers = filter.filters.map(matcher);
      return (document) => matchers.some((matches) => matches(document));
    }
    case 'not': {
      const matches = matcher(filter.filter);
      return (document) => !matches(document);
    }
    case 'test': {
      const path = filter.path.split('.');
      const { test, elements } = valueTest(filter.test);
      // An element under $elemMatch is tested as it is, even when it is an array itself.
      const expand = elements && filter.path !== ELEMENT;
      return (document) => anyInObject(document, path, 0, expand, test);
    }
  }
}

/** `elements`: an array at the end of the path also stands for each of its elements. */
function valueTest(test: Test): { readonly test: ValueTest; readonly elements: boolean } {
  switch (test.op) {
    case 'eq':
      return { test: equals(test.value), elements: true };
    case 'in': {
      const tests = test.values.map(equals);
      return { test: (value) => tests.some((equal) => equal(value)), elements: true };
    }
    case 'gt':
      return { test: compares(test.value, (order) => order > 0), elements: true };
    case 'gte':
      return { test: compares(test.value, (order) => order >= 0), elements: true };
    case 'lt':
      return { test: compares(test.value, (order) => order < 0), elements: true };
    case 'lte':
      return { test: compares(test.value, (order) => order <= 0), elements: true };
    case 'prefix':
      return { test: (value) => typeof value === 'string' && value.startsWith(test.prefix), elements: true };
    case 'exists':
      return { test: (value) => value !== undefined, elements: false };
    case 'size':
      return { test: (value) => Array.isArray(value) && value.length === test.size, elements: false };
    case 'elements':
      return { test: elementTest(test), elements: false };
  }
}

function equals(expected: unknown): ValueTest {
  if (expected === null) return (value) => value === null || value === undefined;
  if (typeof expected !== 'object') return (value) => value === expected;
  return (value) => value !== undefined && equalValues(value, expected);
}

/** Comparisons never cross types. */
function compares(operand: unknown, accept: (order: number) => boolean): ValueTest {
  const rank = typeRank(operand);
  return (value) => typeRank(value) === rank && accept(compareValues(value, operand));
}

function elementTest(test: Extract<Test, { op: 'elements' }>): ValueTest {
  if (test.whole) {
    const matches = matcher(test.whole);
    return (value) =>
      Array.isArray(value) && value.some((element) => isContainer(element) && matches(element));
  }
  const matchers = test.tests.map(matcher);
  return (value) =>
    Array.isArray(value) &&
    value.some((element) => {
      const holder = { [ELEMENT]: element as unknown };
      return matchers.every((matches) => matches(holder));
    });
}

/** MongoDB lets an array inside an array be matched as an object with positions for names. */
function isContainer(value: unknown): value is PlainObject {
  return isObject(value) || Array.isArray(value);
}

function anyInObject(
  object: PlainObject,
  path: readonly string[],
  at: number,
  elements: boolean,
  test: ValueTest,
): boolean {
  const name = path[at]!;
  const value: unknown = Object.hasOwn(object, name) ? object[name] : undefined;
  return anyBelow(value, path, at + 1, elements, test);
}

function anyBelow(
  value: unknown,
  path: readonly string[],
  at: number,
  elements: boolean,
  test: ValueTest,
): boolean {
  if (at === path.length) {
    if (elements && Array.isArray(value) && value.some(test)) return true;
    return test(value);
  }
  if (Array.isArray(value)) return anyInArray(value, path, at, elements, test);
  return isObject(value) ? anyInObject(value, path, at, elements, test) : test(undefined);
}

function anyInArray(
  array: readonly unknown[],
  path: readonly string[],
  at: number,
  elements: boolean,
  test: ValueTest,
): boolean {
  const name = path[at]!;
  if (/^\d+$/.test(name) && Number(name) < array.length) {
    const element = array[Number(name)];
    const last = at + 1 === path.length;
    // A path that ends at a position means that element, even an array, as it is. One that goes on needs a
    // container there: below a plain value nothing is even missing.
    if (last ? test(element) : isContainer(element) && anyBelow(element, path, at + 1, elements, test))
      return true;
  }
  return array.some((element) => isObject(element) && anyInObject(element, path, at, elements, test));
}
