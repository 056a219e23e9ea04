import { buildHolidayTable } from '../domain/calendar/holiday-table.ts';
import type { HolidayFile, HolidayTable } from '../domain/calendar/holiday-table.ts';
import { readDataJson } from './read-data.ts';

/** National holidays and collective leave, as far as they have been decreed. */
export function loadHolidays(): HolidayTable {
  return buildHolidayTable(readDataJson('calendar/id-holidays.json') as HolidayFile);
}
