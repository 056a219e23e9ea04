import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { calendarIn, WIB, WIT, WITA } from '../fixtures/holidays.ts';
import {
  addOfficeTime,
  closeOfDay,
  dueAfterWorkingDays,
  isWorkingDay,
  localDay,
  officeTimeBetween,
} from './working-time.ts';

const HOUR = 3_600_000;
const at = (written: string): number => Date.parse(written);

describe('working days', () => {
  const due = (from: string, days: number, calendar = WIB): string =>
    new Date(dueAfterWorkingDays(at(from), days, calendar).at).toISOString();

  it.each([
    // The day of the event never counts; 16:00 in Jakarta is 09:00 UTC.
    ['a Tuesday morning, 3 days', '2026-02-03T10:00:00+07:00', 3, '2026-02-06T09:00:00.000Z'],
    ['over a weekend', '2026-02-05T10:00:00+07:00', 3, '2026-02-10T09:00:00.000Z'],
    ['filed on a Sunday', '2026-02-08T23:30:00+07:00', 1, '2026-02-09T09:00:00.000Z'],
    ['over Imlek and its collective leave', '2026-02-13T10:00:00+07:00', 1, '2026-02-18T09:00:00.000Z'],
    ['over Nyepi and Lebaran 2026', '2026-03-17T10:00:00+07:00', 2, '2026-03-26T09:00:00.000Z'],
    ['over Lebaran 2024', '2024-04-05T10:00:00+07:00', 5, '2024-04-22T09:00:00.000Z'],
    ['over the turn of the year', '2025-12-24T10:00:00+07:00', 5, '2026-01-05T09:00:00.000Z'],
  ])('%s', (_name, from, days, expected) => {
    expect(due(from, days)).toBe(expected);
  });

  it('counts in the zone of the calendar: one moment can be two days', () => {
    const lateMonday = '2026-02-09T15:30:00Z'; // 22:30 in Jakarta and 00:30 on Tuesday in Jayapura
    expect(due(lateMonday, 1, WIB)).toBe('2026-02-10T09:00:00.000Z');
    expect(due(lateMonday, 1, WITA)).toBe('2026-02-10T08:00:00.000Z');
    expect(due(lateMonday, 1, WIT)).toBe('2026-02-11T07:00:00.000Z');
  });

  it('is provisional only where a year without a table was counted', () => {
    expect(dueAfterWorkingDays(at('2026-12-01T10:00:00+07:00'), 14, WIB).provisional).toBe(false);
    expect(dueAfterWorkingDays(at('2026-12-28T10:00:00+07:00'), 14, WIB).provisional).toBe(true);
    expect(addOfficeTime(at('2026-12-31T15:00:00+07:00'), 2 * HOUR, WIB).provisional).toBe(true);
    expect(dueAfterWorkingDays(at('2023-12-31T10:00:00+07:00'), 1, WIB).provisional).toBe(false);
  });

  it('knows its days', () => {
    expect(isWorkingDay('2026-03-25', WIB)).toBe(true);
    expect(isWorkingDay('2026-03-24', WIB)).toBe(false);
    expect(localDay(at('2026-02-09T15:30:00Z'), WIT)).toBe('2026-02-10');
    expect(closeOfDay('2026-02-10', WIB)).toBe(at('2026-02-10T09:00:00Z'));
    expect(closeOfDay('2026-02-30', WIB)).toBeUndefined();
    expect(closeOfDay('tomorrow', WIB)).toBeUndefined();
  });

  it('refuses a zone it knows no offset for, instead of guessing', () => {
    expect(() => localDay(0, calendarIn('Europe/Paris'))).toThrow(/no offset/);
  });
});

