import { expect, test } from 'vitest';
import type { KnownAgency } from './agency.ts';
import {
  admin,
  AGENCIES,
  agencyOf,
  contextAt,
  filing,
  officer,
  OPEN_TO_ROADS,
  Story,
  SYSTEM,
} from './fixtures/world.ts';
import { isLegal } from './legal.ts';
import { visibilityFor } from './visibility.ts';

// A city without an inspectorate: its admin holds what is about one of its units.

const NO_INSPECTORATE = { inspectorates: [] };

function aboutRoads(): Story {
  const opened = new Story().does(
    SYSTEM,
    {
      type: 'open',
      filing: filing({ protected: true }),
      jurisdiction: { ...OPEN_TO_ROADS, reportedId: 'roads' },
    },
    NO_INSPECTORATE,
  );
  expect(opened.case.holder.id).toBe('batam');
  return opened;
}

/** Each of these into the other, one after another. */
function merged(...pairs: readonly (readonly [string, string])[]) {
  const agencies = new Map<string, KnownAgency>(AGENCIES);
  for (const [id, successorId] of pairs)
    agencies.set(id, { ...agencyOf(id), onboarded: false, closed: true, successorId });
  return { agencies, ...NO_INSPECTORATE };
}
const follow = { type: 'follow_reported' } as const;

test('merged into the body whose admin holds the case: it goes to the tier above, and nobody of the body reads it', () => {
  const story = aboutRoads().does(SYSTEM, follow, merged(['roads', 'batam']));
  expect(story.case).toMatchObject({ holder: { id: 'kepri' }, reportedIds: ['roads', 'batam'] });
  for (const actor of [officer('batam'), officer('health'), admin('batam')])
    expect(Object.values(visibilityFor(story.case, actor))).not.toContain(true);
  expect(visibilityFor(story.case, admin('kepri')).text).toBe(true);
  const again = story.decide(SYSTEM, follow, merged(['roads', 'batam']));
  expect(again.events).toEqual([]);
});

test('merged into the unit that works on the case: it goes back up, to be given to somebody else', () => {
  const story = aboutRoads().does(admin('batam'), { type: 'dispose', agencyId: 'health' }, NO_INSPECTORATE);
  expect(visibilityFor(story.case, officer('health')).text).toBe(true);
  story.does(SYSTEM, follow, merged(['roads', 'water'], ['water', 'health']));
  expect(story.case).toMatchObject({ holder: { id: 'batam' }, reportedIds: ['roads', 'water', 'health'] });
  expect(Object.values(visibilityFor(story.case, officer('health')))).not.toContain(true);
  expect(story.case.hops.at(-1)).toMatchObject({ from: 'health', to: 'batam' });
});

test('merged elsewhere: it stays where it is, and is about that one too', () => {
  const before = aboutRoads();
  const { clocks } = before.case;
  const story = before.does(SYSTEM, follow, merged(['roads', 'health']));
  expect(story.case).toMatchObject({ holder: { id: 'batam' }, reportedIds: ['roads', 'health'], clocks });
});

test('however often they were merged, until it has followed it is given to none of those who took over', () => {
  const time = merged(['roads', 'water'], ['water', 'health']);
  for (const agencyId of ['health', 'clinic'])
    expect(() => aboutRoads().decide(admin('batam'), { type: 'dispose', agencyId }, time)).toThrow(
      'never goes to the unit it is about',
    );
});

test('taken over from one that was closed, it does not come to where they work now', () => {
  const story = aboutRoads().does(admin('batam'), { type: 'dispose', agencyId: 'water' }, NO_INSPECTORATE);
  const take = { type: 'take_over', closedId: 'water', path: agencyOf('health').path, merged: true } as const;
  story.does(SYSTEM, take, merged(['roads', 'health'], ['water', 'health']));
  expect(story.case.holder.id).toBe('batam');
});

test('merged into the root it stays with it: a case hidden from everybody would be lost', () => {
  const time = merged(['roads', 'national']);
  const story = aboutRoads().does(SYSTEM, follow, time);
  expect(story.case).toMatchObject({ holder: { id: 'batam' }, reportedIds: ['roads'] });
  const dispose = { type: 'dispose', agencyId: 'health' } as const;
  expect(story.does(admin('batam'), dispose, time).case.holder.id).toBe('health');
  expect(isLegal(story.case, 'follow_reported', admin('batam'), contextAt(story.now, SYSTEM))).toBe(false);
});
