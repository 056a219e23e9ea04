import type { PlainObject } from '../query/bson-order.ts';

/**
 * Documents as JSON text, dates and bytes as one-member objects. Their names begin with `$~`:
 * a stored field cannot begin with `$`, and no operator is called so.
 */
const DATE = '$~d';
const BYTES = '$~b';

export function encodeDocument(document: unknown): string {
  return JSON.stringify(toJson(document));
}

/** Copies only where something must be replaced: most of a document goes through untouched. */
function toJson(value: unknown): unknown {
  if (typeof value !== 'object' || value === null) return value;
  if (value instanceof Date) return { [DATE]: value.getTime() };
  if (value instanceof Uint8Array) {
    return { [BYTES]: Buffer.from(value.buffer, value.byteOffset, value.byteLength).toString('base64') };
  }
  return Array.isArray(value) ? arrayToJson(value) : objectToJson(value as PlainObject);
}

function arrayToJson(array: readonly unknown[]): readonly unknown[] {
  let copy: unknown[] | undefined;
  for (let at = 0; at < array.length; at++) {
    const item = array[at];
    const json = toJson(item);
    if (json !== item) (copy ??= array.slice())[at] = json;
  }
  return copy ?? array;
}

function objectToJson(object: PlainObject): PlainObject {
  let copy: PlainObject | undefined;
  for (const name in object) {
    const value = object[name];
    if (typeof value !== 'object' || value === null) continue;
    const json = toJson(value);
    if (json !== value) (copy ??= { ...object })[name] = json;
  }
  return copy ?? object;
}

export function decodeDocument(text: string): PlainObject {
  const parsed = JSON.parse(text) as PlainObject;
  // Without the quotation mark before it: JSON is full of those, and the search would stop at each.
  return text.includes('$~') ? (revive(parsed) as PlainObject) : parsed;
}

function revive(value: object): unknown {
  if (Array.isArray(value)) {
    for (let at = 0; at < value.length; at++) {
      const item: unknown = value[at];
      if (typeof item === 'object' && item !== null) value[at] = revive(item);
    }
    return value;
  }
  const object = value as PlainObject;
  for (const name in object) {
    const field = object[name];
    if (name === DATE) return new Date(field as number);
    if (name === BYTES) return Buffer.from(field as string, 'base64');
    if (typeof field === 'object' && field !== null) object[name] = revive(field);
  }
  return object;
}
