import { expect, test } from 'vitest';
import type { KnownAgency } from './agency.ts';
import {
  admin,
  AGENCIES,
  agencyOf,
  assigned,
  contextAt,
  officer,
  REPORTER,
  SYSTEM,
  words,
} from './fixtures/world.ts';
import { isLegal } from './legal.ts';

// The body above an office is merged into another one while an objection waits, or before it is made.

const roads: KnownAgency = { ...agencyOf('roads'), path: ['national', 'bp', 'roads'] };
const agencies = new Map<string, KnownAgency>(AGENCIES)
  .set('batam', { ...agencyOf('batam'), onboarded: false, closed: true, successorId: 'bp' })
  .set('roads', roads);
const moved = { type: 'move_holder', path: roads.path, calendar: roads.calendar } as const;
const object = { type: 'object', words: words() } as const;
const headOfRoads = officer('roads', 'agency_admin');

test('what waits for the body above is decided by the one that it became', () => {
  const story = assigned()
    .does(headOfRoads, { type: 'reclassify', complaintType: 'information', words: words() })
    .does(REPORTER, object);
  const offered = (id: string) =>
    isLegal(story.case, 'decide_objection', admin(id), contextAt(story.now, SYSTEM));
  expect(['batam', 'bp'].filter(offered)).toEqual(['batam']);
  story.does(SYSTEM, moved, { agencies });
  expect(['batam', 'bp', 'roads'].filter(offered)).toEqual(['bp']);
  story.does(admin('bp'), { type: 'decide_objection', accept: true, words: words() }, { agencies });
  expect(story.case.type).toBe('complaint');
});

test('what is objected to afterwards goes to the one that it became', () => {
  const reclassified = assigned()
    .does(headOfRoads, { type: 'reclassify', complaintType: 'information', words: words() })
    .does(SYSTEM, moved, { agencies })
    .does(REPORTER, object, { agencies });
  expect(reclassified.case.reclassification?.objection?.deciderPath).toEqual(['national', 'bp']);

  const archived = assigned()
    .does(headOfRoads, { type: 'archive', reason: 'spam', words: words() })
    .does(SYSTEM, moved, { agencies })
    .does(REPORTER, object, { agencies });
  expect(archived.case).toMatchObject({ status: 'unverified', holder: { id: 'bp' } });
});

test('an office that was merged itself: the tier above whoever goes on decides', () => {
  const into = {
    type: 'take_over',
    closedId: 'roads',
    path: agencyOf('bp-roads').path,
    merged: true,
  } as const;
  const story = assigned()
    .does(headOfRoads, { type: 'archive', reason: 'spam', words: words() })
    .does(SYSTEM, into)
    .does(REPORTER, object);
  expect(story.case.holder.id).toBe('bp');
});

test('a tier that is still above goes on deciding, however far below it the holder is now', () => {
  const deeper = { ...agencyOf('roads'), path: ['national', 'kepri', 'batam', 'health', 'roads'] };
  const time = { agencies: new Map<string, KnownAgency>(AGENCIES).set('roads', deeper) };
  const story = assigned()
    .does(admin('batam'), { type: 'reclassify', complaintType: 'information', words: words() })
    .does(REPORTER, object)
    .does(SYSTEM, { type: 'move_holder', path: deeper.path, calendar: deeper.calendar }, time);
  expect(story.case.reclassification?.objection?.deciderPath).toEqual(['national', 'kepri']);
});