describe('office time', () => {
  it('counts only 08:00 to 16:00 of working days', () => {
    const between = (from: string, to: string): number =>
      officeTimeBetween(at(`${from}:00+07:00`), at(`${to}:00+07:00`), WIB) / HOUR;
    expect(between('2026-02-03T10:00', '2026-02-03T11:30')).toBe(1.5);
    expect(between('2026-02-03T15:00', '2026-02-04T09:00')).toBe(2);
    expect(between('2026-02-06T20:00', '2026-02-09T07:00')).toBe(0);
    expect(between('2026-03-17T08:00', '2026-03-25T16:00')).toBe(16);
    expect(between('2026-02-04T10:00', '2026-02-03T10:00')).toBe(0);
  });

  it('ends at closing time, not at the next opening', () => {
    const end = addOfficeTime(at('2026-02-03T08:00:00+07:00'), 8 * HOUR, WIB);
    expect(end.at).toBe(at('2026-02-03T16:00:00+07:00'));
  });
});

describe('laws, in every zone and over year ends', () => {
  const calendar = fc.constantFrom(WIB, WITA, WIT, calendarIn('Asia/Pontianak'));
  const moment = fc.integer({ min: at('2024-01-01T00:00:00Z'), max: at('2027-02-01T00:00:00Z') });
  const span = fc.integer({ min: 0, max: 120 * HOUR });
  const days = fc.integer({ min: 0, max: 60 });

  it('a later event is never due earlier', () => {
    fc.assert(
      fc.property(calendar, moment, moment, days, (cal, a, b, n) => {
        const [early, late] = a <= b ? [a, b] : [b, a];
        expect(dueAfterWorkingDays(early, n, cal).at).toBeLessThanOrEqual(
          dueAfterWorkingDays(late, n, cal).at,
        );
      }),
    );
  });

  it('n days and one more is n + 1 days', () => {
    fc.assert(
      fc.property(calendar, moment, days, (cal, from, n) => {
        const step = dueAfterWorkingDays(dueAfterWorkingDays(from, n, cal).at, 1, cal).at;
        expect(step).toBe(dueAfterWorkingDays(from, n + 1, cal).at);
      }),
    );
  });

  it('n working days hold n days of office time beside what was left of the first', () => {
    fc.assert(
      fc.property(calendar, moment, days, (cal, from, n) => {
        const due = dueAfterWorkingDays(from, n, cal).at;
        const endOfFirst = closeOfDay(localDay(from, cal), cal) ?? from;
        expect(officeTimeBetween(Math.max(from, endOfFirst), due, cal)).toBe(n * 8 * HOUR);
      }),
    );
  });

  it('what is added can be measured, and adding twice is adding the sum', () => {
    fc.assert(
      fc.property(calendar, moment, span, span, (cal, from, a, b) => {
        const once = addOfficeTime(from, a, cal).at;
        expect(officeTimeBetween(from, once, cal)).toBe(a);
        expect(addOfficeTime(once, b, cal).at).toBe(addOfficeTime(from, a + b, cal).at);
      }),
    );
  });

  it('office time between is additive', () => {
    fc.assert(
      fc.property(calendar, moment, moment, moment, (cal, x, y, z) => {
        const [a = 0, b = 0, c = 0] = [x, y, z].sort((left, right) => left - right);
        expect(officeTimeBetween(a, b, cal) + officeTimeBetween(b, c, cal)).toBe(
          officeTimeBetween(a, c, cal),
        );
      }),
    );
  });

  it('a pause gives back exactly what it took, and never shortens a limit', () => {
    fc.assert(
      fc.property(
        calendar,
        moment,
        fc.integer({ min: 1, max: 60 }),
        span,
        span,
        (cal, from, n, until, long) => {
          const due = dueAfterWorkingDays(from, n, cal).at;
          const paused = Math.min(from + until, due - 1);
          const resumed = paused + long;
          const taken = officeTimeBetween(paused, resumed, cal);
          const moved = addOfficeTime(due, taken, cal).at;
          expect(moved).toBeGreaterThanOrEqual(due);
          expect(officeTimeBetween(paused, due, cal)).toBe(officeTimeBetween(resumed, moved, cal));
        },
      ),
    );
  });
});
