import { AppError } from '@lapor/kernel';
import type { Issue } from '@lapor/kernel';
import type { ReasonRef } from '../reason-ref.ts';
import type { DayOff } from './holiday-table.ts';

/** Id of the calendar that holds everywhere; others are a province's, by its code, and add to it. */
export const NATION = 'nation';
/** Days of the week that are free unless somebody says otherwise; 0 is Sunday. */
export const WEEKEND: readonly number[] = [0, 6];

/** What was entered for the nation or for one province. */
export interface CalendarState {
  readonly years: Readonly<Record<string, readonly DayOff[]>>;
  readonly weekend?: readonly number[];
  /** How often it was changed. */
  readonly changes: number;
}

/** Why; the words themselves are kept apart. */
type Because = { readonly reason: ReasonRef };

export type CalendarEvent =
  | {
      readonly type: 'CalendarYearSet';
      readonly data: Because & { readonly year: number; readonly days: readonly DayOff[] };
    }
  | { readonly type: 'CalendarWeekendSet'; readonly data: Because & { readonly weekend: readonly number[] } };

export function evolveCalendar(state: CalendarState | undefined, event: CalendarEvent): CalendarState {
  const before = state ?? { years: {}, changes: 0 };
  const changes = before.changes + 1;
  if (event.type === 'CalendarWeekendSet') return { ...before, weekend: event.data.weekend, changes };
  return { ...before, years: { ...before.years, [event.data.year]: event.data.days }, changes };
}

const FIRST_YEAR = 2000;
const LAST_YEAR = 2100;

/** Replaces a year's table. @throws AppError invalid, naming each day that is wrong */
export function setYear(
  state: CalendarState | undefined,
  { year, days }: { readonly year: number; readonly days: readonly DayOff[] },
  reason: ReasonRef,
): readonly CalendarEvent[] {
  if (!Number.isInteger(year) || year < FIRST_YEAR || year > LAST_YEAR) {
    throw broken([{ field: 'year', rule: `is from ${FIRST_YEAR} to ${LAST_YEAR}` }]);
  }
  const issues = days.flatMap((day, at) => issueOf(day, at, year, days));
  if (issues.length > 0) throw broken(issues);
  const sorted = days
    .toSorted((a, b) => (a.date < b.date ? -1 : 1))
    .map(({ date, kind }) => ({ date, kind }));
  const same = JSON.stringify(state?.years[year]) === JSON.stringify(sorted);
  return same ? [] : [{ type: 'CalendarYearSet', data: { year, days: sorted, reason } }];
}

function issueOf(
  { date, kind }: DayOff,
  at: number,
  year: number,
  days: readonly DayOff[],
): readonly Issue[] {
  const field = `days.${at}`;
  const parsed = Date.parse(`${date}T00:00:00Z`);
  const isDay = !Number.isNaN(parsed) && new Date(parsed).toISOString().slice(0, 10) === date;
  if (!isDay) return [{ field, rule: 'must be a day, yyyy-mm-dd' }];
  if (Number(date.slice(0, 4)) !== year) return [{ field, rule: `${date} lies outside ${year}` }];
  if (days.findIndex((other) => other.date === date) !== at)
    return [{ field, rule: `${date} stands there twice` }];
  const known = kind === 'holiday' || kind === 'collective_leave';
  return known ? [] : [{ field, rule: 'kind must be holiday or collective_leave' }];
}

/** @throws AppError invalid */
export function setWeekend(
  state: CalendarState | undefined,
  weekend: readonly number[],
  reason: ReasonRef,
): readonly CalendarEvent[] {
  const days = [...new Set(weekend)].toSorted((a, b) => a - b);
  const right = days.every((day) => Number.isInteger(day) && day >= 0 && day <= 6);
  if (!right || days.length === 0 || days.length > 6) {
    throw broken([{ field: 'weekend', rule: 'is one to six days of the week, 0 (Sunday) to 6' }]);
  }
  const same = JSON.stringify(state?.weekend) === JSON.stringify(days);
  return same ? [] : [{ type: 'CalendarWeekendSet', data: { weekend: days, reason } }];
}

function broken(issues: readonly Issue[]): AppError {
  const text = issues.map(({ field, rule }) => `${field}: ${rule}`).join('; ');
  return new AppError('invalid', text, { issues: [...issues] });
}

/** A calendar as an office there keeps it. */
export interface EffectiveCalendar {
  readonly daysOff: readonly string[];
  readonly years: readonly number[];
  readonly weekend: readonly number[];
  /** At least 1, and higher after every change that touches it. */
  readonly edition: number;
}

/** The nation's days and the province's own; years without a national table stay without one. */
export function effectiveCalendar(
  shipped: Readonly<Record<string, readonly DayOff[]>>,
  nation: CalendarState | undefined,
  province: CalendarState | undefined,
): EffectiveCalendar {
  const national = { ...shipped, ...nation?.years };
  const days = [...Object.values(national), ...Object.values(province?.years ?? {})].flat();
  return {
    daysOff: [...new Set(days.map(({ date }) => date))].toSorted(),
    years: Object.keys(national)
      .map(Number)
      .toSorted((a, b) => a - b),
    weekend: province?.weekend ?? nation?.weekend ?? WEEKEND,
    edition: 1 + (nation?.changes ?? 0) + (province?.changes ?? 0),
  };
}
