import type { Language } from '@lapor/kernel';
import { momentMessages } from '../messages/moment-messages.ts';
import { speaker } from './speak.ts';

const say = speaker(momentMessages);
const LOCALES: Readonly<Record<Language, string>> = { id: 'id-ID', en: 'en-GB' };
const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;
/** Further away a weekday would be two of them. */
const DAYS_BY_NAME = 6;
const formats = new Map<string, Intl.DateTimeFormat>();

function format(language: Language, timeZone: string, options: Intl.DateTimeFormatOptions) {
  const key = `${language} ${timeZone} ${JSON.stringify(options)}`;
  const known = formats.get(key);
  if (known !== undefined) return known;
  const made = new Intl.DateTimeFormat(LOCALES[language], { timeZone, ...options });
  formats.set(key, made);
  return made;
}

/** Writes moments as people in one place read them. */
export interface Moments {
  /** "24 November 2026" */
  day(iso: string): string;
  /** The same of a day on the calendar, yyyy-mm-dd; what is no day is said as it is. */
  civilDay(day: string): string;
  /** "Sel, 24 Nov 2026, 10.47 WIB" */
  moment(iso: string): string;
  /** yyyy-mm-dd of now in this place. */
  today(): string;
  /** "3 hari lagi", "2 jam yang lalu", "baru saja" */
  fromNow(iso: string): string;
  /** A limit, as one says it: "hari ini 16.00", "besok 16.00", "Senin 16.00", "3 Desember"; past: "terlambat 2 hari". */
  limit(iso: string): string;
  /** The same after a noun: "jatuh tempo besok 16.00", "terlambat 2 hari". */
  due(iso: string): string;
  /** Whole days on the calendar of this place from today; negative in the past. */
  daysAhead(iso: string): number;
  isPast(iso: string): boolean;
  /** "5 jam", "12 hari"; until now where there is no end. */
  between(from: string, to: string | undefined): string;
}

const DAY_OF_CALENDAR = { day: 'numeric', month: 'long', year: 'numeric' } as const;

export function momentsIn(language: Language, timeZone: string, now: Date): Moments {
  const t = say(language);
  const as = (options: Intl.DateTimeFormatOptions) => (iso: string) =>
    format(language, timeZone, options).format(new Date(iso));
  const time = as({ hour: '2-digit', minute: '2-digit' });
  const weekday = as({ weekday: 'long' });
  const dayOfYear = as({ day: 'numeric', month: 'long' });
  const day = as(DAY_OF_CALENDAR);
  const dayAndTime = as({
    weekday: 'short',
    day: 'numeric',
    month: 'short',
    year: 'numeric',
    hour: '2-digit',
    minute: '2-digit',
  });
  const isPast = (iso: string) => new Date(iso) < now;
  const away = (iso: string) => Math.abs(new Date(iso).getTime() - now.getTime());
  const daysAhead = (iso: string) =>
    Math.round((Date.parse(localDay(new Date(iso), timeZone)) - Date.parse(localDay(now, timeZone))) / DAY);
  const limit = (iso: string) => {
    if (isPast(iso)) return t('late', { duration: duration(language, away(iso)) });
    const days = daysAhead(iso);
    if (days === 0) return t('today', { time: time(iso) });
    if (days === 1) return t('tomorrow', { time: time(iso) });
    if (days <= DAYS_BY_NAME) return t('soon', { day: weekday(iso), time: time(iso) });
    return localDay(new Date(iso), timeZone).slice(0, 4) === localDay(now, timeZone).slice(0, 4)
      ? dayOfYear(iso)
      : day(iso);
  };
  return {
    day,
    civilDay: (text) =>
      isDay(text) ? format(language, 'UTC', DAY_OF_CALENDAR).format(Date.parse(text)) : text,
    moment: (iso) => `${dayAndTime(iso)} ${zoneName(timeZone, iso)}`,
    today: () => localDay(now, timeZone),
    fromNow(iso) {
      if (away(iso) < MINUTE) return t('now');
      const far = duration(language, away(iso));
      return isPast(iso) ? t('ago', { duration: far }) : t('ahead', { duration: far });
    },
    limit,
    due: (iso) => (isPast(iso) ? limit(iso) : t('due', { when: limit(iso) })),
    daysAhead,
    isPast,
    between: (from, to) =>
      duration(language, (to === undefined ? now : new Date(to)).getTime() - new Date(from).getTime()),
  };
}

/** "WIB": what people here call their zone, whatever they speak; English would make "GMT+7" of it. */
function zoneName(timeZone: string, iso: string): string {
  const parts = format('id', timeZone, { timeZoneName: 'short' }).formatToParts(new Date(iso));
  return parts.find(({ type }) => type === 'timeZoneName')?.value ?? timeZone;
}

/** "20 menit", "5 jam", "12 hari": the largest unit that says enough. */
function duration(language: Language, milliseconds: number): string {
  const [value, unit] =
    milliseconds < HOUR
      ? [Math.max(1, Math.round(milliseconds / MINUTE)), 'minute']
      : milliseconds < 2 * DAY
        ? [Math.trunc(milliseconds / HOUR), 'hour']
        : [Math.trunc(milliseconds / DAY), 'day'];
  return new Intl.NumberFormat(LOCALES[language], { style: 'unit', unit, unitDisplay: 'long' }).format(value);
}

export function isDay(text: string): boolean {
  const utc = Date.parse(`${text}T00:00:00Z`);
  return !Number.isNaN(utc) && new Date(utc).toISOString().slice(0, 10) === text;
}

/** When a day, yyyy-mm-dd, begins in a place; undefined for what is no day. */
export function startOfDay(day: string, timeZone: string): Date | undefined {
  if (!isDay(day)) return undefined;
  const utc = Date.parse(`${day}T00:00:00Z`);
  const there = new Intl.DateTimeFormat('sv-SE', { timeZone, dateStyle: 'short', timeStyle: 'medium' });
  const ahead = Date.parse(`${there.format(utc).replace(' ', 'T')}Z`) - utc;
  return new Date(utc - ahead);
}

/** yyyy-mm-dd of a moment in a place. */
export function localDay(at: Date, timeZone: string): string {
  return new Intl.DateTimeFormat('en-CA', {
    timeZone,
    year: 'numeric',
    month: '2-digit',
    day: '2-digit',
  }).format(at);
}
