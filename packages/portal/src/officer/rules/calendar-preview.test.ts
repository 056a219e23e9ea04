import { expect, test } from 'vitest';
import { momentsIn } from '../../shell/moments.ts';
import { calendarPreview } from './calendar-preview.ts';

const moments = momentsIn('id', 'Asia/Jakarta', new Date('2026-03-03T02:00:00Z'));
const shown = (more: boolean) =>
  String(
    calendarPreview(
      { language: 'id', moments },
      { looked: 10_000, moved: 3, more, open: 84_211, examples: [] },
    ),
  );

test('where not all open cases were tried, it says how many of how many', () => {
  expect(shown(true)).toContain('hanya 10.000 yang pertama dari 84.211 laporan terbuka');
  expect(shown(false)).not.toContain('84.211');
});
