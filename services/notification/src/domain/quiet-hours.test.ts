import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { nextCivilMoment } from './quiet-hours.ts';

describe('quiet hours', () => {
  it.each([
    ['2026-03-02T16:00:00.000Z', 'Asia/Jakarta', '2026-03-03T00:00:00.000Z'], // 23:00 WIB → 07:00 WIB
    ['2026-03-02T23:59:59.999Z', 'Asia/Jakarta', '2026-03-03T00:00:00.000Z'], // 06:59:59.999 → 07:00
    ['2026-03-02T12:59:59.000Z', 'Asia/Jakarta', '2026-03-02T12:59:59.000Z'], // 19:59:59 → now
    ['2026-03-02T13:00:00.000Z', 'Asia/Jakarta', '2026-03-03T00:00:00.000Z'], // 20:00 → tomorrow
    ['2026-03-02T13:00:00.000Z', 'Asia/Jayapura', '2026-03-02T22:00:00.000Z'], // 22:00 WIT → 07:00 WIT
  ])('%s in %s leaves at %s', (at, zone, leaves) => {
    expect(nextCivilMoment(new Date(at), zone).toISOString()).toBe(leaves);
  });

  it('always lands by day, never in the past, at most eleven hours away', () => {
    fc.assert(
      fc.property(
        fc.date({ min: new Date('2024-01-01'), max: new Date('2030-01-01'), noInvalidDate: true }),
        fc.constantFrom('Asia/Jakarta', 'Asia/Makassar', 'Asia/Jayapura'),
        (at, zone) => {
          const leaves = nextCivilMoment(at, zone);
          const wait = leaves.getTime() - at.getTime();
          expect(wait).toBeGreaterThanOrEqual(0);
          expect(wait).toBeLessThanOrEqual(11 * 3_600_000);
          expect(nextCivilMoment(leaves, zone)).toEqual(leaves);
        },
      ),
    );
  });
});
