import type { StoredEvent } from '@lapor/store';
import type { CalendarEvent } from '../domain/calendar/calendar.ts';
import { daysChanged } from '../domain/calendar/days-changed.ts';
import type { DaysChanged } from '../domain/calendar/days-changed.ts';
import type { DayOff } from '../domain/calendar/holiday-table.ts';
import type { PolicyEvent } from '../domain/policy/policy.ts';
import type { DirectoryParts } from '../parts.ts';
import { recordedChanges } from './recorded-changes.ts';
import type { RecordedChange, Told } from './recorded-changes.ts';

/** What was changed; of the table of a year also the days that came and went. */
export type RuleChanged = RecordedChange & Partial<DaysChanged>;

type Changed = Told & Partial<DaysChanged>;

/** The changes of one calendar or of the policies, newest first. Reasons and names are for those who may change it too. */
export async function ruleChanges(
  parts: DirectoryParts,
  keeper: boolean,
  subject: string,
  changed: readonly Changed[],
): Promise<readonly RuleChanged[]> {
  if (keeper) return recordedChanges(parts, subject, changed);
  const unsaid = { officerId: '', officerName: '', reason: '' };
  return changed.toReversed().map(({ event: { at }, ...what }) => ({ at, ...what, ...unsaid }));
}

export function policyChanged(history: readonly StoredEvent<PolicyEvent>[]): readonly Changed[] {
  return history.map((event) => ({ event, what: event.data.policy.version }));
}

/** `years`: what held before anything was entered. */
export function calendarChanged(
  history: readonly StoredEvent<CalendarEvent>[],
  years: Readonly<Record<string, readonly DayOff[]>>,
): readonly Changed[] {
  const known = new Map(Object.entries(years));
  return history.map((event) => {
    if (!('year' in event.data)) return { event, what: 'weekend' };
    const { days } = event.data;
    const what = String(event.data.year);
    const changed = daysChanged(known.get(what), days);
    known.set(what, days);
    return { event, what, ...changed };
  });
}
