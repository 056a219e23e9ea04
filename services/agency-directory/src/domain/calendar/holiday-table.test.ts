import { describe, expect, it } from 'vitest';
import { loadHolidays } from '../../reference/load-holidays.ts';
import { isDay } from '../import/field-rules.ts';
import { buildHolidayTable } from './holiday-table.ts';

const table = loadHolidays();

describe('the Indonesian holiday table', () => {
  it('knows its years, each day once and in order', () => {
    expect(table.years).toEqual([2024, 2025, 2026]);
    const dates = table.days.map(({ date }) => date);
    expect(dates.every(isDay)).toBe(true);
    expect(dates).toEqual([...new Set(dates)].sort());
    for (const { kind } of table.days) expect(['holiday', 'collective_leave']).toContain(kind);
  });

  it.each([
    [2024, 19, 10],
    [2025, 17, 11],
    [2026, 17, 8],
  ])('has in %d %d holidays and %d days of collective leave', (year, holidays, leave) => {
    const count = (kind: string) =>
      table.days.filter((day) => day.kind === kind && day.date.startsWith(`${year}-`)).length;
    expect([count('holiday'), count('collective_leave')]).toEqual([holidays, leave]);
  });

  it.each([
    ['2024-08-17', 'holiday'],
    ['2024-04-10', 'holiday'],
    ['2024-04-12', 'collective_leave'],
    ['2025-08-18', 'collective_leave'],
    ['2026-12-25', 'holiday'],
    ['2024-08-16', undefined],
    ['2027-01-01', undefined],
  ])('%s: %s', (date, kind) => expect(table.kindOf(date)).toBe(kind));

  it('refuses a day that stands twice or in another year', () => {
    const day = { date: '2024-01-01', kind: 'holiday' } as const;
    expect(() => buildHolidayTable({ years: [2024], days: [day, day] })).toThrow('holiday table');
    expect(() => buildHolidayTable({ years: [2025], days: [day] })).toThrow('holiday table');
  });
});
