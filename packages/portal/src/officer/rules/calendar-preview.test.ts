import { expect, test } from 'vitest';
import { momentsIn } from '../../shell/moments.ts';
import { calendarPreview } from './calendar-preview.ts';

const moments = momentsIn('id', 'Asia/Jakarta', new Date('2026-03-03T02:00:00Z'));
const shown = (more: boolean, following = 0) =>
  String(
    calendarPreview(
      { language: 'id', moments },
      { looked: 10_000, moved: 3, following, more, open: 84_211, examples: [] },
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
