import { LruMap } from '../lru-map.ts';
import type { Found } from './query-executor.ts';

/** Documents kept. */
const MOST = 500;
/** Characters; larger ones are read anew each time, so that memory stays bounded. */
const LARGEST = 32 * 1024;

/**
 * Documents as the writer last found or left them. Nobody else writes, so that is how they lie in the file: what was just
 * written is often changed again soon, and need not be read and decoded for that.
 */
const rows = new LruMap<string, Found>(MOST);

export function rowAtHand(collection: string, id: string): Found | undefined {
  return rows.get(key(collection, id));
}

export function keepAtHand(collection: string, row: Found): void {
  const { document, text } = row;
  const place = key(collection, String(document['_id']));
  if (text.doc.length + text.lists.length <= LARGEST) rows.set(place, row);
  else rows.delete(place);
}

export function dropAtHand(collection: string, id: string): void {
  rows.delete(key(collection, id));
}

/** Something was undone, or others have written: nothing of it need be true any more. */
export function forgetAtHand(): void {
  rows.clear();
}

/** Names of collections hold no NUL. */
function key(collection: string, id: string): string {
  return `${collection}\0${id}`;
}
