import { AppError } from '@lapor/kernel';
import type { Issue } from '@lapor/kernel';

/**
 * Days off out of an iCalendar file (RFC 5545): one whole-day event for each, as calendars of holidays are published. Read by ourselves
 * since what is wrong must be named by its line, which readers of whole calendars do not keep.
 */
export interface IcsDay {
  readonly date: string;
  readonly kind: 'holiday' | 'collective_leave';
}

interface Line {
  /** As people count. */
  readonly at: number;
  readonly name: string;
  readonly value: string;
}

interface IcsEvent {
  readonly at: number;
  readonly lines: readonly Line[];
}

const DAY = /^(\d{4})(\d{2})(\d{2})$/;
const LONGEST_DAYS = 31;
const MILLISECONDS = 86_400_000;
const COLLECTIVE = /cuti bersama|collective leave/i;

/** Days of other years are passed over. Of two events on one day the holiday counts. @throws AppError invalid, naming the lines */
export function readDaysIcs(text: string, year: number): readonly IcsDay[] {
  const issues: Issue[] = [];
  const refuse = (at: number, rule: string): void => {
    issues.push({ field: `line ${at}`, rule });
  };
  const lines = unfolded(text, refuse);
  if (!isCalendar(lines)) refuse(1, 'begins with BEGIN:VCALENDAR and ends with END:VCALENDAR');
  const found = eventsIn(lines, refuse).flatMap((event) => daysOf(event, refuse));
  const kinds = new Map<string, IcsDay['kind']>();
  for (const { date, kind } of found.filter((day) => day.date.startsWith(`${year}-`)))
    if (kinds.get(date) !== 'holiday') kinds.set(date, kind);
  if (issues.length === 0 && kinds.size === 0) issues.push({ field: 'ics', rule: `has no day of ${year}` });
  if (issues.length === 0) return [...kinds].map(([date, kind]) => ({ date, kind }));
  throw new AppError('invalid', issues.map(({ field, rule }) => `${field}: ${rule}`).join('; '), { issues });
}

type Refuse = (at: number, rule: string) => void;

/** A line that begins with a space goes on from the one before it. */
function unfolded(text: string, refuse: Refuse): readonly Line[] {
  const folded: { at: number; text: string }[] = [];
  for (const [index, line] of text.split(/\r?\n/).entries()) {
    const last = folded.at(-1);
    if (/^[ \t]/.test(line) && last !== undefined) last.text += line.slice(1);
    else if (line.trim() !== '') folded.push({ at: index + 1, text: line });
  }
  return folded.flatMap(({ at, text: whole }) => {
    const [, name, value] = /^([A-Za-z0-9-]+)(?:;[^:]*)?:(.*)$/.exec(whole) ?? [];
    if (name !== undefined && value !== undefined)
      return [{ at, name: name.toUpperCase(), value: value.trim() }];
    refuse(at, 'has a name, a colon and a value');
    return [];
  });
}

function isCalendar(lines: readonly Line[]): boolean {
  const marks = ({ name, value }: Line) => `${name}:${value.toUpperCase()}`;
  const [first, last] = [lines[0], lines.at(-1)];
  if (first === undefined || last === undefined) return false;
  return marks(first) === 'BEGIN:VCALENDAR' && marks(last) === 'END:VCALENDAR';
}

function eventsIn(lines: readonly Line[], refuse: Refuse): readonly IcsEvent[] {
  const events: IcsEvent[] = [];
  let open: { at: number; lines: Line[] } | undefined;
  for (const line of lines) {
    const mark = `${line.name}:${line.value.toUpperCase()}`;
    if (mark === 'BEGIN:VEVENT') {
      if (open !== undefined) refuse(open.at, 'has no END:VEVENT');
      open = { at: line.at, lines: [] };
    } else if (mark === 'END:VEVENT') {
      if (open === undefined) refuse(line.at, 'has no BEGIN:VEVENT');
      else events.push(open);
      open = undefined;
    } else open?.lines.push(line);
  }
  if (open !== undefined) refuse(open.at, 'has no END:VEVENT');
  return events;
}

function daysOf({ at, lines }: IcsEvent, refuse: Refuse): readonly IcsDay[] {
  const find = (name: string) => lines.find((line) => line.name === name);
  if (find('STATUS')?.value.toUpperCase() === 'CANCELLED') return [];
  const repeats = find('RRULE') ?? find('RDATE');
  if (repeats !== undefined) {
    refuse(repeats.at, 'is given day by day: what repeats is not read');
    return [];
  }
  const start = find('DTSTART');
  if (start === undefined) {
    refuse(at, 'has a DTSTART');
    return [];
  }
  const end = find('DTEND');
  const from = dayIn(start, refuse);
  const to = end === undefined ? undefined : dayIn(end, refuse);
  if (from === undefined || (end !== undefined && to === undefined)) return [];
  const count = to === undefined ? 1 : (to - from) / MILLISECONDS;
  if (count < 1 || count > LONGEST_DAYS) {
    refuse(end?.at ?? at, `ends after it begins, within ${LONGEST_DAYS} days`);
    return [];
  }
  const kind = lines.some(
    ({ name, value }) => /^(?:SUMMARY|CATEGORIES)$/.test(name) && COLLECTIVE.test(value),
  )
    ? 'collective_leave'
    : 'holiday';
  return Array.from({ length: count }, (_, later) => ({
    date: new Date(from + later * MILLISECONDS).toISOString().slice(0, 10),
    kind,
  }));
}

/** Midnight UTC of it. */
function dayIn({ at, value }: Line, refuse: Refuse): number | undefined {
  const [, year, month, day] = DAY.exec(value) ?? [];
  const iso = `${year}-${month}-${day}`;
  const parsed = Date.parse(`${iso}T00:00:00Z`);
  if (!Number.isNaN(parsed) && new Date(parsed).toISOString().slice(0, 10) === iso) return parsed;
  refuse(at, 'is a whole day, such as 20270131');
  return undefined;
}
