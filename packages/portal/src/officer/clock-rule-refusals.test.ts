import { expect, test } from 'vitest';
import { refusalText } from './clock-rule-refusals.ts';

test.each([
  ['days.0', '2027-01-01 lies outside 2028', 'Hari ke-1: 2027-01-01 tidak termasuk tahun 2028.'],
  ['days.4', '2027-01-01 stands there twice', 'Hari ke-5: 2027-01-01 tertulis dua kali.'],
  ['line 3', 'has a day and a kind', 'Hari ke-3: isinya tanggal dan jenis saja.'],
  ['year', 'is from 2000 to 2100', 'Tahun antara 2000 dan 2100.'],
  ['reason', 'is required', 'Harus diisi.'],
  ['days.1', 'something new', 'something new'],
])('what is refused at %s, "%s", is said in the language of the page', (field, rule, text) => {
  expect(refusalText('id', { field, rule })).toBe(text);
});

test('rules that name no day are known too', () => {
  const rules = [
    'must be a day, yyyy-mm-dd',
    'kind must be holiday or collective_leave',
    'is at most 9 characters',
  ];
  for (const rule of rules) expect(refusalText('en', { field: 'days.0', rule })).not.toBe(rule);
});
