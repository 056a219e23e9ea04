import { RETENTION_NUMBERS } from '@lapor/portal';
import type {
  CalendarChange,
  CalendarPreview,
  CalendarView,
  DayOffView,
  NewPolicy,
  PolicyFields,
  PolicyView,
  RetentionNumber,
  RuleChangeInfo,
} from '@lapor/portal';
import type { Caller } from '@lapor/contracts/common/v1/common';
import type {
  DayOff,
  ListPoliciesResponse,
  Policy,
  ReadCalendarResponse,
  RuleChange,
} from '@lapor/contracts/directory/v1/directory_service';
import { AppError, formatTrackingId } from '@lapor/kernel';
import { PUBLIC_CALLER } from '../../remotes/callers.ts';
import { deriveCommandKey } from '../../stores/identifiers.ts';
import type { Intake } from '../../intake.ts';
import { isoOf } from '../case-mapping.ts';
import { readDaysIcs } from '../../domain/days-ics.ts';
import { readDaysCsv } from '../figures/days-csv.ts';
import { callerOf } from './officer-session.ts';

/** Thousands of cases are counted anew meanwhile. */
const PREVIEW_MILLISECONDS = 30_000;

/** Days off and limits of clocks. Everybody may read them; who changed them and why is for those who may. */
export async function readCalendar(intake: Intake, areaCode: string, token?: string): Promise<CalendarView> {
  const caller = token === undefined ? PUBLIC_CALLER : await callerOf(intake, token);
  return calendarView(await intake.directory.readCalendar({ areaCode }, { caller }));
}

/** @throws AppError unauthenticated, forbidden, invalid, conflict */
export async function changeCalendar(
  intake: Intake,
  token: string,
  { areaCode, year: listed, csv, ics, weekend, version, reason }: CalendarChange,
  idempotencyKey: string | undefined,
): Promise<CalendarView> {
  const caller = await callerOf(intake, token);
  const commandId = commandIdOf(intake, caller, idempotencyKey);
  const year = tableOf({ listed, csv, ics });
  const table = year === undefined ? {} : { year: { year: year.year, days: [...year.days] } };
  const { calendar } = await intake.directory.changeCalendar(
    {
      areaCode,
      ...table,
      weekend: [...(weekend ?? [])],
      reason,
      commandId,
      ...(version === undefined ? {} : { version }),
    },
    { caller },
  );
  if (calendar === undefined) throw new AppError('internal', 'the directory answered without the calendar');
  return calendarView(calendar);
}

function tableOf({
  listed,
  csv,
  ics,
}: Pick<CalendarChange, 'csv' | 'ics'> & { readonly listed: CalendarChange['year'] }) {
  if (csv !== undefined) return { year: csv.year, days: readDaysCsv(csv.text) };
  return ics === undefined ? listed : { year: ics.year, days: readDaysIcs(ics.text, ics.year) };
}

/** How many limits of open cases a change would move, by what recounts them. Stores nothing. @throws AppError as the change itself */
export async function previewCalendar(
  intake: Intake,
  token: string,
  { areaCode, year: listed, csv, ics, weekend }: Omit<CalendarChange, 'reason' | 'version'>,
): Promise<CalendarPreview> {
  const caller = await callerOf(intake, token);
  const year = tableOf({ listed, csv, ics });
  const table = year === undefined ? {} : { year: { year: year.year, days: [...year.days] } };
  const { calendars, added, gone } = await intake.directory.previewCalendar(
    { areaCode, ...table, weekend: [...(weekend ?? [])] },
    { caller },
  );
  const toCome = calendars.map(({ $typeName: _type, ...calendar }) => calendar);
  const { looked, moved, following, more, open, examples } = await intake.routing.previewRecount(
    { calendars: toCome },
    { caller, timeoutMilliseconds: PREVIEW_MILLISECONDS },
  );
  return {
    looked,
    moved,
    following,
    more,
    open: Number(open),
    added: daysOff(added),
    gone: daysOff(gone),
    examples: examples.map(({ caseId, clock, dueBefore, dueAfter }) => ({
      trackingId: caseId,
      trackingIdText: formatTrackingId(caseId),
      clock,
      dueBefore: isoOf(dueBefore) ?? '',
      dueAt: isoOf(dueAfter) ?? '',
    })),
  };
}

export async function listPolicies(intake: Intake, token?: string): Promise<PolicyView> {
  const caller = token === undefined ? PUBLIC_CALLER : await callerOf(intake, token);
  return policyView(await intake.directory.listPolicies({}, { caller }));
}

/** @throws AppError unauthenticated, forbidden, invalid */
export async function addPolicy(
  intake: Intake,
  token: string,
  { policy, reason }: { readonly policy: NewPolicy; readonly reason: string },
  idempotencyKey: string | undefined,
): Promise<PolicyView> {
  const caller = await callerOf(intake, token);
  const commandId = commandIdOf(intake, caller, idempotencyKey);
  const { policies } = await intake.directory.addPolicy(
    { policy: policyMessage(policy), reason, commandId },
    { caller },
  );
  if (policies === undefined) throw new AppError('internal', 'the directory answered without the policies');
  return policyView(policies);
}

/** What it says nothing of is left to the directory. */
function policyMessage(policy: NewPolicy) {
  const years = RETENTION_NUMBERS.map((name) => [name, policy[name] ?? 0] as const);
  const kept = Object.fromEntries(years) as Record<RetentionNumber, number>;
  return { ...policy, ...kept, warnAt: [...policy.warnAt] };
}

/** Empty: nobody will ask for the same again. */
function commandIdOf(intake: Intake, { officerId }: Caller, idempotencyKey: string | undefined): string {
  if (idempotencyKey === undefined) return '';
  return deriveCommandKey(intake.mac, `clock-rules\n${officerId}`, idempotencyKey);
}

function calendarView({
  areaCode,
  areaName,
  edition,
  years,
  weekend,
  weekendVersion,
  changes,
  mayChange,
  enteredAreas,
}: ReadCalendarResponse): CalendarView {
  return {
    areaCode: areaCode || undefined,
    areaName: areaName || undefined,
    edition,
    weekend: weekend.length === 0 ? undefined : weekend,
    weekendVersion,
    years: years.map(({ year, days, version }) => ({ year, days: daysOff(days), version })),
    changes: changes.map(changeInfo),
    mayChange,
    enteredAreas: enteredAreas.map(({ areaCode: code, name }) => ({ areaCode: code, name })),
  };
}

function policyView({ policies, changes }: ListPoliciesResponse): PolicyView {
  return { policies: policies.map(policyFields), changes: changes.map(changeInfo) };
}

function policyFields({ $typeName: _type, $unknown: _unknown, ...fields }: Policy): PolicyFields {
  return fields;
}

function daysOff(days: readonly DayOff[]): readonly DayOffView[] {
  return days.map(({ date, kind }) => ({ date, kind }));
}

function changeInfo({ at, officerId, officerName, what, reason, added, gone }: RuleChange): RuleChangeInfo {
  const known = {
    officerId: officerId || undefined,
    officerName: officerName || undefined,
    reason: reason || undefined,
    added: added.length === 0 ? undefined : daysOff(added),
    gone: gone.length === 0 ? undefined : daysOff(gone),
  };
  return { at: isoOf(at) ?? '', what, ...known };
}
