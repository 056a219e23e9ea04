import { expect, test } from 'vitest';
import type { CalendarPreview } from '../../clock-rules-types.ts';
import { momentsIn } from '../../shell/moments.ts';
import { calendarPreview } from './calendar-preview.ts';

const moments = momentsIn('id', 'Asia/Jakarta', new Date('2026-03-03T02:00:00Z'));
const none = { added: [], gone: [] };
const shown = (more: boolean, following = 0, days: Pick<CalendarPreview, 'added' | 'gone'> = none) =>
  String(
    calendarPreview(
      { language: 'id', moments },
      { looked: 10_000, moved: 3, following, more, open: 84_211, examples: [], ...days },
    ),
  );

test('those that follow another report are among those that move, and said to be', () => {
  expect(shown(false, 2)).toContain('Termasuk 2 yang mengikuti laporan lain');
  expect(shown(false)).not.toContain('mengikuti');
});

test('where not all open cases were tried, it says how many of how many', () => {
  expect(shown(true)).toContain('hanya 10.000 yang pertama dari 84.211 laporan terbuka');
  expect(shown(false)).not.toContain('84.211');
});

test('days that go are named, and those that come', () => {
  const added = [{ date: '2026-12-09', kind: 'holiday' }];
  const gone = [{ date: '2026-12-24', kind: 'collective_leave' }];
  const text = shown(false, 0, { added, gone });
  expect(text).toContain('Hilang 1: 24 Desember 2026 (cuti bersama)');
  expect(text).toContain('Bertambah 1: 9 Desember 2026 (libur nasional)');
  expect(shown(false)).not.toMatch(/Hilang|Bertambah/);
});
