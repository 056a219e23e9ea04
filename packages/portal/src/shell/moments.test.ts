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

  it('know the zone: midnight comes two hours earlier in Jayapura', () => {
    expect(localDay(new Date('2026-11-24T15:30:00Z'), 'Asia/Jayapura')).toBe('2026-11-25');
    expect(localDay(new Date('2026-11-24T15:30:00Z'), 'Asia/Jakarta')).toBe('2026-11-24');
  });

  it.each([
    ['2026-11-24T03:20:00Z', 'dalam 20 menit'],
    ['2026-11-24T05:10:00Z', 'dalam 2 jam'],
    ['2026-11-24T01:30:00Z', '1 jam yang lalu'],
    ['2026-11-28T03:00:00Z', 'dalam 4 hari'],
    ['2026-11-20T03:00:00Z', '4 hari yang lalu'],
  ])('%s is %s', (at, text) => {
    expect(momentsIn('id', 'Asia/Jakarta', now).fromNow(at)).toBe(text);
  });
});
