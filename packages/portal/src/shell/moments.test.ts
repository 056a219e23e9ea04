import { describe, expect, it } from 'vitest';
import { localDay, momentsIn } from './moments.ts';

const now = new Date('2026-11-24T03:00:00Z');

describe('moments', () => {
  it('are written as people in Jakarta read them', () => {
    const jakarta = momentsIn('id', 'Asia/Jakarta', now);
    expect(jakarta.moment('2026-11-24T03:47:00Z')).toBe('Sel, 24 Nov 2026, 10.47 WIB');
    expect(jakarta.day('2026-11-23T18:00:00Z')).toBe('24 November 2026');
    expect(jakarta.today()).toBe('2026-11-24');
  });

  it('name the zone as people there do, in English too', () => {
    expect(momentsIn('en', 'Asia/Makassar', now).moment('2026-11-24T03:47:00Z')).toBe(
      'Tue, 24 Nov 2026, 11:47 WITA',
    );
  });

  it('know the zone: midnight comes two hours earlier in Jayapura', () => {
    expect(localDay(new Date('2026-11-24T15:30:00Z'), 'Asia/Jayapura')).toBe('2026-11-25');
    expect(localDay(new Date('2026-11-24T15:30:00Z'), 'Asia/Jakarta')).toBe('2026-11-24');
  });

  it.each([
    ['2026-11-24T03:00:20Z', 'baru saja'],
    ['2026-11-24T03:20:00Z', '20 menit lagi'],
    ['2026-11-24T05:10:00Z', '2 jam lagi'],
    ['2026-11-24T01:30:00Z', '1 jam yang lalu'],
    ['2026-11-28T03:00:00Z', '4 hari lagi'],
    ['2026-11-20T03:00:00Z', '4 hari yang lalu'],
  ])('%s is %s', (at, text) => {
    expect(momentsIn('id', 'Asia/Jakarta', now).fromNow(at)).toBe(text);
  });

  it.each([
    ['2026-11-24T09:00:00Z', 'jatuh tempo hari ini 16.00', 'due today 16:00'],
    ['2026-11-24T17:30:00Z', 'jatuh tempo besok 00.30', 'due tomorrow 00:30'],
    ['2026-11-25T09:00:00Z', 'jatuh tempo besok 16.00', 'due tomorrow 16:00'],
    ['2026-11-30T09:00:00Z', 'jatuh tempo Senin 16.00', 'due Monday 16:00'],
    ['2026-12-01T09:00:00Z', 'jatuh tempo 1 Desember', 'due 1 December'],
    ['2027-01-04T09:00:00Z', 'jatuh tempo 4 Januari 2027', 'due 4 January 2027'],
    ['2026-11-24T02:00:00Z', 'terlambat 1 jam', '1 hour late'],
    ['2026-11-20T02:00:00Z', 'terlambat 4 hari', '4 days late'],
  ])('a limit at %s is said as people say it', (at, indonesian, english) => {
    expect(momentsIn('id', 'Asia/Jakarta', now).due(at)).toBe(indonesian);
    expect(momentsIn('en', 'Asia/Jakarta', now).due(at)).toBe(english);
  });
});
