import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { PERIOD_NAMES, isDay, periodOf } from './periods.ts';

describe('periods', () => {
  it.each([
    ['bulan', '2026-11-24', '2026-11-01', '2026-11-30'],
    ['bulan', '2024-02-29', '2024-02-01', '2024-02-29'],
    ['triwulan', '2026-11-24', '2026-10-01', '2026-12-31'],
    ['semester', '2020-05-31', '2020-01-01', '2020-06-30'],
    ['tahun', '2026-01-01', '2026-01-01', '2026-12-31'],
    ['tahun-lalu', '2026-01-01', '2025-01-01', '2025-12-31'],
  ] as const)('%s on %s', (name, today, from, to) => {
    expect(periodOf(name, today)).toEqual({ from, to });
  });

  it('contains today and begins and ends on days there are', () => {
    const days = fc.date({ min: new Date('2000-01-01'), max: new Date('2099-12-31'), noInvalidDate: true });
    fc.assert(
      fc.property(days, fc.constantFrom(...PERIOD_NAMES), (date, name) => {
        const today = date.toISOString().slice(0, 10);
        const { from, to } = periodOf(name, today);
        expect(isDay(from) && isDay(to) && from <= to).toBe(true);
        if (name !== 'tahun-lalu') expect(from <= today && today <= to).toBe(true);
      }),
    );
  });

  it('knows days that are none', () => {
    expect(['2026-02-30', '2026-13-01', 'heute', '', undefined].map(isDay)).toEqual([
      false,
      false,
      false,
      false,
      false,
    ]);
  });
});
