import { AppError } from '@lapor/kernel';
import { expect, test } from 'vitest';
import { readDaysIcs } from './days-ics.ts';

const file = (...lines: readonly string[]) => ['BEGIN:VCALENDAR', ...lines, 'END:VCALENDAR', ''].join('\r\n');
const event = (...lines: readonly string[]) => ['BEGIN:VEVENT', ...lines, 'END:VEVENT'];

function refused(text: string): readonly string[] {
  try {
    readDaysIcs(text, 2027);
    return [];
  } catch (error) {
    return error instanceof AppError ? error.issues.map(({ field, rule }) => `${field} ${rule}`) : ['thrown'];
  }
}

test('whole days, some in a row, folded lines, leave by its name; other years and what is cancelled are passed over', () => {
  const text = file(
    'VERSION:2.0',
    ...event('DTSTART;VALUE=DATE:20270101', 'SUMMARY:Tahun Baru'),
    ...event('DTSTART;VALUE=DATE:20270310', 'DTEND;VALUE=DATE:20270312', 'SUMMARY:Idul', '  Fitri 1448'),
    ...event('DTSTART:20270312', 'SUMMARY:Cuti Ber', ' sama Idul Fitri'),
    ...event('DTSTART:20270101', 'CATEGORIES:Collective leave'),
    ...event('DTSTART:20281225', 'SUMMARY:Natal'),
    ...event('DTSTART:20270817', 'STATUS:CANCELLED'),
  );
  expect(readDaysIcs(text, 2027)).toEqual([
    { date: '2027-01-01', kind: 'holiday' },
    { date: '2027-03-10', kind: 'holiday' },
    { date: '2027-03-11', kind: 'holiday' },
    { date: '2027-03-12', kind: 'collective_leave' },
  ]);
  expect(readDaysIcs(text.replaceAll('\r\n', '\n'), 2028)).toEqual([{ date: '2028-12-25', kind: 'holiday' }]);
});

test.each<[string, string[]]>([
  [
    'halo',
    [
      'line 1 has a name, a colon and a value',
      'line 1 begins with BEGIN:VCALENDAR and ends with END:VCALENDAR',
    ],
  ],
  [file(...event('SUMMARY:Libur')), ['line 2 has a DTSTART']],
  [file(...event('DTSTART:20270230')), ['line 3 is a whole day, such as 20270131']],
  [file(...event('DTSTART:20270101T080000Z')), ['line 3 is a whole day, such as 20270131']],
  [file(...event('DTSTART:20270102', 'DTEND:20270101')), ['line 4 ends after it begins, within 31 days']],
  [file(...event('DTSTART:20270102', 'DTEND:20271231')), ['line 4 ends after it begins, within 31 days']],
  [
    file(...event('DTSTART:20270101', 'RRULE:FREQ=YEARLY'), ...event('DTSTART:x')),
    ['line 4 is given day by day: what repeats is not read', 'line 7 is a whole day, such as 20270131'],
  ],
  [file('BEGIN:VEVENT', 'DTSTART:20270101'), ['line 2 has no END:VEVENT']],
  [file('END:VEVENT'), ['line 2 has no BEGIN:VEVENT']],
  [file(...event('DTSTART:20260101')), ['ics has no day of 2027']],
])('names the line that is wrong: %j', (text, expected) => {
  expect(refused(text)).toEqual(expected);
});
