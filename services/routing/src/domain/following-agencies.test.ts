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
} from './fixtures/world.ts';
import { WIT } from './fixtures/holidays.ts';

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

test('a finer calendar of the same area moves nobody', () => {
  const agencies = (calendar: string) =>
    new Map([...AGENCIES, ['roads', { ...agencyOf('roads'), calendar }]]);
  const story = new Story().does(
    SYSTEM,
    {
      type: 'open',
      filing: filing(),
      jurisdiction: { ...OPEN_TO_ROADS, competent: { ...agencyOf('roads'), calendar: 'wib' } },
    },
    { agencies: agencies('wib') },
  );
  const finer = { type: 'move_holder', path: agencyOf('roads').path, calendar: 'wib.71' } as const;
  const { events } = story.decide(SYSTEM, finer, { agencies: agencies('wib.71') });
  expect(events).toEqual([]);
});
