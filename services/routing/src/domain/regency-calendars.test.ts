import { expect, it } from 'vitest';
import type { Agencies, KnownAgency } from './agency.ts';
import { calendarKey, finerKey } from './clocks/calendar-key.ts';
import type { Calendar } from './clocks/working-time.ts';
import { WIB } from './fixtures/holidays.ts';
import { AGENCIES, agencyOf, ANSWER, contextAt, filing, officer, Story, SYSTEM } from './fixtures/world.ts';
import { isLegal } from './legal.ts';

function inCalendar(calendar: string): Agencies {
  return {
    get(id) {
      const known = AGENCIES.get(id);
      return known === undefined ? undefined : { ...known, calendar };
    },
  };
}

/** As a version wrote it that knew calendars of provinces only. */
function openedBefore(): Story {
  const [admin, competent] = (['batam', 'roads'] as const).map((id): KnownAgency => ({
    ...agencyOf(id),
    calendar: '21',
  }));
  if (admin === undefined) throw new Error('there is an admin');
  const jurisdiction = { admin, ...(competent === undefined ? {} : { competent }) };
  const command = { type: 'open', filing: filing({ areaCalendar: '21' }), jurisdiction } as const;
  const calendars = new Map<string, Calendar>([
    ['21', { ...WIB, edition: 1 }],
    ['21.71', { ...WIB, edition: 1 }],
  ]);
  return new Story().does(SYSTEM, command, { calendars, agencies: inCalendar('21') });
}

it.each([
  ['', ''],
  ['21', '21'],
  ['21.71', '21.71'],
  ['21.71.10.1001', '21.71'],
])('the calendar of %j is that of %j', (areaCode, key) => expect(calendarKey(areaCode)).toBe(key));

it('only the calendar of an area around it becomes a smaller one', () => {
  expect(finerKey('21', '21.71')).toBe('21.71');
  expect(finerKey('21.71', '21')).toBe('21.71');
  expect(finerKey('2', '21.71')).toBe('2');
  expect(finerKey('', '21.71')).toBe('');
});

it('a case from before there were any comes into the calendar of its city with the first change there', () => {
  const story = openedBefore();
  const agencies = inCalendar('21.71');
  const untouched = new Map<string, Calendar>([
    ['21', { ...WIB, edition: 1 }],
    ['21.71', { ...WIB, edition: 1 }],
  ]);
  const time = { ...contextAt(story.now, SYSTEM), calendars: untouched, agencies };
  expect(isLegal(story.case, 'recount_clocks', SYSTEM, time)).toBe(false);

  const daysOff = new Set([...WIB.daysOff, '2026-02-05']);
  const calendars = new Map(untouched).set('21.71', { ...WIB, daysOff, edition: 2 });
  const before = story.case.clocks;
  const recounted = story.does(SYSTEM, { type: 'recount_clocks' }, { calendars, agencies });
  const { areaCalendar, holder, clocks } = recounted.case;
  expect([areaCalendar, holder.calendar]).toEqual(['21.71', '21.71']);
  for (const name of ['case', 'response', 'resolution'] as const) {
    expect(clocks[name]).toMatchObject({ calendar: '21.71', edition: 2 });
    expect(clocks[name]?.dueAt).toBeGreaterThan(before[name]?.dueAt ?? Infinity);
  }
  // What begins later begins there too.
  const answered = recounted.does(officer('roads'), ANSWER, { calendars, agencies });
  expect(answered.case.clocks.reply).toMatchObject({ calendar: '21.71', edition: 2 });
});
