import { LIMITS, LIMITS_MET } from '@lapor/testing/limits-met';
import { expect, it } from 'vitest';
import { clockStepsOf } from './clocks/clock-steps.ts';
import {
  ANSWER,
  answered,
  assigned,
  FOLLOW_UP,
  held,
  inProgress,
  officer,
  REPORTER,
  wib,
  words,
} from './fixtures/world.ts';
import type { Story } from './fixtures/world.ts';

/** What each kind of step did: "CaseDisposed: verification met". */
function told(story: Story): readonly string[] {
  const steps = story.events.map(({ type, at, data }) => ({ type, at, clocks: data.clocks }));
  return clockStepsOf(steps).flatMap((changes, at) =>
    changes.map(({ clock, change }) => `${steps[at]?.type}: ${clock} ${change}`),
  );
}

it('says which limits a step kept', () => {
  expect(told(answered())).toEqual(
    expect.arrayContaining([
      'CaseDisposed: verification met',
      'CaseFollowedUp: response met',
      'CaseAnswered: resolution met',
    ]),
  );
  // Nothing was late, and nothing is told twice.
  expect(told(answered()).filter((each) => each.endsWith('late'))).toEqual([]);
  expect(new Set(told(answered())).size).toBe(told(answered()).length);
});

it.each(LIMITS_MET)('$event ($status) meets what figures count as met', ({ event, automatic, met }) => {
  const { clocks } = assigned({ danger: true }).case;
  const running = clocks.case;
  if (running === undefined) throw new Error('the case clock is always there');
  const all = Object.fromEntries(LIMITS.map((name) => [name, running]));
  const none = Object.fromEntries(LIMITS.map((name) => [name, null]));
  const at = running.from;
  const [, steps] = clockStepsOf([
    { type: 'CaseOpened', at, clocks: all },
    { type: event, at, clocks: none, ...(automatic && { automatic }) },
  ]);
  expect(new Set(steps?.map(({ clock, change }) => `${clock} ${change}`))).toEqual(
    new Set(met.map((clock) => `${clock} met`)),
  );
});

it('says which it did not keep', () => {
  const late = assigned().at(wib('2026-02-20 09:00')).does(officer('roads'), FOLLOW_UP);
  expect(told(late)).toContain('CaseFollowedUp: response met_late');
  const answer = inProgress().at(wib('2026-04-20 09:00')).does(officer('roads'), ANSWER);
  expect(told(answer)).toContain('CaseAnswered: resolution met_late');
});

it('says when clocks stand still, and when they run on', () => {
  expect(told(held()).filter((each) => each.endsWith('paused'))).toContain('QuestionAsked: case paused');
  const replied = held().does(REPORTER, { type: 'reply', words: words('Di depan pasar') });
  expect(told(replied)).toContain('QuestionAnswered: case resumed');
});
