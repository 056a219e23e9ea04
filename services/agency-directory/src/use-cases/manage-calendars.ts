import type { Caller } from '@lapor/contracts/common/v1/common';
import { invalid } from '@lapor/kernel';
import type { ContentRef } from '@lapor/store';
import { isAboveGoverning, isNationalAdmin, mayKeepCalendar, requireCalendarKeeper } from '../access.ts';
import {
  areaOfCalendar,
  calendarTiers,
  editionOf,
  effectiveCalendar,
  NATION,
  requireAsRead,
  setWeekend,
  setYear,
} from '../domain/calendar/calendar.ts';
import type { CalendarEvent, CalendarState, EffectiveCalendar } from '../domain/calendar/calendar.ts';
import type { DayOff } from '../domain/calendar/holiday-table.ts';
import { refuseWeekend, requireFewOwnDays, requireOpenDays } from '../domain/calendar/open-days.ts';
import { localDay } from '../domain/competence/competence-tables.ts';
import { timeZoneOf } from '../domain/government/time-zone.ts';
import type { DirectoryParts } from '../parts.ts';
import type { AgencyRecord } from '../stores/directory-view.ts';
import { changeWithReason } from './change-with-reason.ts';

const HAS_CALENDAR = /^\d{2}(?:\.\d{2})?$/;
/** More than there are provinces, regencies and cities. */
const MOST_CALENDARS = 1_000;

/** Everything that is entered, read anew for each look: few documents, and never an old answer. */
export interface Calendars {
  of(areaCode: string): EffectiveCalendar;
  /** Of the nation (empty code), and of all that may have days of their own; each counts the changes of those above it too. */
  editions(): ReadonlyMap<string, number>;
  /** The same with this in place of what is entered there. */
  with(id: string, state: CalendarState): Calendars;
  /** Areas that have something of their own. */
  readonly entered: readonly string[];
}

/** What holds before anything is entered: for the nation (empty code) the days shipped with the service. */
export function yearsAtFirst(
  parts: DirectoryParts,
  areaCode: string,
): Readonly<Record<string, readonly DayOff[]>> {
  return areaCode === '' ? shippedYears(parts) : {};
}

/** The days shipped with the service, by year. */
function shippedYears({
  reference,
}: Pick<DirectoryParts, 'reference'>): Readonly<Record<string, readonly DayOff[]>> {
  const { days, years } = reference.holidays;
  return Object.fromEntries(
    years.map((year) => [year, days.filter(({ date }) => date.startsWith(`${year}-`))]),
  );
}

export async function readCalendars(parts: DirectoryParts): Promise<Calendars> {
  const found = await parts.calendars.query({}, { limit: MOST_CALENDARS });
  return calendarsOf(parts, new Map(found.map(({ id, state }) => [id, state])));
}

function calendarsOf(parts: DirectoryParts, states: ReadonlyMap<string, CalendarState>): Calendars {
  const shipped = shippedYears(parts);
  const tiersOf = (code: string) => calendarTiers(code).map((id) => states.get(id));
  return {
    of: (code) => effectiveCalendar(shipped, tiersOf(code)),
    editions: () => new Map(codesWithCalendar(parts).map((code) => [code, editionOf(tiersOf(code))])),
    with: (id, state) => calendarsOf(parts, new Map([...states, [id, state]])),
    entered: [...states.keys()]
      .filter((id) => id !== NATION)
      .map(areaOfCalendar)
      .toSorted(),
  };
}

function codesWithCalendar({ reference }: DirectoryParts): readonly string[] {
  const areas = reference.areas();
  const codes = areas
    .children()
    .flatMap(({ code }) => [code, ...areas.children(code).map((regency) => regency.code)]);
  return ['', ...codes];
}

/** The calendar that holds in an area. */
export async function readCalendar(parts: DirectoryParts, areaCode: string): Promise<EffectiveCalendar> {
  return effectiveCalendar(shippedYears(parts), await readTiers(parts, areaCode));
}

async function readTiers(
  parts: DirectoryParts,
  areaCode: string,
): Promise<readonly (CalendarState | undefined)[]> {
  const ids = calendarTiers(areaCode);
  const found = await parts.calendars.findAll(ids);
  const states = new Map(found.map(({ id, state }) => [id, state]));
  return ids.map((id) => states.get(id));
}

