import { describe, expect, it } from 'vitest';
import { admin, assigned, inProgress, officer, REPORTER, START, SYSTEM } from './fixtures/world.ts';

const handOver = { type: 'hand_over' } as const;
const DAY = 86_400_000;

describe('handing over to an overseer', () => {
  it('is possible after 14 days without a follow-up, after 60 with one, once', () => {
    expect(() =>
      assigned()
        .at(START + 14 * DAY - 1)
        .decide(REPORTER, handOver),
    ).toThrow(/14 without/);
    const untouched = assigned()
      .at(START + 14 * DAY)
      .does(REPORTER, handOver);
    expect(() => untouched.decide(REPORTER, handOver)).toThrow(/already/);
    expect(() =>
      inProgress()
        .at(START + 60 * DAY - 1)
        .decide(REPORTER, handOver),
    ).toThrow(/60 days/);
    expect(() =>
      inProgress()
        .at(START + 60 * DAY)
        .decide(REPORTER, handOver),
    ).not.toThrow();
  });

  it('is a flag: neither status, clocks nor holder change', () => {
    const story = assigned().at(START + 20 * DAY);
    const { handedOverAt: _none, ...before } = story.case;
    const { handedOverAt, ...after } = story.does(REPORTER, handOver).case;
    expect(after).toEqual(before);
    expect(handedOverAt).toBe(START + 20 * DAY);
  });

  it('is the reporter’s alone: it is the consent', () => {
    const story = assigned().at(START + 90 * DAY);
    for (const actor of [SYSTEM, officer('roads'), admin('batam'), admin('national')])
      expect(() => story.decide(actor, handOver)).toThrow(expect.objectContaining({ code: 'forbidden' }));
  });
});
