import { dayAfter } from '../days.ts';
import { broken } from './calendar.ts';
import type { CalendarState } from './calendar.ts';
import type { DayOff } from './holiday-table.ts';
import type { LocalMoment } from './morning.ts';

/** Office hours are over: whatever was to be met that day has been judged. */
const ENDS = 16;

/** The first day whose judgement still lies ahead. */
export function firstOpenDay({ day, hour }: LocalMoment): string {
  return hour < ENDS ? day : dayAfter(day);
}

/**
 * Days that lie behind have been judged by: whoever is judged does not add or take them away. @throws AppError invalid, naming each
 */
export function requireOpenDays(
  state: CalendarState | undefined,
  { year, days }: { readonly year: number; readonly days: readonly DayOff[] },
  firstOpen: string,
): void {
  const known = (state?.years[year] ?? []).map(({ date }) => date);
  const wanted = days.map(({ date }) => date);
  const added = wanted.flatMap((date, at) => (known.includes(date) ? [] : [{ date, field: `days.${at}` }]));
  const gone = known.flatMap((date) => (wanted.includes(date) ? [] : [{ date, field: 'days' }]));
  const issues = [...added, ...gone]
    .filter(({ date }) => date < firstOpen)
    .map(({ date, field }) => ({ field, rule: `${date} ${LIES_BEHIND}` }));
  if (issues.length > 0) throw broken(issues);
}

const LIES_BEHIND = 'lies behind: only the national admin changes it';

/** The days of the week have no date: they hold for what lies behind too. @throws AppError invalid */
export function refuseWeekend(): never {
  throw broken([
    { field: 'weekend', rule: 'holds for what lies behind too: only the national admin changes it' },
  ]);
}
