import { describe, expect, it } from 'vitest';
import type { CommandOf } from './commands.ts';
import { isOpen } from './clocks/clock.ts';
import { brokenByState } from './fixtures/laws.ts';
import {
  admin,
  ANSWER,
  answered,
  assigned,
  FOLLOW_UP,
  inProgress,
  officer,
  START,
  type Story,
  SYSTEM,
  words,
} from './fixtures/world.ts';

const MINUTE = 60_000;
const TWO_HOURS = 120 * MINUTE;
const DANGER = { type: 'lead', danger: true, oldestAt: START, urgentFrom: START } as const;
const roads = officer('roads');

function left(members: number, danger: boolean): CommandOf<'tell_members'> {
  return { type: 'tell_members', steps: 0, members, danger, oldestAt: START };
}

function urgentOf(story: Story) {
  const { urgent } = story.case.clocks;
  return isOpen(urgent) ? { from: urgent.from, dueAt: urgent.dueAt } : undefined;
}

describe('danger that comes with another case', () => {
  it('has what is left of its two hours, not two hours more', () => {
    const story = assigned()
      .at(START + 108 * MINUTE)
      .does(SYSTEM, DANGER);
    expect(story.case).toMatchObject({ danger: true });
    expect(urgentOf(story)).toEqual({ from: START, dueAt: START + TWO_HOURS });
    expect(story.events.at(-1)?.data).toMatchObject({ dangerJoins: true });
  });

  it('is urgent also where the case was followed up before, until it is again', () => {
    const story = inProgress()
      .at(START + 30 * MINUTE)
      .does(SYSTEM, DANGER);
    expect(urgentOf(story)).toEqual({ from: START, dueAt: START + TWO_HOURS });
    story.at(START + TWO_HOURS).does(SYSTEM, { type: 'pass_thresholds' });
    expect(story.events.at(-1)?.data).toMatchObject({ passed: [{ clock: 'urgent', percent: 100 }] });
    story.does(roads, FOLLOW_UP);
    expect(urgentOf(story)).toBeUndefined();
    // Now it is known, and worked on.
    story.does(SYSTEM, DANGER);
    expect(urgentOf(story)).toBeUndefined();
  });

  it('that was met where it came from stays met', () => {
    const story = assigned().does(SYSTEM, { type: 'lead', danger: true, oldestAt: START });
    expect(story.case).toMatchObject({ danger: true });
    expect(urgentOf(story)).toBeUndefined();
    expect(story.events.at(-1)?.data).toMatchObject({ dangerJoins: true });
  });

  it('that was met there and here before wakes no clock that was met', () => {
    const story = assigned().does(SYSTEM, DANGER).does(roads, FOLLOW_UP).does(SYSTEM, left(1, false));
    expect(story.case.danger).toBe(false);
    story.does(SYSTEM, { type: 'lead', danger: true, oldestAt: START });
    expect(story.case.danger).toBe(true);
    expect(urgentOf(story)).toBeUndefined();
    expect(brokenByState(story.case)).toEqual([]);
  });

  it('keeps the earlier of two clocks', () => {
    const story = assigned({ danger: true, submittedAt: START - 30 * MINUTE });
    story.does(SYSTEM, DANGER);
    expect(urgentOf(story)).toMatchObject({ from: START - 30 * MINUTE });
    story.does(SYSTEM, { ...DANGER, oldestAt: START - 90 * MINUTE, urgentFrom: START - 90 * MINUTE });
    expect(urgentOf(story)).toMatchObject({ from: START - 90 * MINUTE });
  });

  it('goes with the one that brought it', () => {
    const story = inProgress().does(SYSTEM, DANGER).does(SYSTEM, left(2, true));
    expect(story.case.danger).toBe(true);
    story.does(SYSTEM, left(1, false));
    expect(story.case).toMatchObject({ danger: false, leads: { members: 1 } });
    expect(urgentOf(story)).toBeUndefined();
  });

  it('stays where the case is dangerous by itself, and with what it was answered', () => {
    const own = assigned({ danger: true }).does(SYSTEM, DANGER).does(SYSTEM, left(0, false));
    expect(own.case.danger).toBe(true);
    expect(urgentOf(own)).toMatchObject({ from: START });
    const answered = assigned().does(SYSTEM, DANGER).does(roads, ANSWER).does(SYSTEM, left(0, false));
    expect(answered.case.danger).toBe(true);
  });
});

describe('danger that an admin finds out', () => {
  const live = {
    type: 'reclassify',
    categoryCode: 'power.live-cable',
    danger: true,
    words: words(),
  } as const;
  const found = (story: Story): Story => story.at(START + 30 * MINUTE).does(admin('batam'), live);

  it.each([
    ['before anybody has followed up', assigned],
    ['after a first follow-up, which did not know of it', inProgress],
  ])('%s starts two hours and calls whoever has it', (_when, play) => {
    const story = found(play());
    expect(story.case.danger).toBe(true);
    expect(urgentOf(story)).toEqual({ from: START + 30 * MINUTE, dueAt: START + 150 * MINUTE });
    expect(story.events.at(-1)?.data).toMatchObject({ dangerFound: true });
    expect(brokenByState(story.case)).toEqual([]);
    story.does(roads, FOLLOW_UP);
    expect(urgentOf(story)).toBeUndefined();
    expect(brokenByState(story.case)).toEqual([]);
  });

  it('calls nobody to what is dangerous already, or answered', () => {
    for (const story of [found(assigned({ danger: true })), found(answered())])
      expect(story.events.at(-1)?.data).not.toHaveProperty('dangerFound');
    expect(urgentOf(found(answered()))).toBeUndefined();
  });

  it('is not told of where protection takes the case away', () => {
    const story = assigned().does(admin('batam'), { ...live, supervisory: true });
    expect(story.events.at(-2)?.data).not.toHaveProperty('dangerFound');
    expect(story.case.holder.id).toBe('inspectorate');
    expect(urgentOf(story)).toMatchObject({ from: START });
  });
});
