import { expect, test } from 'vitest';
import type { KnownAgency } from './agency.ts';
import {
  AGENCIES,
  agencyOf,
  assigned,
  CALENDARS,
  OPEN_TO_ROADS,
  filing,
  Story,
  SYSTEM,
  FOLLOW_UP,
  officer,
  words,
  contextAt,
} from './fixtures/world.ts';
import type { Calendar } from './clocks/working-time.ts';
import { isLegal } from './legal.ts';
import { WIB, WIT } from './fixtures/holidays.ts';

const inspectorate = (id: string, above: readonly string[]): KnownAgency => ({
  id,
  path: [...above, id],
  calendar: 'wib',
  kind: 'inspectorate',
});

test('what an inspectorate had goes to the one that it was merged into, though another lies above whoever it is about', () => {
  const ofAuthority = inspectorate('bp-inspectorate', ['national', 'bp']);
  const ofProvince = inspectorate('kepri-inspectorate', ['national', 'kepri']);
  const story = new Story().does(SYSTEM, {
    type: 'open',
    filing: filing({ protected: true }),
    jurisdiction: { ...OPEN_TO_ROADS, reportedId: 'roads' },
  });
  expect(story.case.holder.id).toBe('inspectorate');
  const agencies = new Map([
    ...AGENCIES,
    ['bp-inspectorate', ofAuthority],
    ['kepri-inspectorate', ofProvince],
  ]);
  agencies.set('inspectorate', { ...agencyOf('inspectorate'), closed: true, successorId: 'bp-inspectorate' });
  story.does(
    SYSTEM,
    { type: 'take_over', closedId: 'inspectorate', path: ofAuthority.path, merged: true },
    { agencies, inspectorates: [ofAuthority, ofProvince] },
  );
  expect(story.case.holder.id).toBe('bp-inspectorate');
  expect(story.case.reportedIds).toEqual(['roads']);
});

test('an agency in another area keeps the limits that run; what starts from then on is counted there', () => {
  const story = assigned();
  const before = story.case.clocks;
  const roads = { ...agencyOf('roads'), calendar: 'wit' };
  const agencies = new Map([...AGENCIES, ['roads', roads]]);
  const follow = { type: 'move_holder', path: roads.path, calendar: 'wit' } as const;
  const time = { agencies, calendars: new Map([...CALENDARS, ['wit', WIT]]) };
  story.does(SYSTEM, follow, time);
  expect(story.case.holder.calendar).toBe('wit');
  expect(story.case.clocks).toEqual(before);
  expect(
    story.does(SYSTEM, follow, time).events.filter(({ type }) => type === 'CaseHolderMoved'),
  ).toHaveLength(1);
  // Followed up, and counted as the holder it is.
  story.does(officer('roads'), FOLLOW_UP, time);
  expect(story.case.status).toBe('in_progress');
});

test('from a province into one of its cities: what runs stays in the calendar it began in, whatever changes there later', () => {
  const cityOff = (edition: number, ...days: readonly string[]) => ({
    ...WIB,
    daysOff: new Set([...WIB.daysOff, ...days]),
    edition,
  });
  const calendars = new Map<string, Calendar>([...CALENDARS, ['21', cityOff(1)], ['21.71', cityOff(1)]]);
  const roadsIn = (calendar: string) =>
    new Map([...AGENCIES, ['roads', { ...agencyOf('roads'), calendar }]] as const);
  const province = { calendars, agencies: roadsIn('21') };
  const story = new Story().does(
    SYSTEM,
    {
      type: 'open',
      filing: filing({ areaCalendar: '21', areaCode: '21' }),
      jurisdiction: { ...OPEN_TO_ROADS, competent: { ...agencyOf('roads'), calendar: '21' } },
    },
    province,
  );
  const before = story.case.clocks;
  const city = { calendars, agencies: roadsIn('21.71') };
  story.does(SYSTEM, { type: 'move_holder', path: agencyOf('roads').path, calendar: '21.71' }, city);
  expect(story.case.holder.calendar).toBe('21.71');
  expect(story.case.clocks).toEqual(before);

  const feast = { ...city, calendars: new Map(calendars).set('21.71', cityOff(2, '2026-02-05')) };
  expect(isLegal(story.case, 'recount_clocks', SYSTEM, { ...contextAt(story.now, SYSTEM), ...feast })).toBe(
    false,
  );
  // What begins from then on is counted there.
  const again = story
    .does(officer('roads'), { type: 'return', words: words() }, feast)
    .does(officer('batam', 'agency_admin'), { type: 'dispose', agencyId: 'roads' }, feast);
  expect(again.case.clocks.response).toMatchObject({ calendar: '21.71', edition: 2 });
  expect(again.case.clocks.case?.calendar).toBe('21');
});
