import { AppError } from '@lapor/kernel';
import type { DayOffView } from '@lapor/portal';

const HEADER = /^date\s*[,;]\s*kind$/i;

/** As people write them who keep calendars here. */
const KINDS: Readonly<Record<string, string>> = {
  libur: 'holiday',
  'libur nasional': 'holiday',
  cuti: 'collective_leave',
  'cuti bersama': 'collective_leave',
};

/** "2027-01-01,holiday" or "2027-01-01,libur" line by line, with or without a header. @throws AppError invalid, naming lines */
export function readDaysCsv(text: string): readonly DayOffView[] {
  const lines = text.split(/\r?\n/).map((line, at) => ({ text: line.trim(), line: at + 1 }));
  const filled = lines.filter((each) => each.text !== '');
  const rows = HEADER.test(filled[0]?.text ?? '') ? filled.slice(1) : filled;
  const issues: { field: string; rule: string }[] = [];
  const days = rows.map(({ text: row, line }) => {
    const [date = '', kind = 'holiday', ...more] = row.split(/[,;]/).map((field) => field.trim());
    if (more.length > 0) issues.push({ field: `line ${line}`, rule: 'has a day and a kind' });
    return { date, kind: KINDS[kind.toLowerCase()] ?? kind };
  });
  if (issues.length > 0) throw new AppError('invalid', 'the table cannot be read', { issues });
  return days;
}
