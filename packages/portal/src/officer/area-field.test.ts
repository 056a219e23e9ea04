import { expect, test } from 'vitest';
import { codeTyped } from './area-field.ts';

const area = (code: string, name: string, province: string) => ({
  code,
  name,
  level: 'regency' as const,
  fullName: `${name}, ${province}`,
});
const AREAS = [
  area('21.71', 'Kota Batam', 'Kepulauan Riau'),
  area('32.04', 'Kabupaten Bandung', 'Jawa Barat'),
  area('32.17', 'Kabupaten Bandung Barat', 'Jawa Barat'),
  area('32.73', 'Kota Bandung', 'Jawa Barat'),
];

test.each([
  ['21.71', '21.71'],
  [' 2171 ', '21.71'],
  ['21,71', '21.71'],
  ['99', '99'],
  ['', ''],
  ['Kota Batam, Kepulauan Riau', '21.71'],
  ['kota bandung', '32.73'],
  ['Kabupaten Bandung', '32.04'],
])('%j is %j', (typed, code) => expect(codeTyped(typed, AREAS)).toBe(code));

test('a part of a name says which area to look at, and gives nobody any', () => {
  expect(codeTyped('batam', AREAS, { partly: true })).toBe('21.71');
  expect(codeTyped('batam', AREAS)).toBe('batam');
});

test('a name that can mean several areas, or none, is nobody’s code', () => {
  for (const typed of ['Bandung', 'Atlantis']) expect(codeTyped(typed, AREAS, { partly: true })).toBe(typed);
});
