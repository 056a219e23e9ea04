import { isObject } from '../query/bson-order.ts';
import type { PlainObject } from '../query/bson-order.ts';

/** The one id a filter asks for. */
export function soleId(filter: unknown): string | undefined {
  const id = (filter as PlainObject)['_id'];
  return typeof id === 'string' ? id : undefined;
}

/** How many documents a filter can find at most, by the ids it names. */
export function mostById(filter: unknown): number {
  const id = (filter as PlainObject)['_id'];
  if (typeof id === 'string') return 1;
  const among = isObject(id) ? id['$in'] : undefined;
  return Array.isArray(among) ? among.length : Infinity;
}
