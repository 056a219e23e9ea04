import { invalid } from '@lapor/kernel';
import { normalizeAreaCode } from '../domain/areas/area-code.ts';
import { timeZoneOf } from '../domain/government/time-zone.ts';
import type { DirectoryParts } from '../parts.ts';
import type { DirectoryCalls } from './directory-calls.ts';

/** Working days: public knowledge. */
export function calendarCalls({
  reference,
}: Pick<DirectoryParts, 'reference'>): Pick<DirectoryCalls, 'getCalendar'> {
  const { days, years } = reference.holidays;
  const daysOff = days.map(({ date }) => date);
  return {
    async getCalendar({ areaCode }) {
      // Without an area: the calendar of the national bodies.
      const code = areaCode === '' ? '' : normalizeAreaCode(areaCode);
      if (code === undefined) throw invalid('area_code', 'is an area code such as 21.71');
      return { timeZone: timeZoneOf(code), daysOff, years: [...years] };
    },
  };
}
