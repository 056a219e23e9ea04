import { describe, expect, it } from 'vitest';
import { dueOrder } from './due-order.ts';
import {
  ANSWER,
  assigned,
  DRAFT,
  fourEyes,
  FOLLOW_UP,
  inProgress,
  officer,
  REPORTER,
  SYSTEM,
  wib,
  words,
  type Story,
} from './fixtures/world.ts';

const roads = officer('roads');
const CLOSE = wib('2026-03-04 16:00');

/** What the platform does first at that moment. */
const orderAt = (story: Story, at: number) => dueOrder(story.case, story.events.length, at)?.type;
const told = (story: Story) => story.events.filter(({ type }) => type === 'NextStepDue');

describe('the day that the holder named for its next step', () => {
  it('is over at the close of its office hours, and told of once', () => {
    const story = inProgress();
    expect(orderAt(story, CLOSE - 1)).not.toBe('remind_next_step');
    expect(orderAt(story, CLOSE)).toBe('remind_next_step');
    story.at(CLOSE).does(SYSTEM, { type: 'remind_next_step' });
    expect(story.events.at(-1)?.data).toMatchObject({ nextDate: '2026-03-04', dueAt: CLOSE });
    expect(story.case).toMatchObject({ status: 'in_progress', nextStep: { told: true } });
    expect(orderAt(story, CLOSE)).not.toBe('remind_next_step');
  });

  it('is nobody’s any more once there was a step: another day, an answer, a return', () => {
    const later = inProgress().does(roads, { ...FOLLOW_UP, nextDate: '2026-03-11' });
    expect(orderAt(later, CLOSE)).not.toBe('remind_next_step');
    expect(orderAt(later, wib('2026-03-11 16:00'))).toBe('remind_next_step');
    const { nextDate: _none, ...undated } = FOLLOW_UP;
    const steps = [
      inProgress().does(roads, { ...undated, evidence: ['foto.jpg'] }),
      inProgress().does(roads, ANSWER).does(REPORTER, { type: 'not_solved' }),
      inProgress().does(roads, { type: 'return', words: words('Jalan ini milik otorita') }),
      inProgress().does(REPORTER, { type: 'withdraw' }),
    ];
    for (const story of steps) {
      expect(story.case.nextStep).toBeUndefined();
      expect(orderAt(story, CLOSE)).not.toBe('remind_next_step');
    }
  });

  it('is not escaped by asking: it waits while the reporter is asked, and holds again with the reply', () => {
    const asked = () => inProgress().does(roads, { type: 'ask', question: words('Tiang nomor berapa?') });
    const reply = { type: 'reply', words: words('Tiang nomor tujuh.') } as const;
    expect(orderAt(asked(), CLOSE)).not.toBe('remind_next_step');
    expect(() => asked().at(CLOSE).does(SYSTEM, { type: 'remind_next_step' })).toThrow();
    const replied = asked().does(REPORTER, reply);
    expect(orderAt(replied, CLOSE - 1)).not.toBe('remind_next_step');
    expect(orderAt(replied, CLOSE)).toBe('remind_next_step');
    // Passed in the meantime, it is told of with the reply; asked anew after it was told of, not again.
    const late = asked()
      .at(CLOSE + 1)
      .does(REPORTER, reply);
    expect(orderAt(late, CLOSE + 1)).toBe('remind_next_step');
    const told = inProgress().at(CLOSE).does(SYSTEM, { type: 'remind_next_step' });
    told.does(roads, { type: 'ask', question: words('Tiang nomor berapa?') }).does(REPORTER, reply);
    expect(orderAt(told, CLOSE)).not.toBe('remind_next_step');
  });

  it('waits while a draft waits for a second pair of eyes', () => {
    const water = officer('water');
    const drafted = fourEyes().does(water, FOLLOW_UP).does(water, DRAFT);
    expect(orderAt(drafted, CLOSE)).not.toBe('remind_next_step');
    expect(() => drafted.at(CLOSE).does(SYSTEM, { type: 'remind_next_step' })).toThrow();
  });

  it('is not known of a case that was followed up before such days were kept', () => {
    const story = assigned().does(roads, FOLLOW_UP);
    expect(told(story)).toEqual([]);
    const { nextStep: _unknown, ...older } = story.case;
    expect(dueOrder(older, 1, CLOSE)?.type).not.toBe('remind_next_step');
  });
});
