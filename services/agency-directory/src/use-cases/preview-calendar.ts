import type { Caller } from '@lapor/contracts/common/v1/common';
import { requireCalendarKeeper } from '../access.ts';
import { calendarTiers, evolveCalendar } from '../domain/calendar/calendar.ts';
import type { EffectiveCalendar } from '../domain/calendar/calendar.ts';
import { daysChanged } from '../domain/calendar/days-changed.ts';
import type { DaysChanged } from '../domain/calendar/days-changed.ts';
import { timeZoneOf } from '../domain/government/time-zone.ts';
import type { DirectoryParts } from '../parts.ts';
import { UNKEPT } from './change-with-reason.ts';
import { calendarId, decideChange, governmentsOf, readCalendars, readEntered } from './manage-calendars.ts';
import type { CalendarChange } from './manage-calendars.ts';

export interface PreviewedCalendar extends EffectiveCalendar {
  readonly areaCodes: readonly string[];
  readonly timeZone: string;
}

export interface CalendarToBe extends DaysChanged {
  /** None, where nothing would change. */
  readonly calendars: readonly PreviewedCalendar[];
}

/** What calendars would be after a change, wherever it would be felt. Stores nothing. @throws AppError as the change itself */
export async function previewCalendar(
  parts: DirectoryParts,
  caller: Caller,
  change: CalendarChange,
): Promise<CalendarToBe> {
  requireCalendarKeeper(caller, governmentsOf(parts, change.areaCode));
  const id = calendarId(parts, change.areaCode);
  const before = (await parts.calendars.find(id))?.state;
  const [event] = decideChange(parts, before, { ...change, caller }, UNKEPT);
  if (event === undefined) return { calendars: [], added: [], gone: [] };
  const after = (await readCalendars(parts)).with(id, evolveCalendar(before, event));
  const alike = new Map<string, PreviewedCalendar>();
  for (const areaCode of after.editions().keys()) {
    if (!calendarTiers(areaCode).includes(id)) continue;
    const [calendar, timeZone] = [after.of(areaCode), timeZoneOf(areaCode)];
    const key = JSON.stringify([timeZone, calendar.daysOff, calendar.weekend]);
    const areaCodes = [...(alike.get(key)?.areaCodes ?? []), areaCode];
    alike.set(key, { ...calendar, timeZone, areaCodes });
  }
  const { year } = change;
  const entered = year && (await readEntered(parts, change.areaCode)).state.years[year.year];
  return { calendars: [...alike.values()], ...daysChanged(entered, year?.days) };
}
