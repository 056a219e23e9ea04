import type { StoredEvent } from '@lapor/store';
import type { CalendarEvent } from '../domain/calendar/calendar.ts';
import type { PolicyEvent } from '../domain/policy/policy.ts';
import type { DirectoryParts } from '../parts.ts';
import { recordedChanges } from './recorded-changes.ts';
import type { RecordedChange } from './recorded-changes.ts';

type Changed = StoredEvent<CalendarEvent> | StoredEvent<PolicyEvent>;

/** The changes of one calendar or of the policies, newest first. Reasons and names are for those who may change it too. */
export async function ruleChanges(
  parts: DirectoryParts,
  keeper: boolean,
  subject: string,
  history: readonly Changed[],
): Promise<readonly RecordedChange[]> {
  const told = history.map((event) => ({ event, what: whatOf(event) }));
  if (keeper) return recordedChanges(parts, subject, told);
  const unsaid = { officerId: '', officerName: '', reason: '' };
  return told.toReversed().map(({ event: { at }, what }) => ({ at, what, ...unsaid }));
}

function whatOf(event: Changed): string {
  if (event.type === 'PolicyAdded') return event.data.policy.version;
  return 'year' in event.data ? String(event.data.year) : 'weekend';
}
