/** Nothing unprompted leaves outside these local hours. */
const DAY_START_HOUR = 7;
const DAY_END_HOUR = 20;

const HOUR = 3_600_000;
const formats = new Map<string, Intl.DateTimeFormat>();

function format(timeZone: string): Intl.DateTimeFormat {
  let found = formats.get(timeZone);
  if (found === undefined) {
    found = new Intl.DateTimeFormat('en-GB', {
      timeZone,
      hourCycle: 'h23',
      hour: 'numeric',
      minute: 'numeric',
      second: 'numeric',
    });
    formats.set(timeZone, found);
  }
  return found;
}

/** Milliseconds since local midnight. Indonesia has no daylight saving time, so every day has 24 hours. */
function sinceMidnight(at: Date, timeZone: string): number {
  const part: Record<string, number> = {};
  for (const { type, value } of format(timeZone).formatToParts(at)) part[type] = Number(value);
  return (
    (part['hour'] ?? 0) * HOUR +
    (part['minute'] ?? 0) * 60_000 +
    (part['second'] ?? 0) * 1000 +
    at.getMilliseconds()
  );
}

/** The first moment from `at` on when an unprompted notice may leave: `at` itself by day, else the next 07:00 local. */
export function nextCivilMoment(at: Date, timeZone: string): Date {
  const local = sinceMidnight(at, timeZone);
  if (local >= DAY_START_HOUR * HOUR && local < DAY_END_HOUR * HOUR) return at;
  const wait = DAY_START_HOUR * HOUR - local;
  return new Date(at.getTime() + (wait >= 0 ? wait : wait + 24 * HOUR));
}
