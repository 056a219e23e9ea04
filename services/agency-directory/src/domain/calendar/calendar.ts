import { AppError } from '@lapor/kernel';
import type { Issue } from '@lapor/kernel';
import type { ReasonRef } from '../reason-ref.ts';
import type { DayOff } from './holiday-table.ts';

/** Id of the calendar that holds everywhere; others are a province's, a regency's or a city's, and add to those above it. */
export const NATION = 'nation';
/** Days of the week that are free unless somebody says otherwise; 0 is Sunday. */
export const WEEKEND: readonly number[] = [0, 6];

/** What was entered for the nation, for one province, or for one regency or city. */
export interface CalendarState {
  readonly years: Readonly<Record<string, readonly DayOff[]>>;
  readonly weekend?: readonly number[];
  /** How often it was changed. */
  readonly changes: number;
  /** How often each part was, by the name of the part. Not in what earlier versions wrote: never since. */
  readonly versions?: Readonly<Record<string, number>>;
}

/** Of a calendar: what is changed as a whole, so that nobody takes away what another has entered meanwhile. */
export const partOf = ({ year }: { readonly year?: { readonly year: number } }): string =>
  year === undefined ? 'weekend' : String(year.year);

export function versionOf(state: Pick<CalendarState, 'versions'> | undefined, part: string): number {
  return state?.versions?.[part] ?? 0;
}

/** Ids of the calendars that hold in an area, the widest first. Districts and villages have none of their own. */
export function calendarTiers(areaCode: string): readonly string[] {
  const [province = '', regency] = areaCode.split('.');
  if (province === '') return [NATION];
  // With a hyphen: a dot parts the words of the subjects under which events go out.
  return [NATION, province, ...(regency === undefined ? [] : [`${province}-${regency}`])];
}

/** The area whose own calendar this is; empty for the nation's. */
export function areaOfCalendar(id: string): string {
  return id === NATION ? '' : id.replace('-', '.');
}

/** Why; the words themselves are kept apart. */
type Because = { readonly reason: ReasonRef };

export type CalendarEvent =
  | {
      readonly type: 'CalendarYearSet';
      readonly data: Because & { readonly year: number; readonly days: readonly DayOff[] };
    }
  | { readonly type: 'CalendarWeekendSet'; readonly data: Because & { readonly weekend: readonly number[] } };

export function evolveCalendar(state: CalendarState | undefined, event: CalendarEvent): CalendarState {
  const before = state ?? { years: {}, changes: 0 };
  const part = event.type === 'CalendarWeekendSet' ? partOf({}) : partOf({ year: event.data });
  const versions = { ...before.versions, [part]: versionOf(before, part) + 1 };
  const after = { ...before, changes: before.changes + 1, versions };
  if (event.type === 'CalendarWeekendSet') return { ...after, weekend: event.data.weekend };
  return { ...after, years: { ...before.years, [event.data.year]: event.data.days } };
}

const FIRST_YEAR = 2000;
const LAST_YEAR = 2100;

/** Replaces a year's table. @throws AppError invalid, naming each day that is wrong */
export function setYear(
  state: CalendarState | undefined,
  { year, days }: { readonly year: number; readonly days: readonly DayOff[] },
  reason: ReasonRef,
): readonly CalendarEvent[] {
  if (!Number.isInteger(year) || year < FIRST_YEAR || year > LAST_YEAR) {
    throw broken([{ field: 'year', rule: `is from ${FIRST_YEAR} to ${LAST_YEAR}` }]);
  }
  const issues = days.flatMap((day, at) => issueOf(day, at, year, days));
  if (issues.length > 0) throw broken(issues);
  const sorted = days
    .toSorted((a, b) => (a.date < b.date ? -1 : 1))
    .map(({ date, kind }) => ({ date, kind }));
  const same = sameDays(state?.years[year], sorted);
  return same ? [] : [{ type: 'CalendarYearSet', data: { year, days: sorted, reason } }];
}

