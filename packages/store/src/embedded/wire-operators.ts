import { isStorable, storable } from '../query/stored-values.ts';
import { isObject } from '../query/bson-order.ts';
import type { PlainObject } from '../query/bson-order.ts';
import { encodeDocument } from './document-codec.ts';

/** A filter or update (already checked by the guard) as text for the writer. */
export function encodeOperators(operators: unknown): string {
  return encodeDocument(plain(operators));
}

/** The operators made of plain values only; regular expressions in their $regex form. */
export function plain(value: unknown): unknown {
  if (typeof value === 'string') return value.toWellFormed();
  if (typeof value !== 'object' || value === null || isStorable(value)) return value;
  if (Array.isArray(value)) return value.map(plain);
  if (value instanceof RegExp) return { $regex: value.source };
  if (!isObject(value) || '_bsontype' in value || 'toBSON' in value || value instanceof Map)
    return storable(value, '');
  const copy: PlainObject = {};
  for (const name in value) {
    const inner = value[name];
    copy[name] = name === '$regex' && inner instanceof RegExp ? inner.source : plain(inner);
  }
  return copy;
}
