import { EMPTY_ARRAY, isBinary } from '../query/bson-order.ts';
import type { PlainObject } from '../query/bson-order.ts';

/**
 * Index keys: text whose byte order is MongoDB's order of the values, so that SQLite's own B-trees can
 * answer equality, ranges and sorts over mixed types. The first character is the type; a whole type lies
 * between its tag and the next.
 */
const TAG = {
  empty: '0',
  null: '1',
  number: '2',
  string: '3',
  object: '4',
  array: '5',
  binary: '6',
  boolean: '8',
  date: '9',
} as const;

/** The highest code point: greater than every tag, so an escaped NUL sorts after the end of a string. */
const AFTER_EVERYTHING = '\u{10ffff}';

export function encodeKey(value: unknown): string {
  return encode(value, false);
}

/** The value of a key, if it is a number or a text. */
export function decodeKey(key: string): number | string | undefined {
  if (key.startsWith(TAG.string)) return key.slice(1);
  return key.startsWith(TAG.number) ? numberIn(key.slice(1)) : undefined;
}

/** Lowest and (exclusive) highest key of the type of `encoded`: comparisons stay within one type. */
export function typeBounds(encoded: string): { readonly from: string; readonly below: string } {
  const tag = encoded.charCodeAt(0);
  return { from: String.fromCharCode(tag), below: String.fromCharCode(tag + 1) };
}

/** The least string greater than every string that begins with `prefix`; undefined when there is none. */
export function afterPrefix(prefix: string): string | undefined {
  const points = Array.from(prefix, (character) => character.codePointAt(0)!);
  for (let last = points.pop(); last !== undefined; last = points.pop()) {
    if (last === 0x10ffff) continue;
    // Surrogates are no characters: the successor of U+D7FF is U+E000.
    return String.fromCodePoint(...points, last === 0xd7ff ? 0xe000 : last + 1);
  }
  return undefined;
}

function encode(value: unknown, nested: boolean): string {
  switch (typeof value) {
    case 'string':
      return TAG.string + (nested ? terminated(value) : value);
    case 'number':
      return TAG.number + orderedNumber(value);
    case 'boolean':
      return TAG.boolean + (value ? '1' : '0');
    case 'undefined':
      return TAG.null;
    default:
  }
  if (value === null) return TAG.null;
  if (value === EMPTY_ARRAY) return TAG.empty;
  if (value instanceof Date) return TAG.date + orderedNumber(value.getTime());
  if (isBinary(value)) return TAG.binary + hex32(value.length) + Buffer.from(value).toString('hex');
  if (Array.isArray(value)) return `${TAG.array}${value.map((item) => encode(item, true)).join('')}\0`;
  return `${TAG.object}${encodeFields(value as PlainObject)}\0`;
}

/** Objects compare by type, then name, then value of each field. */
function encodeFields(object: PlainObject): string {
  let text = '';
  for (const [name, value] of Object.entries(object)) {
    const encoded = encode(value, true);
    text += encoded[0]! + terminated(name) + encoded.slice(1);
  }
  return text;
}

function terminated(text: string): string {
  return `${text.includes('\0') ? text.replaceAll('\0', `\0${AFTER_EVERYTHING}`) : text}\0`;
}

const view = new DataView(new ArrayBuffer(8));

/** An IEEE double as 16 hex digits that sort as the number does. */
function orderedNumber(number: number): string {
  view.setFloat64(0, number === 0 ? 0 : number);
  const high = view.getUint32(0);
  const low = view.getUint32(4);
  if (high >= 0x80000000) return hex32(~high >>> 0) + hex32(~low >>> 0);
  return hex32((high | 0x80000000) >>> 0) + hex32(low);
}

function numberIn(ordered: string): number {
  const [high, low] = [Number.parseInt(ordered.slice(0, 8), 16), Number.parseInt(ordered.slice(8), 16)];
  const negative = high < 0x80000000;
  view.setUint32(0, negative ? ~high >>> 0 : (high & 0x7fffffff) >>> 0);
  view.setUint32(4, negative ? ~low >>> 0 : low);
  return view.getFloat64(0);
}

function hex32(word: number): string {
  return (word + 0x1_0000_0000).toString(16).slice(1);
}
