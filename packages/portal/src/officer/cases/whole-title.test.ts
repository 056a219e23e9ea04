import { expect, test } from 'vitest';
import { wholeTitle } from './whole-title.ts';

const FIRST = 'Lampu jalan di depan pasar padam sejak Senin\ndan sampai hari ini belum ada yang datang.';
const CUT = 'Lampu jalan di depan pasar padam sejak Senin dan sampai hari ini belum ada…';

test('what was cut off is read to the end of its sentence', () => {
  const whole = 'Lampu jalan di depan pasar padam sejak Senin dan sampai hari ini belum ada yang datang.';
  expect(wholeTitle({ title: CUT, body: `${FIRST} Mohon segera.` })).toBe(whole);
  expect(wholeTitle({ title: CUT, body: FIRST.slice(0, -1) })).toBe(whole.slice(0, -1));
  const point = 'Ukuran 2.5 meter';
  expect(wholeTitle({ title: 'Ukuran 2…', body: `${point}! Ya.` })).toBe(`${point}!`);
});

test('a title of the reporter’s own is theirs, and what has no end within a few lines stays cut off', () => {
  expect(wholeTitle({ title: 'Lampu padam…', body: 'Sejak Senin.' })).toBe('Lampu padam…');
  expect(wholeTitle({ title: 'Lampu padam', body: 'Lampu padam sejak Senin.' })).toBe('Lampu padam');
  expect(wholeTitle({ title: CUT, body: `${FIRST.slice(0, -1)} ${'dan lagi '.repeat(40)}` })).toBe(CUT);
});
