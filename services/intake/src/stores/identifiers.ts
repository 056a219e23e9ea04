import { createHash, timingSafeEqual } from 'node:crypto';
import { encodeBase32, trackingIdFromBytes } from '@lapor/kernel';

/** HMAC-SHA-256 under a key derived for `purpose`. */
export type Mac = (purpose: string, data: string) => Uint8Array;

/** 8 × 5 = 40 bits: a guess hits once in 10^12 tries, and tries are limited. */
const ACCESS_CODE_LENGTH = 8;

/**
 * The tracking id is the id of complaint and case. The same command gives the same id, so that a repeated POST finds
 * what the first one made; `counter` goes up when another command holds it.
 */
export function deriveTrackingId(mac: Mac, commandKey: string, counter: number): string {
  return trackingIdFromBytes(mac('tracking-id', `${commandKey}\n${counter}`));
}

/** Who sent it and what they called it, as one word that tells nobody either. */
export function deriveCommandKey(mac: Mac, client: string, idempotencyKey: string): string {
  return encodeBase32(mac('command', `${client}\n${idempotencyKey}`)).slice(0, 26);
}

/** The key to everything private of a complaint. Never stored: it is derived again each time. */
export function deriveAccessCode(mac: Mac, trackingId: string): string {
  return encodeBase32(mac('access-code', trackingId)).slice(0, ACCESS_CODE_LENGTH);
}

/** Whether `typed` is the access code; takes dashes, spaces, any case. In constant time. */
export function isAccessCode(mac: Mac, trackingId: string, typed: string): boolean {
  const expected = sha256(deriveAccessCode(mac, trackingId));
  return timingSafeEqual(expected, sha256(normalizeAccessCode(typed)));
}

function normalizeAccessCode(typed: string): string {
  return typed
    .toUpperCase()
    .replace(/[\s.-]/g, '')
    .replaceAll('O', '0')
    .replace(/[IL]/g, '1');
}

/** The vault's subject: derived, so that nothing stored links a complaint to its reporter. */
export function deriveReporterId(mac: Mac, trackingId: string): string {
  return encodeBase32(mac('reporter', trackingId)).slice(0, 26);
}

/** What a phone number is looked up by. */
export function deriveSenderId(mac: Mac, phone: string): string {
  return encodeBase32(mac('sender', phone)).slice(0, 32);
}

function sha256(text: string): Uint8Array {
  return createHash('sha256').update(text).digest();
}
