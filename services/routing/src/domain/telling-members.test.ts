import { expect, it } from 'vitest';
import type { CommandOf } from './commands.ts';
import { assigned, START, type Story, SYSTEM } from './fixtures/world.ts';

const counted = (members: number): CommandOf<'tell_members'> => ({
  type: 'tell_members',
  steps: 0,
  members,
  danger: false,
  oldestAt: START,
});
const toldBy = ({ events }: Story) =>
  events.flatMap((event) => (event.type === 'MembersTold' ? [event.data.members] : []));

/** Who makes the case a leading one is known. */
function upTo(hundred: number): Story {
  const story = assigned().does(SYSTEM, { type: 'lead', danger: false, oldestAt: START });
  for (let members = 2; members <= hundred; members += 1) story.does(SYSTEM, counted(members));
  return story;
}

it('a master of up to a hundred is told of each that joins and of each that goes', () => {
  const story = upTo(100);
  expect(toldBy(story)).toEqual(Array.from({ length: 99 }, (_, at) => at + 2));
  expect(story.does(SYSTEM, counted(98)).case.leads?.members).toBe(98);
  expect(story.does(SYSTEM, counted(97)).case.leads?.members).toBe(97);
});

it('of more than a hundred it is told at every percent, and knows how many they are to one in a hundred', () => {
  const story = upTo(100);
  for (let members = 101; members <= 3_000; members += 1) {
    const known = story.does(SYSTEM, counted(members)).case.leads?.members ?? 0;
    expect(Math.abs(members - known)).toBeLessThanOrEqual(members / 100);
  }
  const growing = toldBy(story).length;
  // A percent at a time it takes 342 steps from a hundred to three thousand.
  expect(growing).toBeLessThan(100 + 400);
  for (let members = 2_999; members >= 101; members -= 1) {
    const known = story.does(SYSTEM, counted(members)).case.leads?.members ?? 0;
    expect(Math.abs(members - known)).toBeLessThanOrEqual(known / 100);
  }
  expect(toldBy(story).length - growing).toBeLessThan(400);
  expect(story.does(SYSTEM, counted(0)).case.leads?.members).toBe(0);
});

it('a master of so many is told at once of what is more than their number', () => {
  const story = upTo(1).does(SYSTEM, counted(500));
  const oldestAt = START - 60_000;
  story.does(SYSTEM, { ...counted(501), oldestAt });
  expect(story.case.leads).toMatchObject({ members: 501, oldestAt });
});
