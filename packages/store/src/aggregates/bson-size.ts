/** Overhead of a document: its length and the closing zero byte. */
const DOCUMENT = 5;

/**
 * Bytes `value` takes as a BSON document (https://bsonspec.org/spec.html), without writing it.
 * Knows what we store: JSON types, dates and bytes.
 */
export function bsonSize(value: object): number {
  let size = DOCUMENT;
  if (Array.isArray(value)) {
    for (let at = 0; at < value.length; at += 1) size += 2 + digits(at) + valueSize(value[at] ?? null);
    return size;
  }
  for (const name of Object.keys(value)) {
    const field = (value as Readonly<Record<string, unknown>>)[name];
    if (field !== undefined) size += 2 + Buffer.byteLength(name) + valueSize(field);
  }
  return size;
}

/** Of lists whose items never change once they are made: each is looked through once. */
const itemSizes = new WeakMap<object, number>();

/** As `bsonSize` of a list under this name in a document. */
export function listSize(name: string, items: readonly object[]): number {
  let size = 2 + Buffer.byteLength(name) + DOCUMENT;
  for (const [at, item] of items.entries()) {
    let known = itemSizes.get(item);
    if (known === undefined) itemSizes.set(item, (known = bsonSize(item)));
    size += 2 + digits(at) + known;
  }
  return size;
}

function valueSize(value: unknown): number {
  switch (typeof value) {
    case 'string':
      return 5 + Buffer.byteLength(value);
    case 'number':
      return Number.isInteger(value) && value >= -0x80000000 && value <= 0x7fffffff && !Object.is(value, -0)
        ? 4
        : 8;
    case 'boolean':
      return 1;
    case 'object':
      if (value === null) return 0;
      if (value instanceof Date) return 8;
      return value instanceof Uint8Array ? 5 + value.length : bsonSize(value);
    default:
      return 8;
  }
}

function digits(index: number): number {
  return index < 10 ? 1 : String(index).length;
}
