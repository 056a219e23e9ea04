import { expect, test } from 'vitest';
import { daysChanged } from './days-changed.ts';
import type { DayOff } from './holiday-table.ts';

const holiday = (date: string): DayOff => ({ date, kind: 'holiday' });

test('one late day in place of a whole year is seen to take all the others', () => {
  const year = ['2026-01-01', '2026-03-20', '2026-12-25'].map(holiday);
  expect(daysChanged(year, [holiday('2026-12-09')])).toEqual({ added: [holiday('2026-12-09')], gone: year });
  expect(daysChanged(year, [...year, holiday('2026-12-09')])).toEqual({
    added: [holiday('2026-12-09')],
    gone: [],
  });
});

test('a day of another kind comes and goes; where nothing was, all comes', () => {
  const leave: DayOff = { date: '2026-12-24', kind: 'collective_leave' };
  expect(daysChanged([holiday('2026-12-24')], [leave])).toEqual({
    added: [leave],
    gone: [holiday('2026-12-24')],
  });
  expect(daysChanged(undefined, [leave])).toEqual({ added: [leave], gone: [] });
});
