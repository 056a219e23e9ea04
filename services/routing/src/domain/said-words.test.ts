import { formatTrackingId } from '@lapor/kernel';
import { expect, test } from 'vitest';
import { saidWords } from './said-words.ts';

const [ONE, OTHER] = ['7K3M9Q2TXA', '8M4N0R3VYB'];
const filled = (id: string, day: string) => `Laporan ${id} sudah kami terima pada ${day}, dan kami periksa.`;

test.each([
  ['2 Maret 2026', '14 Desember 2027'],
  ['2 March 2026', '14 May 2027'],
  ['2026-03-02', '2027-12-14'],
  ['2/3/2026', '14.12.2027'],
])(
  'a template that only its id and day (%s) were filled into is the same on another case',
  (day, another) => {
    const one = saidWords(filled(formatTrackingId(ONE), day), ONE);
    expect(saidWords(filled(formatTrackingId(OTHER), another), OTHER)).toBe(one);
    expect(saidWords(filled(OTHER, another).toUpperCase(), OTHER)).toBe(one);
  },
);

test('what somebody adds makes it another, and so does the number of a lamp', () => {
  const one = saidWords(filled(ONE, '2 Maret 2026'), ONE);
  expect(saidWords(`${filled(ONE, '2 Maret 2026')} Lubangnya 40 cm.`, ONE)).not.toBe(one);
  expect(saidWords('Lampu di tiang 14 diganti', ONE)).not.toBe(saidWords('Lampu di tiang 15 diganti', ONE));
});

test('the id of another case is part of what is said', () => {
  expect(saidWords(`Sama dengan ${OTHER}`, ONE)).not.toBe(saidWords('Sama dengan', ONE));
});
