import { expect, test } from 'vitest';
import { renderWeekly, weekOf, weeklyValues } from './weekly.ts';

test.each([
  ['2026-03-02', '2026-03-02'],
  ['2026-03-08', '2026-03-02'],
  ['2026-03-09', '2026-03-09'],
  ['2027-01-01', '2026-12-28'],
])('%s is in the week of %s', (day, monday) => {
  expect(weekOf(day)).toBe(monday);
});

test('the worst are named, the rest are counted', () => {
  const bodies = Array.from({ length: 23 }, (_each, index) => ({
    name: `Kota ${index + 1}`,
    overdue: 23 - index,
    urgent: index === 0 ? 2 : 0,
  }));
  const context = { language: 'id', publicUrl: 'https://lapor.example' } as const;
  const { subject, text } = renderWeekly(weeklyValues(bodies), context);
  expect(subject).toBe('Ringkasan mingguan: 276 laporan lewat batas');
  expect(text).toContain('- Kota 1: 23, 2 di antaranya darurat\n- Kota 2: 22\n');
  expect(text).toContain('- Kota 20: 4\ndan 3 instansi lain');
  expect(text).not.toContain('Kota 21');
  expect(text).toContain('https://lapor.example/petugas/keamanan');
});
