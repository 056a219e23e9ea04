import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ALPHABET } from './base32.ts';
import { formatTrackingId, isTrackingId, normalizeTrackingId, trackingIdFromBytes } from './tracking-id.ts';

const ids = fc.uint8Array({ minLength: 6, maxLength: 6 }).map(trackingIdFromBytes);

describe('tracking id', () => {
  it('survives being formatted, lower-cased and typed with spaces', () => {
    fc.assert(
      fc.property(ids, (id) => {
        expect(id).toHaveLength(10);
        expect(normalizeTrackingId(formatTrackingId(id))).toBe(id);
        expect(normalizeTrackingId(` ${id.toLowerCase().replaceAll('0', 'o').replaceAll('1', 'l')} `)).toBe(
          id,
        );
      }),
    );
  });

  it('finds every single wrong character', () => {
    fc.assert(
      fc.property(ids, fc.nat(9), fc.nat(31), (id, place, other) => {
        const wrong = id.slice(0, place) + ALPHABET.charAt(other) + id.slice(place + 1);
        expect(isTrackingId(wrong)).toBe(wrong === id);
      }),
    );
  });

  it.each(['', 'ABC', 'UUUUUUUUUU', '12345678901'])('refuses %j', (typed) => {
    expect(normalizeTrackingId(typed)).toBeUndefined();
  });
});
