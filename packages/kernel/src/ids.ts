import { createHash, randomBytes } from 'node:crypto';
import { encodeBase32 } from './base32.ts';

/** A new random id: 26 characters of Crockford base32 (128 bits, the first 48 the time, so that ids sort by age). */
export function newId(now: Date = new Date()): string {
  const bytes = randomBytes(16);
  bytes.writeUIntBE(now.getTime(), 0, 6);
  return encodeBase32(bytes);
}

/** The same id for the same words, for things that are seeded again: 20 characters of Crockford base32 (100 bits). */
export function stableId(...words: readonly string[]): string {
  const digest = createHash('sha256').update(JSON.stringify(words)).digest();
  return encodeBase32(digest.subarray(0, 13)).slice(0, 20);
}

/** The id of a government agency known by a public key: its area code ("21.71") or a short name ("kemenkes"). */
export function agencyIdFor(key: string): string {
  return stableId('agency', key);
}
