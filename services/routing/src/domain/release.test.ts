import { describe, expect, it } from 'vitest';
import { inboxOf } from '../case-store.ts';
import {
  admin,
  ANSWER,
  answered,
  assigned,
  FOLLOW_UP,
  machine,
  officer,
  REPORTER,
  START,
  type Story,
  words,
} from './fixtures/world.ts';
import type { CommandOf } from './commands.ts';

const roads = officer('roads');
const batam = admin('batam');
const RELEASE: CommandOf<'release_words'> = {
  type: 'release_words',
  words: words(),
  report: true,
  steps: [],
  photos: [],
};
const waits = (story: Story) => inboxOf(story.case).release !== undefined;
const released = (): Story => assigned().does(batam, RELEASE);

describe('words wait for somebody to look at them with the public in mind', () => {
  it('from the filing on, until they are released or withheld', () => {
    expect(waits(assigned())).toBe(true);
    expect(inboxOf(assigned().case).release).toBe(`10${START}${assigned().case.id}`);
    expect(waits(released())).toBe(false);
    expect(waits(assigned().does(batam, { type: 'withhold_words' }))).toBe(false);
  });

  it('again when an office has said something more, not when the reporter has', () => {
    const more = released().does(roads, FOLLOW_UP);
    expect(waits(more)).toBe(true);
    expect(more.case.release).toMatchObject({ decision: 'released', steps: [] });
    const done = more.does(roads, ANSWER).does(batam, RELEASE);
    expect(waits(done.does(REPORTER, { type: 'not_solved', words: words() }))).toBe(false);
  });

  it('not what is secret, protected, set aside or withdrawn', () => {
    expect(waits(assigned({ secret: true }))).toBe(false);
    expect(waits(assigned().does(batam, { type: 'set_privacy', protected: true }))).toBe(false);
    expect(waits(assigned().does(REPORTER, { type: 'withdraw' }))).toBe(false);
    const spam = assigned().does(batam, { type: 'archive', reason: 'spam', words: words() });
    expect(waits(spam)).toBe(false);
  });
});

describe('what was released', () => {
  it('is public no more once the reporter makes the case secret, and must be released anew afterwards', () => {
    const secret = released().does(REPORTER, { type: 'set_privacy', secret: true });
    expect(secret.case.release).toBeUndefined();
    const open = secret.does(REPORTER, { type: 'set_privacy', secret: false });
    expect(open.case.release).toBeUndefined();
    expect(waits(open)).toBe(true);
  });

  it('is taken back by withholding, which says whether anything was public', () => {
    const taken = released().decide(batam, { type: 'withhold_words', words: words() });
    expect(taken.events[0]).toMatchObject({ type: 'WordsWithheld', data: { wasPublic: true } });
    expect(taken.state.release).toMatchObject({ decision: 'withheld' });
    const never = assigned().decide(batam, { type: 'withhold_words' });
    expect(never.events[0]).toMatchObject({ data: { wasPublic: false } });
  });

  it('holds no words in the history', () => {
    const text = JSON.stringify(assigned().decide(batam, RELEASE).events);
    expect(text).not.toContain('RAHASIA-TEKS');
  });
});

describe('releasing', () => {
  it('is an admin’s, never that of the office that answers, nor of its system', () => {
    for (const actor of [
      roads,
      officer('roads', 'supervisor'),
      officer('batam', 'coordinator'),
      machine('roads'),
    ])
      expect(() => answered().decide(actor, RELEASE)).toThrow(/not yours/);
    for (const actor of [admin('roads'), batam, admin('kepri'), admin('national')])
      expect(answered().decide(actor, RELEASE).events).toHaveLength(1);
  });

  it('is for nobody where the case is secret or protected', () => {
    expect(() => assigned({ secret: true }).decide(batam, RELEASE)).toThrow(/never public/);
    const inspectorate = admin('inspectorate');
    const hidden = assigned().does(batam, { type: 'set_privacy', protected: true });
    expect(() => hidden.decide(inspectorate, RELEASE)).toThrow(/never public/);
    expect(() => hidden.decide(inspectorate, { type: 'withhold_words' })).toThrow(/never public/);
  });

  it('is for nobody where the category is never public', () => {
    expect(() => assigned().decide(batam, { ...RELEASE, neverPublic: true })).toThrow(/category/);
  });

  it('releases something, and only steps there are', () => {
    expect(() => assigned().decide(batam, { ...RELEASE, report: false })).toThrow(/report/);
    expect(() => assigned().decide(batam, { ...RELEASE, steps: [9], strangeStep: true })).toThrow(/steps/);
  });

  it('is done again with other parts, and the last one counts', () => {
    const again = answered()
      .does(batam, RELEASE)
      .does(batam, { ...RELEASE, steps: [3], photos: ['a'] });
    expect(again.case.release).toMatchObject({ steps: [3], photos: ['a'], report: true });
    expect(() =>
      assigned().does(batam, RELEASE).does(batam, { type: 'withhold_words' }).decide(batam, {
        type: 'withhold_words',
      }),
    ).toThrow(/no words wait/);
  });
});
