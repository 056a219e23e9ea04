import { describe, expect, it } from 'vitest';
import { brokenByState } from './fixtures/laws.ts';
import { assigned, contextAt, FOLLOW_UP, held, officer, REPORTER, START, words } from './fixtures/world.ts';
import { isLegal } from './legal.ts';

const roads = officer('roads');
const MINUTE = 60_000;
const ask = { type: 'ask', question: words('Di tiang nomor berapa?') } as const;

describe('danger waits for nobody', () => {
  it('is followed up while its reporter is asked, and then the case goes on', () => {
    const story = assigned({ danger: true }).does(roads, ask);
    const paused = story.case.clocks;
    story.at(START + 60 * MINUTE).does(roads, FOLLOW_UP);
    const { status, clocks } = story.case;
    expect(status).toBe('in_progress');
    expect(story.case).not.toHaveProperty('resumeTo');
    expect(clocks.urgent?.stoppedAt).toBe(story.now);
    expect(clocks.response?.stoppedAt).toBe(story.now);
    expect(clocks.silence?.stoppedAt).toBe(story.now);
    expect(clocks.case?.dueAt).toBeGreaterThan(paused.case?.dueAt ?? Infinity);
    expect(brokenByState(story.case)).toEqual([]);
  });

  it('and lets a question be one once it was followed up', () => {
    const time = contextAt(START, roads);
    expect(isLegal(assigned({ danger: true }).does(roads, ask).case, 'follow_up', roads, time)).toBe(true);
    const known = assigned({ danger: true }).does(roads, FOLLOW_UP).does(roads, ask);
    for (const { case: waiting } of [held(), known])
      expect(isLegal(waiting, 'follow_up', roads, time)).toBe(false);
    expect(known.does(REPORTER, { type: 'reply', words: words() }).case.status).toBe('in_progress');
  });
});
