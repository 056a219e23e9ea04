import { describe, expect, it } from 'vitest';
import { beginningDay, localMoment } from './morning.ts';

const CALENDAR = { weekend: [0, 6], daysOff: ['2026-03-19'] };
const begins = (at: string, zone: string) => beginningDay(localMoment(new Date(at), zone), CALENDAR);

describe('a working day begins', () => {
  it.each([
    ['at eight in Batam', '2026-03-03T01:00:00Z', 'Asia/Jakarta', '2026-03-03'],
    ['an hour earlier in Makassar', '2026-03-03T00:00:00Z', 'Asia/Makassar', '2026-03-03'],
    [
      'two hours earlier in Jayapura, where it is another day than in London',
      '2026-03-02T23:30:00Z',
      'Asia/Jayapura',
      '2026-03-03',
    ],
    ['not before', '2026-03-03T00:59:59Z', 'Asia/Jakarta', undefined],
    ['not at nine', '2026-03-03T02:00:00Z', 'Asia/Jakarta', undefined],
    ['not at night', '2026-03-03T17:00:00Z', 'Asia/Jakarta', undefined],
    ['not on a Saturday', '2026-03-07T01:00:00Z', 'Asia/Jakarta', undefined],
    ['not on a holiday', '2026-03-19T01:30:00Z', 'Asia/Jakarta', undefined],
  ])('%s', (_name, at, zone, day) => expect(begins(at, zone)).toBe(day));
});
