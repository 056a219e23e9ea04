import type { EffectiveCalendar } from './calendar.ts';

/** Office hours begin at eight; whoever was not told by nine is not told that day. */
const BEGINS = 8;
const ENDS = 9;

export interface LocalMoment {
  /** yyyy-mm-dd */
  readonly day: string;
  readonly hour: number;
}

/** The day that begins about now where this calendar holds; undefined at any other hour, and on days off. */
export function beginningDay(
  { day, hour }: LocalMoment,
  { weekend, daysOff }: Pick<EffectiveCalendar, 'weekend' | 'daysOff'>,
): string | undefined {
  if (hour < BEGINS || hour >= ENDS) return undefined;
  const dayOfWeek = new Date(`${day}T00:00:00Z`).getUTCDay();
  return weekend.includes(dayOfWeek) || daysOff.includes(day) ? undefined : day;
}

const formats = new Map<string, Intl.DateTimeFormat>();

export function localMoment(at: Date, timeZone: string): LocalMoment {
  let format = formats.get(timeZone);
  if (format === undefined) {
    format = new Intl.DateTimeFormat('en-CA', {
      timeZone,
      hourCycle: 'h23',
      year: 'numeric',
      month: '2-digit',
      day: '2-digit',
      hour: '2-digit',
    });
    formats.set(timeZone, format);
  }
  const parts = Object.fromEntries(format.formatToParts(at).map(({ type, value }) => [type, value]));
  return { day: `${parts['year']}-${parts['month']}-${parts['day']}`, hour: Number(parts['hour']) };
}
