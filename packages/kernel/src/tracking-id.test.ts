import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ALPHABET } from './base32.ts';
import {
  formatTrackingId,
  isTrackingId,
  normalizeTrackingId,
  trackingIdFromBytes,
  trackingIdIn,
} from './tracking-id.ts';

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

  it('is found in a text however it is typed, as long as it is read as the same', () => {
    const typed = (id: string, choices: readonly number[]) =>
      id
        .split('')
        .map((each, at) => {
          const written = { '0': '0oO', '1': '1iIlL' }[each] ?? each.toUpperCase() + each.toLowerCase();
          return (
            ['', '-', ' ', '.', '. '][(choices[at] ?? 0) % 5]! + written[(choices[at] ?? 0) % written.length]!
          );
        })
        .join('');
    fc.assert(
      fc.property(ids, fc.array(fc.nat(59), { minLength: 10, maxLength: 10 }), (id, choices) => {
        const text = typed(id, choices);
        expect(normalizeTrackingId(text)).toBe(id);
        expect(`(${text})`.replace(trackingIdIn(id), '').replace(/[-. ]/g, '')).toBe('()');
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
