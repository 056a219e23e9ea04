import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  areaOfCalendar,
  calendarTiers,
  effectiveCalendar,
  evolveCalendar,
  NATION,
  setWeekend,
  setYear,
} from './calendar.ts';
import type { CalendarState } from './calendar.ts';

const SHIPPED = { 2026: [{ date: '2026-01-01', kind: 'holiday' }] } as const;
const WHY = { id: 'reason', digest: 'digest' };

function withDay(date: string, before?: CalendarState): CalendarState {
  const [event] = setYear(before, { year: 2026, days: [{ date, kind: 'holiday' }] }, WHY);
  if (event === undefined) throw new Error('that day was there already');
  return evolveCalendar(before, event);
}

function withWeek(weekend: readonly number[]): CalendarState {
  const [event] = setWeekend(undefined, weekend, WHY);
  if (event === undefined) throw new Error('that was the week already');
  return evolveCalendar(undefined, event);
}

describe('calendars', () => {
  it.each([
    ['', [NATION]],
    ['21', [NATION, '21']],
    ['21.71', [NATION, '21', '21-71']],
    ['21.71.10', [NATION, '21', '21-71']],
    ['21.71.10.1001', [NATION, '21', '21-71']],
  ])('of %j are those of all around it', (areaCode, tiers) => {
    expect(calendarTiers(areaCode)).toEqual(tiers);
    expect(areaCode.startsWith(areaOfCalendar(calendarTiers(areaCode).at(-1) ?? ''))).toBe(true);
  });

  it('add their days to those above, and count every change that touches them', () => {
    const [province, city] = [withDay('2026-03-06'), withDay('2026-03-09')];
    const bare = effectiveCalendar(SHIPPED, [undefined, undefined, undefined]);
    expect(bare).toEqual({ daysOff: ['2026-01-01'], years: [2026], weekend: [0, 6], edition: 1 });
    const inCity = effectiveCalendar(SHIPPED, [undefined, province, city]);
    expect(inCity).toMatchObject({ daysOff: ['2026-01-01', '2026-03-06', '2026-03-09'], edition: 3 });
    expect(effectiveCalendar(SHIPPED, [undefined, province])).toMatchObject({
      daysOff: ['2026-01-01', '2026-03-06'],
      edition: 2,
    });
  });

  it('have the week of the nearest area that has one, and the years of the nation alone', () => {
    const [nation, city] = [withWeek([0]), withWeek([5])];
    expect(effectiveCalendar(SHIPPED, [nation, undefined, city]).weekend).toEqual([5]);
    expect(effectiveCalendar(SHIPPED, [nation, withDay('2026-03-06'), undefined]).weekend).toEqual([0]);
    const ownYear = { years: { 2027: [{ date: '2027-05-05', kind: 'holiday' }] }, changes: 1 } as const;
    expect(effectiveCalendar(SHIPPED, [undefined, undefined, ownYear])).toMatchObject({
      daysOff: ['2026-01-01', '2027-05-05'],
      years: [2026],
    });
  });

  it('go to a higher edition with any change of any of them, and to no lower one', () => {
    const dates = fc.integer({ min: 1, max: 28 }).map((day) => `2026-05-${String(day).padStart(2, '0')}`);
    const changes = fc.array(fc.record({ tier: fc.nat({ max: 2 }), date: dates }), { maxLength: 20 });
    fc.assert(
      fc.property(changes, (all) => {
        const tiers: (CalendarState | undefined)[] = [undefined, undefined, undefined];
        for (const { tier, date } of all) {
          const { edition } = effectiveCalendar(SHIPPED, tiers);
          const [event] = setYear(tiers[tier], { year: 2026, days: [{ date, kind: 'holiday' }] }, WHY);
          if (event !== undefined) tiers[tier] = evolveCalendar(tiers[tier], event);
          expect(effectiveCalendar(SHIPPED, tiers).edition).toBe(edition + (event === undefined ? 0 : 1));
        }
      }),
    );
  });

  it('have no year whose table has no day', () => {
    const [event] = setYear(undefined, { year: 2028, days: [] }, WHY);
    const nation = event && evolveCalendar(undefined, event);
    expect(effectiveCalendar(SHIPPED, [nation]).years).toEqual([2026]);
  });

  it('are as they were when a year is entered as it is, whatever the order of days and fields', () => {
    const days = [
      { kind: 'holiday', date: '2026-03-09' },
      { date: '2026-01-02', kind: 'collective_leave' },
    ] as const;
    const [event] = setYear(undefined, { year: 2026, days }, WHY);
    const state = event && evolveCalendar(undefined, event);
    expect(setYear(state, { year: 2026, days: days.toReversed() }, WHY)).toEqual([]);
  });
});
