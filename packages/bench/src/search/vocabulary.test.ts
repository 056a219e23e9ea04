import { searchWords } from '@lapor/language';
import { expect, test } from 'vitest';
import { openVocabulary, randomFrom } from './vocabulary.ts';

test('texts are always the same, and the first words are in most of them, the last in hardly any', () => {
  const vocabulary = openVocabulary();
  const texts = (seed: number) => {
    const random = randomFrom(seed);
    return Array.from({ length: 500 }, () => vocabulary.text(random));
  };
  expect(texts(3)).toEqual(texts(3));
  expect(texts(3)).not.toEqual(texts(4));
  const having = (rank: number) =>
    texts(3).filter((text) => searchWords(text).includes(vocabulary.word(rank))).length;
  const [first, hundredth, late] = [having(1), having(100), having(30_000)];
  expect(first).toBeGreaterThan(150);
  expect(hundredth).toBeGreaterThan(2);
  expect(hundredth).toBeLessThan(first / 4);
  expect(late).toBeLessThan(3);
});
