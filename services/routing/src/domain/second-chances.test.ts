import { describe, expect, it } from 'vitest';
import { DEFAULT_POLICIES, type Policy } from './clocks/policy.ts';
import {
  ANSWER,
  closed,
  contextAt,
  held,
  inProgress,
  officer,
  REPORTER,
  START,
  SYSTEM,
  words,
} from './fixtures/world.ts';
import type { Story } from './fixtures/world.ts';
import { isLegal } from './legal.ts';
import { secondChances } from './second-chances.ts';

const DAY = 86_400_000;
const [usual] = DEFAULT_POLICIES;
const policies: readonly Policy[] = [
  { ...usual!, askAtMost: 1, reviveWithinDays: 3, reopenWithinDays: 7, reopenAtMost: 1 },
];
const told = (story: Story, now = story.now) =>
  secondChances(story.case, { ...contextAt(now, SYSTEM), policies });
const may = (story: Story, command: 'reopen' | 'reply', now: number) =>
  isLegal(story.case, command, REPORTER, { ...contextAt(now, REPORTER), policies });

describe('what is told of second chances', () => {
  it('is what the policy in force grants: to the very moment, and as often', () => {
    const story = closed();
    expect(told(story)).toEqual({ questionsLeft: 1, reopenUntil: START + 7 * DAY });
    expect([may(story, 'reopen', START + 7 * DAY), may(story, 'reopen', START + 7 * DAY + 1)]).toEqual([
      true,
      false,
    ]);
    expect(told(story, START + 7 * DAY + 1)).toEqual({ questionsLeft: 1 });
    story.does(REPORTER, { type: 'reopen', words: words() }).does(officer('roads'), ANSWER);
    expect(told(story.does(REPORTER, { type: 'solved' }))).toEqual({ questionsLeft: 1 });
  });

  it('counts from the day of a promise, not from before it', () => {
    const promise = { ...ANSWER, kind: 'promised', promisedDate: '2026-02-20', evidence: [] } as const;
    const story = inProgress().does(officer('roads'), promise).does(REPORTER, { type: 'solved' });
    expect(told(story).reopenUntil).toBe(Date.parse('2026-02-20T16:00+07:00') + 7 * DAY);
  });

  it('of a case set aside for silence: until when an answer revives it', () => {
    const story = held().at('2026-02-10 16:00').does(SYSTEM, { type: 'archive_held' });
    expect(told(story)).toEqual({ questionsLeft: 0, reviveUntil: story.now + 3 * DAY });
    expect(may(story, 'reply', story.now + 3 * DAY)).toBe(true);
    expect(may(story, 'reply', story.now + 3 * DAY + 1)).toBe(false);
  });

  it('stands in the event that ends it, for whoever is told of it', () => {
    expect(closed().events.at(-1)?.data).toMatchObject({ reopenUntil: START + 30 * DAY });
    const silent = held().at('2026-02-10 16:00').does(SYSTEM, { type: 'archive_held' });
    expect(silent.events.at(-1)?.data).toMatchObject({ reviveUntil: silent.now + 90 * DAY });
  });
});
