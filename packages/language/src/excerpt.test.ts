import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { excerptOf, passagesIn } from './excerpt.ts';

const marked = (text: string, ...words: string[]) =>
  excerptOf(text, new Set(words))
    ?.map((part) => (part.hit ? `[${part.text}]` : part.text))
    .join('');

describe('excerptOf', () => {
  test('marks the words as they were written', () => {
    expect(marked('Lubang besar di JALAN Jum’at, lubang lama', 'lubang', 'jalan', 'jumat')).toBe(
      '[Lubang] besar di [JALAN] [Jum’at], [lubang] lama',
    );
    expect(marked('RT 03 dan RT 3', '3')).toBe('RT [03] dan RT [3]');
  });

  test('is a piece of a long text, cut between words', () => {
    const text = `${'kata '.repeat(40)}lubang ${'lagi '.repeat(60)}`;
    const piece = marked(text, 'lubang') ?? '';
    expect(piece).toMatch(/^… kata (kata )*\[lubang\] (lagi )+.*…$/);
    expect(piece.length).toBeLessThan(180);
  });

  test('is none where none of the words is', () => {
    expect(marked('Air mati', 'lubang')).toBeUndefined();
    expect(marked('', 'lubang')).toBeUndefined();
  });

  test('says nothing that the text does not say', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme', maxLength: 400 }), (before) => {
        const parts = excerptOf(`${before} lubang`, new Set(['lubang'])) ?? [];
        const line = `${before} lubang`.replaceAll(/\s+/g, ' ').trim();
        expect(parts.some(({ hit }) => hit)).toBe(true);
        expect(line).toContain(
          parts
            .map(({ text }) => text)
            .join('')
            .replace(/^… /, '')
            .replace(/ …$/, ''),
        );
      }),
    );
  });
});

describe('passagesIn', () => {
  const texts = ['Regu menambal lubang.', 'Lubang dan selokan dibersihkan.', 'Selokan lama'].map((text) => ({
    text,
  }));
  const shown = (words: readonly string[], most = 9) =>
    passagesIn(texts, new Set(words), most).map(({ source, parts }) => [
      texts.indexOf(source),
      ...parts.filter(({ hit }) => hit).map(({ text }) => text),
    ]);

  test('shows each word once, in the first text that has it', () => {
    expect(shown(['lubang', 'selokan'])).toEqual([
      [0, 'lubang'],
      [1, 'selokan'],
    ]);
    expect(shown(['dibersihkan', 'lubang', 'regu'])).toEqual([
      [0, 'Regu', 'lubang'],
      [1, 'dibersihkan'],
    ]);
  });

  test('no more than so many, and none where no word is', () => {
    expect(shown(['lubang', 'selokan'], 1)).toEqual([[0, 'lubang']]);
    expect(shown(['kabel'])).toEqual([]);
    expect(shown([])).toEqual([]);
  });
});
