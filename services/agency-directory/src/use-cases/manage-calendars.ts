import { createHash } from 'node:crypto';
import type { Caller } from '@lapor/contracts/common/v1/common';
import { invalid, newId } from '@lapor/kernel';
import type { ContentRef } from '@lapor/store';
import { requireNationalAdmin } from '../access.ts';
import { actorOf } from '../commands.ts';
import { effectiveCalendar, NATION, setWeekend, setYear } from '../domain/calendar/calendar.ts';
import type { CalendarEvent, CalendarState, EffectiveCalendar } from '../domain/calendar/calendar.ts';
import type { DayOff } from '../domain/calendar/holiday-table.ts';
import type { DirectoryParts } from '../parts.ts';

/** Stands for words that are not kept, while a change is tried out. */
export const UNKEPT: ContentRef = { id: '', digest: '' };
const PROVINCE = /^\d{2}$/;
const LONGEST_REASON = 1_000;

/** Everything that is entered, read anew for each look: few documents, and never an old answer. */
export interface Calendars {
  of(areaCode: string): EffectiveCalendar;
  /** Where something is entered, by province; the nation's is in all of them. */
  readonly editions: ReadonlyMap<string, number>;
}

const MOST_CALENDARS = 200;

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
  const states = new Map(found.map(({ id, state }) => [id, state]));
  const shipped = shippedYears(parts);
  const of = (areaCode: string): EffectiveCalendar =>
    effectiveCalendar(shipped, states.get(NATION), states.get(areaCode.slice(0, 2)));
  const provinces = parts.reference
    .areas()
    .children()
    .map(({ code }) => code);
  return { of, editions: new Map(['', ...provinces].map((code) => [code, of(code).edition])) };
}

export interface EnteredCalendar {
  readonly areaCode: string;
  readonly state: CalendarState;
  readonly edition: number;
}

/** What is entered for the nation (empty code) or a province. @throws AppError invalid */
export async function readEntered(parts: DirectoryParts, areaCode: string): Promise<EnteredCalendar> {
  const id = calendarId(parts, areaCode);
  const state = (await parts.calendars.find(id))?.state ?? { years: {}, changes: 0 };
  const { edition } = (await readCalendars(parts)).of(areaCode);
  const years = id === NATION ? { ...shippedYears(parts), ...state.years } : state.years;
  return { areaCode, state: { ...state, years }, edition };
}

export interface CalendarChange {
  readonly areaCode: string;
  readonly year?: { readonly year: number; readonly days: readonly DayOff[] };
  readonly weekend?: readonly number[];
  readonly reason: string;
  readonly commandId: string;
}

/** @throws AppError unauthenticated, forbidden, invalid */
export async function changeCalendar(
  parts: DirectoryParts,
  caller: Caller,
  { areaCode, year, weekend, reason, commandId }: CalendarChange,
): Promise<EnteredCalendar> {
  requireNationalAdmin(caller);
  const aggregateId = calendarId(parts, areaCode);
  const command = commandId === '' ? newId() : `${caller.officerId}:${commandId}`;
  const shipped = aggregateId === NATION ? shippedYears(parts) : {};
  const decide = (state: CalendarState | undefined, because: ContentRef): readonly CalendarEvent[] => {
    const before = { ...state, changes: state?.changes ?? 0, years: { ...shipped, ...state?.years } };
    return year === undefined ? setWeekend(state, weekend ?? [], because) : setYear(before, year, because);
  };
  // What is refused leaves nothing behind, no reason either.
  decide((await parts.calendars.find(aggregateId))?.state, UNKEPT);
  const because = await keepReason(parts, `calendar-${aggregateId}`, command, reason);
  await parts.calendars.execute(
    { aggregateId, commandId: command, bodyHash: digest({ year, weekend, reason }), actor: actorOf(caller) },
    (state) => decide(state, because),
  );
  await parts.announce();
  return readEntered(parts, areaCode);
}

function calendarId(parts: DirectoryParts, areaCode: string): string {
  if (areaCode === '') return NATION;
  const known = PROVINCE.test(areaCode) && parts.reference.areas().find(areaCode) !== undefined;
  if (!known) throw invalid('area_code', 'is the code of a province such as 21, or empty for the nation');
  return areaCode;
}

/** Words go to the contents, where they can be erased; the event only refers to them. @throws AppError invalid */
export async function keepReason(
  { contents }: Pick<DirectoryParts, 'contents'>,
  subject: string,
  commandId: string,
  reason: string,
): Promise<ContentRef> {
  const text = reason.trim();
  if (text === '') throw invalid('reason', 'is required');
  if (text.length > LONGEST_REASON) throw invalid('reason', `is at most ${LONGEST_REASON} characters`);
  return contents.put(subject, digest(commandId).slice(0, 24), { text });
}

export function digest(content: unknown): string {
  return createHash('sha256').update(JSON.stringify(content)).digest('hex');
}
