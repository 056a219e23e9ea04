/**
 * MongoDB's comparison order over the values we store.
 * https://www.mongodb.com/docs/manual/reference/bson-type-comparison-order/
 */

/** Stands for the value of an indexed field that is an empty array: it sorts before null. */
export const EMPTY_ARRAY: unique symbol = Symbol('empty array');

export type PlainObject = Record<string, unknown>;

export function isBinary(value: unknown): value is Uint8Array {
  return value instanceof Uint8Array;
}

/** An embedded document: neither array nor date nor binary (nor a regular expression, which is only in filters). */
export function isObject(value: unknown): value is PlainObject {
  return (
    typeof value === 'object' &&
    value !== null &&
    !Array.isArray(value) &&
    !(value instanceof Date) &&
    !(value instanceof Uint8Array) &&
    !(value instanceof RegExp)
  );
}

/** Rank of the value's type. Missing counts as null. */
export function typeRank(value: unknown): number {
  switch (typeof value) {
    case 'number':
      return 2;
    case 'string':
      return 3;
    case 'boolean':
      return 8;
    case 'symbol':
      return 0;
    case 'object':
      if (value === null) return 1;
      if (Array.isArray(value)) return 5;
      if (value instanceof Date) return 9;
      return value instanceof Uint8Array ? 6 : 4;
    default:
      return 1;
  }
}

/** Strings compare by UTF-8 bytes, that is by code point; JavaScript compares UTF-16 units. */
function compareStrings(left: string, right: string): number {
  const length = Math.min(left.length, right.length);
  for (let at = 0; at < length; at++) {
    const a = left.charCodeAt(at);
    const b = right.charCodeAt(at);
    if (a !== b) return codePointOrder(a) - codePointOrder(b);
  }
  return left.length - right.length;
}

/** Moves surrogates (astral characters) above the rest of the basic plane. */
function codePointOrder(unit: number): number {
  if (unit < 0xd800) return unit;
  return unit < 0xe000 ? unit + 0x2000 : unit - 0x800;
}

export function compareValues(left: unknown, right: unknown): number {
  const rank = typeRank(left);
  const difference = rank - typeRank(right);
  if (difference !== 0) return difference;
  switch (rank) {
    case 2:
      return (left as number) - (right as number);
    case 3:
      return compareStrings(left as string, right as string);
    case 4:
      return compareObjects(left as PlainObject, right as PlainObject);
    case 5:
      return compareArrays(left as unknown[], right as unknown[]);
    case 6:
      return compareBinary(left as Uint8Array, right as Uint8Array);
    case 8:
      return Number(left) - Number(right);
    case 9:
      return (left as Date).getTime() - (right as Date).getTime();
    default:
      return 0;
  }
}

export function equalValues(left: unknown, right: unknown): boolean {
  return left === right || (typeof left === typeof right && compareValues(left, right) === 0);
}

/** Field by field in stored order: type, then name, then value. */
function compareObjects(left: PlainObject, right: PlainObject): number {
  const leftKeys = Object.keys(left);
  const rightKeys = Object.keys(right);
  const length = Math.min(leftKeys.length, rightKeys.length);
  for (let at = 0; at < length; at++) {
    const leftKey = leftKeys[at]!;
    const rightKey = rightKeys[at]!;
    const order =
      typeRank(left[leftKey]) - typeRank(right[rightKey]) ||
      compareStrings(leftKey, rightKey) ||
      compareValues(left[leftKey], right[rightKey]);
    if (order !== 0) return order;
  }
  return leftKeys.length - rightKeys.length;
}

function compareArrays(left: unknown[], right: unknown[]): number {
  const length = Math.min(left.length, right.length);
  for (let at = 0; at < length; at++) {
    const order = compareValues(left[at], right[at]);
    if (order !== 0) return order;
  }
  return left.length - right.length;
}

/** The shorter one first, then by bytes. */
function compareBinary(left: Uint8Array, right: Uint8Array): number {
  return left.length - right.length || Buffer.compare(left, right);
}
