import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { bareWords } from './bare-words.ts';

describe('bareWords', () => {
  test('what is written in a hurry comes to the same as what is written with care', () => {
    expect(bareWords('Lampunya mati di depan pasar')).toEqual(bareWords('lampu mati dpn psr'));
    expect(bareWords('jalan berlubang, banjir')).toEqual(bareWords('Jln lobang bnjir'));
    expect(bareWords('sampah menumpuk')).toEqual(bareWords('smph tumpuk'));
  });

  test('numbers tell places apart, short words stay as they are', () => {
    expect(bareWords('RT 03 blok C2 got bau')).toEqual(['3', 'blk', 'c2', 'got', 'bau']);
  });

  test('each once, none empty, whatever is written', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme', maxLength: 200 }), (text) => {
        const words = bareWords(text);
        expect(new Set(words).size).toBe(words.length);
        expect(words.every((word) => word.length > 0)).toBe(true);
      }),
    );
  });
});
