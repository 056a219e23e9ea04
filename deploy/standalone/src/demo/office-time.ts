import type { Chance } from './chance.ts';

export const MINUTE = 60_000;
export const HOUR = 60 * MINUTE;
export const DAY = 24 * HOUR;

/** Batam keeps western Indonesian time all year. */
const ZONE = 7 * HOUR;

/** Start of the local day of a moment. */
export function dayOf(at: number): number {
  return Math.floor((at + ZONE) / DAY) * DAY - ZONE;
}

/** yyyy-mm-dd of the local day. */
export function dayName(at: number): string {
  return new Date(at + ZONE).toISOString().slice(0, 10);
}

export function isWeekend(at: number): boolean {
  const day = new Date(at + ZONE).getUTCDay();
  return day === 0 || day === 6;
}

/** A moment in office hours so many weekdays after `at`, but after it in any case. */
export function inOffice(at: number, weekdays: number, chance: Chance): number {
  let day = dayOf(at);
  for (let left = weekdays; left > 0 || isWeekend(day);) {
    day += DAY;
    if (!isWeekend(day)) left -= 1;
  }
  const moment = day + chance.between(8.1, 15.8) * HOUR;
  return moment > at + 10 * MINUTE ? moment : inOffice(day + DAY, 0, chance);
}

/** When citizens have time: from morning to night, any day. */
export function atHome(at: number, days: number, chance: Chance): number {
  const moment = dayOf(at) + days * DAY + chance.between(6, 22.5) * HOUR;
  return moment > at + 10 * MINUTE ? moment : atHome(at, days + 1, chance);
}