export interface EnteredCalendar {
  readonly areaCode: string;
  readonly state: CalendarState;
  readonly edition: number;
}

/** What is entered for the nation (empty code), a province, a regency or a city. @throws AppError invalid */
export async function readEntered(parts: DirectoryParts, areaCode: string): Promise<EnteredCalendar> {
  const id = calendarId(parts, areaCode);
  const tiers = await readTiers(parts, areaCode);
  const state = tiers.at(-1) ?? { years: {}, changes: 0 };
  const years = { ...yearsAtFirst(parts, areaOfCalendar(id)), ...state.years };
  return { areaCode, state: { ...state, years }, edition: editionOf(tiers) };
}

export interface CalendarChange {
  readonly areaCode: string;
  readonly year?: { readonly year: number; readonly days: readonly DayOff[] };
  readonly weekend?: readonly number[];
  /** Of the year, or of the week, as whoever changes it has read it; absent: whatever it is by now. */
  readonly version?: number;
}

export interface CalendarOrder extends CalendarChange {
  readonly reason: string;
  readonly commandId: string;
}

/** @throws AppError unauthenticated, forbidden, invalid */
export async function changeCalendar(
  parts: DirectoryParts,
  caller: Caller,
  { reason, commandId, ...change }: CalendarOrder,
): Promise<EnteredCalendar> {
  requireCalendarKeeper(caller, governmentsOf(parts, change.areaCode));
  const aggregateId = calendarId(parts, change.areaCode);
  const { year, weekend, version } = change;
  await changeWithReason(parts, parts.calendars, {
    caller,
    aggregateId,
    subject: `calendar-${aggregateId}`,
    commandId,
    reason,
    body: { year, weekend, reason, ...(version === undefined ? {} : { version }) },
    decide: (state, because) => decideChange(parts, state, { ...change, caller }, because),
  });
  await parts.announce();
  return readEntered(parts, change.areaCode);
}

/** Whether this officer enters days off for the area. */
export function mayKeep(parts: DirectoryParts, caller: Caller, areaCode: string): boolean {
  return mayKeepCalendar(caller, governmentsOf(parts, areaCode));
}

/** Of exactly this area; the nation's calendar is no government's. */
export function governmentsOf({ view }: DirectoryParts, areaCode: string): readonly AgencyRecord[] {
  return areaCode === '' ? [] : view.governing(areaCode);
}

/**
 * What a change comes to on what is entered there now. Who is judged by it changes nothing that lies behind.
 * @throws AppError invalid, conflict
 */
export function decideChange(
  parts: DirectoryParts,
  state: CalendarState | undefined,
  { areaCode, year, weekend, version, caller }: CalendarChange & { readonly caller: Caller },
  because: ContentRef,
): readonly CalendarEvent[] {
  const mayLookBack = isNationalAdmin(caller);
  const asRead = version === undefined ? {} : { version };
  if (year === undefined) {
    const events = setWeekend(state, weekend ?? [], because);
    if (events.length > 0) requireAsRead(state, asRead);
    return mayLookBack || events.length === 0 ? events : refuseWeekend();
  }
  const years = { ...yearsAtFirst(parts, areaCode), ...state?.years };
  const before = { ...state, changes: state?.changes ?? 0, years };
  const events = setYear(before, year, because);
  if (events.length > 0) requireAsRead(before, { year, ...asRead });
  const today = localDay(parts.clock.now(), timeZoneOf(areaCode));
  if (!mayLookBack) requireOpenDays(before, year, today);
  if (!isAboveGoverning(caller, governmentsOf(parts, areaCode))) requireFewOwnDays(before, year, today);
  return events;
}

/** Of what is entered for an area. @throws AppError invalid */
export function calendarId(parts: DirectoryParts, areaCode: string): string {
  if (areaCode === '') return NATION;
  const known = HAS_CALENDAR.test(areaCode) && parts.reference.areas().find(areaCode) !== undefined;
  if (!known)
    throw invalid(
      'area_code',
      'is the code of a province, a regency or a city, such as 21 or 21.71, or empty for the nation',
    );
  return calendarTiers(areaCode).at(-1) ?? NATION;
}
