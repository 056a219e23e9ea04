import type { DayOff } from './holiday-table.ts';

/** What another table of a year brings and takes; a day of another kind than before is in both. */
export interface DaysChanged {
  readonly added: readonly DayOff[];
  readonly gone: readonly DayOff[];
}

export function daysChanged(before: readonly DayOff[] = [], after: readonly DayOff[] = []): DaysChanged {
  return { added: lackedBy(before, after), gone: lackedBy(after, before) };
}

function lackedBy(known: readonly DayOff[], days: readonly DayOff[]): readonly DayOff[] {
  const kinds = new Map(known.map(({ date, kind }) => [date, kind]));
  return days.filter(({ date, kind }) => kinds.get(date) !== kind);
}
