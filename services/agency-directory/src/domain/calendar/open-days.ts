import { daysLater } from '../days.ts';
import { broken } from './calendar.ts';
import type { CalendarState } from './calendar.ts';
import type { DayOff } from './holiday-table.ts';

/**
 * Days that lie behind have been judged by: whoever is judged does not add or take them away. `today`: where the calendar holds; it
 * lies behind when it has ended. @throws AppError invalid, naming each
 */
export function requireOpenDays(
  state: CalendarState | undefined,
  { year, days }: { readonly year: number; readonly days: readonly DayOff[] },
  today: string,
): void {
  const known = (state?.years[year] ?? []).map(({ date }) => date);
  const wanted = days.map(({ date }) => date);
  const added = wanted.flatMap((date, at) => (known.includes(date) ? [] : [{ date, field: `days.${at}` }]));
  const gone = known.flatMap((date) => (wanted.includes(date) ? [] : [{ date, field: 'days' }]));
  const issues = [...added, ...gone]
    .filter(({ date }) => date < today)
    .map(({ date, field }) => ({ field, rule: `${date} ${LIES_BEHIND}` }));
  if (issues.length > 0) throw broken(issues);
}

/** So many days off a year a government gives itself, and each so many days before. */
export const MOST_OWN_DAYS = 10;
const DAYS_BEFORE = 7;

/**
 * A day off moves the limits that whoever enters it is judged by: more than a few, or one that comes soon, is for a tier above.
 * What was entered there is not for them to add to; days that are there already stay. @throws AppError invalid, naming each
 */
export function requireFewOwnDays(
  state: CalendarState | undefined,
  { year, days }: { readonly year: number; readonly days: readonly DayOff[] },
  today: string,
): void {
  const known = new Set((state?.years[year] ?? []).map(({ date }) => date));
  const added = days.flatMap(({ date }, at) => (known.has(date) ? [] : [{ date, field: `days.${at}` }]));
  if (added.length === 0) return;
  const soon = daysLater(today, DAYS_BEFORE);
  const issues = added
    .filter(({ date }) => date < soon)
    .map(({ date, field }) => ({ field, rule: `${date} comes in less than ${DAYS_BEFORE} days: ${ABOVE}` }));
  const many = { field: 'days', rule: `are ${MOST_OWN_DAYS} of a year at the most: ${ABOVE}` };
  const all = days.length > MOST_OWN_DAYS ? [...issues, many] : issues;
  if (all.length > 0) throw broken(all);
}

const ABOVE = 'an admin above this government enters it';

const LIES_BEHIND = 'lies behind: only the national admin changes it';

/** The days of the week have no date: they hold for what lies behind too. @throws AppError invalid */
export function refuseWeekend(): never {
  throw broken([
    { field: 'weekend', rule: 'holds for what lies behind too: only the national admin changes it' },
  ]);
}