function sameDays(known: readonly DayOff[] | undefined, sorted: readonly DayOff[]): boolean {
  return (
    known?.length === sorted.length &&
    sorted.every(({ date, kind }, at) => known[at]?.date === date && known[at].kind === kind)
  );
}

function issueOf(
  { date, kind }: DayOff,
  at: number,
  year: number,
  days: readonly DayOff[],
): readonly Issue[] {
  const field = `days.${at}`;
  const parsed = Date.parse(`${date}T00:00:00Z`);
  const isDay = !Number.isNaN(parsed) && new Date(parsed).toISOString().slice(0, 10) === date;
  if (!isDay) return [{ field, rule: 'must be a day, yyyy-mm-dd' }];
  if (Number(date.slice(0, 4)) !== year) return [{ field, rule: `${date} lies outside ${year}` }];
  if (days.findIndex((other) => other.date === date) !== at)
    return [{ field, rule: `${date} stands there twice` }];
  const known = kind === 'holiday' || kind === 'collective_leave';
  return known ? [] : [{ field, rule: 'kind must be holiday or collective_leave' }];
}

/** @throws AppError invalid */
export function setWeekend(
  state: CalendarState | undefined,
  weekend: readonly number[],
  reason: ReasonRef,
): readonly CalendarEvent[] {
  const days = [...new Set(weekend)].toSorted((a, b) => a - b);
  const right = days.every((day) => Number.isInteger(day) && day >= 0 && day <= 6);
  if (!right || days.length === 0 || days.length > 6) {
    throw broken([{ field: 'weekend', rule: 'is one to six days of the week, 0 (Sunday) to 6' }]);
  }
  const same = JSON.stringify(state?.weekend) === JSON.stringify(days);
  return same ? [] : [{ type: 'CalendarWeekendSet', data: { weekend: days, reason } }];
}

/** @throws AppError conflict, with what is there now, where it is not as it was read. */
export function requireAsRead(
  state: CalendarState | undefined,
  change: { readonly year?: { readonly year: number }; readonly version?: number },
): void {
  const part = partOf(change);
  const version = versionOf(state, part);
  if (change.version === undefined || change.version === version) return;
  const now =
    change.year === undefined ? { weekend: state?.weekend ?? [] } : { days: state?.years[part] ?? [] };
  throw new AppError('conflict', `somebody has changed this since: it is at version ${version} now`, {
    retryable: false,
    extra: { version, ...now },
  });
}

export function broken(issues: readonly Issue[]): AppError {
  const text = issues.map(({ field, rule }) => `${field}: ${rule}`).join('; ');
  return new AppError('invalid', text, { issues: [...issues] });
}

/** A calendar as an office there keeps it. */
export interface EffectiveCalendar {
  readonly daysOff: readonly string[];
  readonly years: readonly number[];
  readonly weekend: readonly number[];
  /** At least 1, and higher after every change that touches it. */
  readonly edition: number;
}

/**
 * What holds where these calendars do, the nation's first: every one adds its days. Years without a national table stay without one, and
 * one without a day is none.
 */
export function effectiveCalendar(
  shipped: Readonly<Record<string, readonly DayOff[]>>,
  tiers: readonly (CalendarState | undefined)[],
): EffectiveCalendar {
  const [nation, ...below] = tiers;
  const national = { ...shipped, ...nation?.years };
  const days = [national, ...below.map((tier) => tier?.years ?? {})].flatMap((years) => Object.values(years));
  return {
    daysOff: [...new Set(days.flat().map(({ date }) => date))].toSorted(),
    years: Object.entries(national)
      .flatMap(([year, entered]) => (entered.length === 0 ? [] : [Number(year)]))
      .toSorted((a, b) => a - b),
    weekend: tiers.findLast((tier) => tier?.weekend !== undefined)?.weekend ?? WEEKEND,
    edition: editionOf(tiers),
  };
}

/** Goes up with every change of any of them. */
export function editionOf(tiers: readonly (CalendarState | undefined)[]): number {
  return tiers.reduce((edition, tier) => edition + (tier?.changes ?? 0), 1);
}
