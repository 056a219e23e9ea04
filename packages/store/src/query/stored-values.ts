import { AppError } from '@lapor/kernel';
import { isObject } from './bson-order.ts';
import type { PlainObject } from './bson-order.ts';

/**
 * What a document may hold: string, finite number, boolean, null, Date, bytes, nested objects and arrays.
 * Everything else is refused by name, on both profiles, before it is stored.
 */

interface BinaryLike {
  readonly _bsontype: 'Binary';
  readonly sub_type: number;
  readonly position: number;
  readonly buffer: Uint8Array;
}

/** `value` made of nothing but what we store: itself if it is that already, else a copy; undefined fields are left out. */
export function storable(value: unknown, path: string): unknown {
  return isStorable(value) ? value : storableCopy(value, path);
}

/** Whether it can be stored just as it is. Nearly all can: they need neither a copy nor the words for what is wrong. */
export function isStorable(value: unknown): boolean {
  switch (typeof value) {
    case 'string':
      return value.isWellFormed();
    case 'boolean':
      return true;
    case 'number':
      return Number.isFinite(value);
    case 'object':
      return value === null || isStorableObject(value);
    default:
      return false;
  }
}

function isStorableObject(value: object): boolean {
  if (Array.isArray(value)) return value.every(isStorable);
  const prototype: unknown = Object.getPrototypeOf(value);
  if (prototype === Object.prototype || prototype === null) {
    if ('_bsontype' in value) return false;
    return Object.keys(value).every((name) => isFieldName(name) && isStorable((value as PlainObject)[name]));
  }
  return Buffer.isBuffer(value) || (value instanceof Date && !Number.isNaN(value.getTime()));
}

function storableCopy(value: unknown, path: string): unknown {
  switch (typeof value) {
    case 'string':
      // BSON is UTF-8, which has no halves of characters: MongoDB would store U+FFFD.
      return value.toWellFormed();
    case 'boolean':
      return value;
    case 'number':
      if (!Number.isFinite(value)) throw refuse(path, `the number ${value}`);
      return value;
    case 'object':
      return value === null ? null : storableObject(value, path);
    case 'undefined':
      return null;
    default:
      throw refuse(path, `a ${typeof value}`);
  }
}

export function storableDocument(document: unknown): PlainObject {
  const stored = storable(document, '');
  if (!isObject(stored)) throw refuse('', 'anything but an object');
  return stored;
}

function storableObject(value: object, path: string): unknown {
  if (Array.isArray(value)) return value.map((item, at) => storable(item, `${path}.${at}`));
  if (value instanceof Date) {
    if (Number.isNaN(value.getTime())) throw refuse(path, 'an invalid date');
    return value;
  }
  const custom = value as { toBSON?: () => unknown; _bsontype?: unknown };
  if (typeof custom.toBSON === 'function') return storable(custom.toBSON(), path);
  if (value instanceof Uint8Array) return Buffer.isBuffer(value) ? value : Buffer.from(value);
  if (custom._bsontype !== undefined) return fromBsonType(custom, path);
  if (value instanceof Map) return storableFields(value.entries(), path);
  if (value instanceof RegExp || value instanceof Set) throw refuse(path, `a ${value.constructor.name}`);
  return storableFields(Object.entries(value), path);
}

function fromBsonType(value: { _bsontype?: unknown }, path: string): Buffer {
  const binary = value as Partial<BinaryLike>;
  if (binary._bsontype !== 'Binary' || binary.sub_type !== 0 || !binary.buffer) {
    throw refuse(path, `a ${String(value._bsontype)}`);
  }
  return Buffer.from(binary.buffer.subarray(0, binary.position));
}

function storableFields(fields: Iterable<[unknown, unknown]>, path: string): PlainObject {
  const copy: PlainObject = {};
  for (const [name, value] of fields) {
    if (value === undefined) continue;
    if (typeof name !== 'string') throw refuse(path, 'a field name that is not a string');
    checkFieldName(name, path);
    copy[name] = storable(value, path === '' ? name : `${path}.${name}`);
  }
  return copy;
}

/** Some names mean something else in a path or an operator. */
function checkFieldName(name: string, path: string): void {
  if (!isFieldName(name)) throw refuse(path, `a field named ${JSON.stringify(name)}`);
}

/** Names met before, most of them in nearly every document; so many at most. */
const fieldNames = new Set<string>();
const MOST_FIELD_NAMES = 10_000;

function isFieldName(name: string): boolean {
  if (fieldNames.has(name)) return true;
  if (name === '' || name === '__proto__' || /^\$|[.\0]/.test(name) || !name.isWellFormed()) return false;
  if (fieldNames.size >= MOST_FIELD_NAMES) fieldNames.clear();
  fieldNames.add(name);
  return true;
}

function refuse(path: string, what: string): AppError {
  return new AppError('unsupported', `the store does not keep ${what}${path === '' ? '' : ` (at ${path})`}`);
}
