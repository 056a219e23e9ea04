import { AppError } from '@lapor/kernel';

/** A moment: epoch milliseconds. The one way moments are written in this domain and in its stored documents. */
export type Instant = number;
/** A day on somebody's wall calendar: "2026-03-19". */
export type LocalDay = string;

/** Which days an office works, as data. Kept by the agency directory; the clocks only read it. */
export interface Calendar {
  /** IANA name. */
  readonly timeZone: string;
  /** National holidays and collective leave (cuti bersama). */
  readonly daysOff: ReadonlySet<LocalDay>;
  /** Years whose table has been published. In any other year only weekends are known to be free. */
  readonly years: ReadonlySet<number>;
  /** Days of the week that are free, 0 is Sunday. Absent: Saturday and Sunday. */
  readonly weekend?: ReadonlySet<number>;
  /** Goes up with every change, so that what was counted with an older one is found. Absent: 0. */
  readonly edition?: number;
}

/** A due moment. Provisional: it was counted over a year without a holiday table, so it may still move. */
export interface Due {
  readonly at: Instant;
  readonly provisional: boolean;
}

const MINUTE = 60_000;
const DAY = 24 * 60 * MINUTE;
const WEEKEND: ReadonlySet<number> = new Set([0, 6]);
/** Office hours by the wall clock, from the start of the day. */
export const OPENS = 8 * 60 * MINUTE;
export const CLOSES = 16 * 60 * MINUTE;

/**
 * Hours east of UTC. Indonesia has no daylight saving time and its three zones have not moved since 1988, so a fixed
 * offset is exact; a country with summer time needs a table of changes here before its zones may be used.
 */
const OFFSET_HOURS: Readonly<Record<string, number>> = {
  'Asia/Jakarta': 7,
  'Asia/Pontianak': 7,
  'Asia/Makassar': 8,
  'Asia/Jayapura': 9,
  UTC: 0,
};

function offsetOf(calendar: Calendar): number {
  const hours = OFFSET_HOURS[calendar.timeZone];
  if (hours === undefined) throw new AppError('unsupported', `no offset known for ${calendar.timeZone}`);
  return hours * 60 * MINUTE;
}

/** Days since 1970-01-01 on the wall calendar of the place. */
function dayNumber(at: Instant, offset: number): number {
  return Math.floor((at + offset) / DAY);
}

function nameOfDay(day: number): LocalDay {
  return new Date(day * DAY).toISOString().slice(0, 10);
}

function isWorkingDayNumber(day: number, calendar: Calendar): boolean {
  const weekday = (day + 4) % 7; // 1970-01-01 was a Thursday; 0 is Sunday
  if ((calendar.weekend ?? WEEKEND).has(weekday)) return false;
  return !numbersOf(calendar.daysOff).has(day);
}

const numbers = new WeakMap<ReadonlySet<LocalDay>, ReadonlySet<number>>();

/** The days off by number, made once per table: counting asks for every day that it passes. */
function numbersOf(days: ReadonlySet<LocalDay>): ReadonlySet<number> {
  let known = numbers.get(days);
  if (known === undefined) {
    known = new Set([...days].map((day) => Date.parse(`${day}T00:00:00Z`) / DAY));
    numbers.set(days, known);
  }
  return known;
}

function isProvisional(fromDay: number, toDay: number, calendar: Calendar): boolean {
  const last = new Date(toDay * DAY).getUTCFullYear();
  for (let year = new Date(fromDay * DAY).getUTCFullYear(); year <= last; year += 1) {
    if (!calendar.years.has(year)) return true;
  }
  return false;
}

/** The day a moment falls on, where the calendar hangs. */
export function localDay(at: Instant, calendar: Calendar): LocalDay {
  return nameOfDay(dayNumber(at, offsetOf(calendar)));
}

/** Close of office hours on a day, whether it is worked or not. `undefined` when it is no day at all ("2026-02-30"). */
export function closeOfDay(day: LocalDay, calendar: Calendar): Instant | undefined {
  if (!/^\d{4}-\d{2}-\d{2}$/.test(day)) return undefined;
  const midnight = Date.parse(`${day}T00:00:00Z`);
  if (Number.isNaN(midnight) || nameOfDay(midnight / DAY) !== day) return undefined;
  return midnight + CLOSES - offsetOf(calendar);
}

export function isWorkingDay(day: LocalDay, calendar: Calendar): boolean {
  return isWorkingDayNumber(Date.parse(`${day}T00:00:00Z`) / DAY, calendar);
}

/**
 * The close of office hours of the n-th working day after the day of the event. Zero days: the moment itself.
 * The day of the event never counts, whether the event came at 00:01 or at 23:59.
 */
export function dueAfterWorkingDays(from: Instant, days: number, calendar: Calendar): Due {
  if (days <= 0) return { at: from, provisional: false };
  const offset = offsetOf(calendar);
  const first = dayNumber(from, offset) + 1;
  let day = first - 1;
  for (let left = days; left > 0;) {
    day += 1;
    if (isWorkingDayNumber(day, calendar)) left -= 1;
  }
  return { at: day * DAY + CLOSES - offset, provisional: isProvisional(first, day, calendar) };
}

/** Office time between two moments, in milliseconds; nothing when the second is not after the first. */
export function officeTimeBetween(from: Instant, to: Instant, calendar: Calendar): number {
  if (to <= from) return 0;
  const offset = offsetOf(calendar);
  let total = 0;
  const last = dayNumber(to, offset);
  for (let day = dayNumber(from, offset); day <= last; day += 1) {
    if (!isWorkingDayNumber(day, calendar)) continue;
    const opens = day * DAY + OPENS - offset;
    const closes = day * DAY + CLOSES - offset;
    total += Math.max(0, Math.min(to, closes) - Math.max(from, opens));
  }
  return total;
}

/**
 * The moment at which so much office time (milliseconds) has passed. Nothing added: the moment itself. What is used up
 * exactly at closing time ends at closing time, not at the next opening, so that adding twice is adding the sum.
 */
export function addOfficeTime(from: Instant, milliseconds: number, calendar: Calendar): Due {
  if (milliseconds <= 0) return { at: from, provisional: false };
  const offset = offsetOf(calendar);
  const first = dayNumber(from, offset);
  let left = milliseconds;
  for (let day = first; ; day += 1) {
    if (!isWorkingDayNumber(day, calendar)) continue;
    const starts = Math.max(from, day * DAY + OPENS - offset);
    const room = day * DAY + CLOSES - offset - starts;
    if (room <= 0) continue;
    if (left <= room) return { at: starts + left, provisional: isProvisional(first, day, calendar) };
    left -= room;
  }
}

/** The moment from which so much office time (milliseconds) is left until another: the way back of `addOfficeTime`. */
export function subtractOfficeTime(until: Instant, milliseconds: number, calendar: Calendar): Instant {
  if (milliseconds <= 0) return until;
  const offset = offsetOf(calendar);
  let left = milliseconds;
  for (let day = dayNumber(until, offset); ; day -= 1) {
    if (!isWorkingDayNumber(day, calendar)) continue;
    const opens = day * DAY + OPENS - offset;
    const ends = Math.min(until, day * DAY + CLOSES - offset);
    const room = ends - opens;
    if (room <= 0) continue;
    if (left <= room) return ends - left;
    left -= room;
  }
}
