import { AppError } from '@lapor/kernel';

/** `collective_leave` (cuti bersama): offices are closed although it is no holiday by law. */
export type DayOffKind = 'holiday' | 'collective_leave';

export interface DayOff {
  /** "2024-04-10" */
  readonly date: string;
  readonly kind: DayOffKind;
}

/** Days on which offices are closed besides Saturdays and Sundays. */
export interface HolidayTable {
  readonly days: readonly DayOff[];
  /** Years the table knows. Due dates that reach beyond them are provisional. */
  readonly years: readonly number[];
  readonly kindOf: (date: string) => DayOffKind | undefined;
}

export interface HolidayFile {
  readonly years: readonly number[];
  readonly days: readonly DayOff[];
}

/** @throws AppError `invalid` when a day stands twice or outside the years the file says it knows. */
export function buildHolidayTable(file: HolidayFile): HolidayTable {
  const kinds = new Map<string, DayOffKind>();
  const issues = file.days.flatMap(({ date, kind }) => {
    const twice = kinds.has(date);
    kinds.set(date, kind);
    if (twice) return [{ field: date, rule: 'stands in the table once' }];
    const known = file.years.includes(Number(date.slice(0, 4)));
    return known ? [] : [{ field: date, rule: 'lies in a year of the table' }];
  });
  if (issues.length > 0) throw new AppError('invalid', 'the holiday table is not right', { issues });
  return {
    days: file.days.toSorted((a, b) => (a.date < b.date ? -1 : 1)),
    years: file.years,
    kindOf: (date) => kinds.get(date),
  };
}
