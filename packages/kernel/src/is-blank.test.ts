import { expect, it } from 'vitest';
import { isBlank } from './is-blank.ts';

it.each(['', ' \n\t', '\u00a0\u3000', '\u200b\u200d\ufeff', '\u202e\u202c', '\0'])('%j is blank', (text) => {
  expect(isBlank(text)).toBe(true);
});

it.each(['.', ' a ', '\u200b1', '😀', 'لا', '\u200fx'])('%j is not', (text) => {
  expect(isBlank(text)).toBe(false);
});
