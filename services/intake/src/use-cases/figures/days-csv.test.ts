import { expect, test } from 'vitest';
import { readDaysCsv } from './days-csv.ts';

test('kinds are read as they are called in either language', () => {
  const text =
    '2026-12-09,libur\n2026-12-24, Cuti bersama\n2026-12-25\n2026-12-26,collective_leave\n2026-12-28,pesta';
  expect(readDaysCsv(text).map(({ kind }) => kind)).toEqual([
    'holiday',
    'collective_leave',
    'holiday',
    'collective_leave',
    'pesta',
  ]);
});
