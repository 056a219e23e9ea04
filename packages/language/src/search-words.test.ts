import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { searchWords } from './search-words.ts';

describe('searchWords', () => {
  test('case, accents, apostrophes and leading zeros make no difference', () => {
    expect(searchWords("JALAN Café Jum'at RT 03")).toEqual(['jalan', 'cafe', 'jumat', 'rt', '3']);
    expect(searchWords('rt 3')).toEqual(searchWords('RT.003'));
  });

  test('what stands before the name of a place is left out, on both sides', () => {
    expect(searchWords('Kel. Baloi Permai, Kec. Batam Kota, Kota Batam')).toEqual([
      'baloi',
      'permai',
      'batam',
    ]);
    expect(searchWords('kota batam')).toEqual(searchWords('Batam'));
  });

  test('words that tell nothing are left out, numbers never', () => {
    expect(searchWords('Mohon agar lubang di jalan ini 5 meter itu ditutup')).toEqual([
      'lubang',
      'jalan',
      '5',
      'meter',
      'ditutup',
    ]);
    expect(searchWords('yang di itu')).toEqual([]);
  });

  test('each word once, short, and the same again when made of its own words', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme', maxLength: 200 }), (text) => {
        const words = searchWords(text);
        expect(new Set(words).size).toBe(words.length);
        expect(words.every((word) => word.length <= 32)).toBe(true);
        expect(searchWords(words.join(' '))).toEqual(words);
      }),
    );
  });
});
