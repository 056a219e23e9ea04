import { ALPHABET, encodeBase32 } from './base32.ts';

/** Characters that carry information: 9 × 5 = 45 bits, so that a guess hits one of a billion cases once in 35,000 tries. */
const DATA_LENGTH = 9;
const LENGTH = DATA_LENGTH + 1;

/**
 * Check character: Luhn mod 32. Finds every single wrong character and nearly every swap of neighbours.
 * Source: https://en.wikipedia.org/wiki/Luhn_mod_N_algorithm
 */
function checkCharacter(data: string): string {
  let factor = 2;
  let sum = 0;
  for (let i = data.length - 1; i >= 0; i -= 1) {
    const addend = factor * ALPHABET.indexOf(data.charAt(i));
    sum += Math.floor(addend / 32) + (addend % 32);
    factor = factor === 2 ? 1 : 2;
  }
  return ALPHABET.charAt((32 - (sum % 32)) % 32);
}

/** Makes a tracking id of 10 characters out of at least 6 random or keyed bytes. */
export function trackingIdFromBytes(bytes: Uint8Array): string {
  if (bytes.length < 6) throw new RangeError('a tracking id needs at least 6 bytes');
  const data = encodeBase32(bytes.subarray(0, 6)).slice(0, DATA_LENGTH);
  return data + checkCharacter(data);
}

/** Matches the id wherever a text has it, as `normalizeTrackingId` reads it: in any case, in groups, with its lookalikes. */
export function trackingIdIn(id: string): RegExp {
  const letters = id
    .split('')
    .map((each) => `[${LOOKALIKES[each] ?? each}]`)
    .join(String.raw`[\s.\u2010-\u2013-]{0,2}`);
  return new RegExp(`(?<![0-9A-Z])${letters}(?![0-9A-Z])`, 'giu');
}

/** As people write them instead. */
const LOOKALIKES: Readonly<Record<string, string>> = { '0': '0O', '1': '1IL' };

/** What a person typed → the id as stored, or undefined when it is not one. Takes spaces, dashes, any case, O for 0, I and L for 1. */
export function normalizeTrackingId(typed: string): string | undefined {
  let id = typed.toUpperCase().replace(/[\s.-]/g, '');
  for (const [meant, alike] of Object.entries(LOOKALIKES))
    id = id.replace(new RegExp(`[${alike}]`, 'g'), meant);
  return isTrackingId(id) ? id : undefined;
}

export function isTrackingId(id: string): boolean {
  if (id.length !== LENGTH) return false;
  for (const character of id) if (!ALPHABET.includes(character)) return false;
  return checkCharacter(id.slice(0, DATA_LENGTH)) === id.charAt(DATA_LENGTH);
}

/** As shown and said: `7K3M-9Q2-TXA` reads in three breaths. */
export function formatTrackingId(id: string): string {
  return `${id.slice(0, 4)}-${id.slice(4, 7)}-${id.slice(7)}`;
}
