import { describe, expect, it } from 'vitest';
import { admin, answered, assigned, held, machine, officer, REPORTER, words } from './fixtures/world.ts';
import { readsNudges } from './notes.ts';
import type { Viewer } from './visibility.ts';

const nudge = { type: 'nudge' } as const;
const coordinator = officer('batam', 'coordinator');
const refused = (code: string) => expect.objectContaining({ code }) as Error;

describe('a nudge', () => {
  it('changes neither status nor clock, and keeps its words elsewhere', () => {
    const story = assigned();
    const { nudgedAt: _before, ...before } = story.case;
    const { nudgedAt, ...after } = story.does(coordinator, { ...nudge, words: words() }).case;
    expect(nudgedAt).toBe(story.now);
    expect(after).toEqual(before);
    expect(story.events.at(-1)).toMatchObject({ type: 'CaseNudged', data: { byAgencyId: 'batam' } });
    expect(JSON.stringify(story.events)).not.toContain('RAHASIA-TEKS');
  });

  it('is one a day, by the calendar of the place, whoever coordinates', () => {
    const story = assigned().at('2026-02-04 23:50').does(coordinator, nudge);
    expect(() => story.decide(coordinator, nudge)).toThrow(refused('illegal'));
    expect(() => story.decide(officer('roads', 'coordinator'), nudge)).toThrow(refused('illegal'));
    expect(story.at('2026-02-05 00:05').decide(coordinator, nudge).events).toHaveLength(1);
  });

  it('is a coordinator’s of the part of the tree that has the case', () => {
    const others = [
      officer('roads'),
      admin('batam'),
      admin('national'),
      officer('batam', 'leader'),
      officer('national', 'overseer'),
      officer('health', 'coordinator'),
      machine('roads'),
      REPORTER,
    ];
    for (const actor of others)
      expect(() => assigned().decide(actor, nudge), JSON.stringify(actor)).toThrow(refused('forbidden'));
  });

  it('waits while it is the reporter’s turn', () => {
    for (const story of [held(), answered()])
      expect(() => story.decide(coordinator, nudge)).toThrow(refused('illegal'));
  });

  it('of a protected case there is none: for a coordinator there is no such case', () => {
    const story = assigned().does(admin('batam'), { type: 'set_privacy', protected: true });
    expect(() => story.decide(coordinator, nudge)).toThrow(refused('not_found'));
  });

  it('is read by those who have the case, the tiers above, and who coordinates', () => {
    const story = assigned().does(coordinator, nudge);
    const mayRead: [Viewer, boolean][] = [
      [officer('roads'), true],
      [admin('batam'), true],
      [machine('roads'), true],
      [coordinator, true],
      [officer('national', 'overseer'), false],
      [officer('health'), false],
      [REPORTER, false],
      [{ kind: 'public' }, false],
    ];
    for (const [viewer, expected] of mayRead)
      expect([viewer, readsNudges(story.case, viewer)]).toEqual([viewer, expected]);
  });
});
