const DAY = 86_400_000;
const DATE = /^\d{4}-(?:0[1-9]|1[0-2])-(?:0[1-9]|[12]\d|3[01])$/;

/** The zone in which cohorts are cut unless somebody asks for another. */
export const DEFAULT_ZONE = 'Asia/Jakarta';

export function isDay(text: string): boolean {
  return DATE.test(text) && new Date(`${text}T00:00:00Z`).toISOString().startsWith(text);
}

const formats = new Map<string, Intl.DateTimeFormat>();

function offsetMilliseconds(at: number, zone: string): number {
  let format = formats.get(zone);
  if (format === undefined) {
    format = new Intl.DateTimeFormat('en-US', { timeZone: zone, timeZoneName: 'longOffset' });
    formats.set(zone, format);
  }
  const name = format.formatToParts(at).find((part) => part.type === 'timeZoneName')?.value ?? 'GMT';
  const match = /GMT([+-])(\d{2}):(\d{2})/.exec(name);
  if (match === null) return 0;
  const size = (Number(match[2]) * 60 + Number(match[3])) * 60_000;
  return match[1] === '-' ? -size : size;
}

/** The zone's one spelling ("asia/makassar" → "Asia/Makassar"); undefined when there is no such zone. */
export function timeZoneNamed(zone: string): string | undefined {
  try {
    return new Intl.DateTimeFormat('en-US', { timeZone: zone }).resolvedOptions().timeZone;
  } catch {
    return undefined;
  }
}

/** The civil day of a moment: yyyy-mm-dd. */
export function dayOf(at: number, zone: string): string {
  return new Date(at + offsetMilliseconds(at, zone)).toISOString().slice(0, 10);
}

/** The moment a civil day begins, epoch milliseconds. */
export function startOfDay(day: string, zone: string): number {
  const utc = Date.parse(`${day}T00:00:00Z`);
  return utc - offsetMilliseconds(utc, zone);
}

export function addDays(day: string, days: number): string {
  return new Date(Date.parse(`${day}T00:00:00Z`) + days * DAY).toISOString().slice(0, 10);
}

/** Every day from `from` to `to`, both inclusive; undefined when there are more than `most`. */
export function daysBetween(from: string, to: string, most: number): readonly string[] | undefined {
  const count = (Date.parse(`${to}T00:00:00Z`) - Date.parse(`${from}T00:00:00Z`)) / DAY + 1;
  return count > most
    ? undefined
    : Array.from({ length: Math.max(count, 0) }, (_, index) => addDays(from, index));
}
