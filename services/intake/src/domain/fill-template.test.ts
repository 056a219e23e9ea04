import { expect, test } from 'vitest';
import { fillTemplate } from './fill-template.ts';

const facts = {
  trackingId: '7K3M9Q2TXA',
  agencyName: 'Dinas {kode} Bina Marga',
  // Past midnight in Batam.
  now: new Date('2026-03-02T17:30:00Z'),
  timeZone: 'Asia/Jakarta',
};

test('placeholders are filled once, as often as they stand there, and nothing else is touched', () => {
  expect(fillTemplate('Laporan {kode}, {tanggal}: {instansi}. {kode} {lain} {', facts)).toBe(
    'Laporan 7K3M-9Q2-TXA, 3 Maret 2026: Dinas {kode} Bina Marga. 7K3M-9Q2-TXA {lain} {',
  );
});

test.each(['__proto__', 'constructor', 'toString'])('{%s} is no placeholder', (name) => {
  expect(fillTemplate(`{${name}}`, facts)).toBe(`{${name}}`);
});
