import { expect, test } from 'vitest';
import { daysLater } from '../days.ts';
import type { DayOff } from './holiday-table.ts';
import { requireFewOwnDays } from './open-days.ts';

const day = (date: string): DayOff => ({ date, kind: 'holiday' });
const from = (first: string, count: number) =>
  Array.from({ length: count }, (_, at) => day(daysLater(first, at)));
const tried = (before: readonly DayOff[], days: readonly DayOff[]) => () =>
  requireFewOwnDays({ changes: 1, years: { 2026: before } }, { year: 2026, days }, '2026-11-30');

test('a government gives itself ten days a year, and none of the next seven', () => {
  expect(tried([], from('2026-12-07', 10))).not.toThrow();
  expect(tried([], from('2026-12-07', 11))).toThrow('10 of a year at the most');
  expect(tried([], [day('2026-12-06')])).toThrow('2026-12-06 comes in less than 7 days');
});

test('what a tier above entered stays as it is and may be taken away, but is not added to', () => {
  const entered = from('2026-12-01', 20);
  expect(tried(entered, entered)).not.toThrow();
  expect(tried(entered, entered.slice(1))).not.toThrow();
  expect(tried(entered, [...entered, day('2026-12-31')])).toThrow('10 of a year at the most');
});
