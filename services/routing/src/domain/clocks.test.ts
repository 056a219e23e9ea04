import { describe, expect, it } from 'vitest';
import { nextDue } from './case.ts';
import { recount, type ClockName } from './clocks/clock.ts';
import { DEFAULT_POLICIES, policyAt } from './clocks/policy.ts';
import {
  admin,
  agencyOf,
  ANSWER,
  answered,
  assigned,
  filing,
  FOLLOW_UP,
  held,
  inProgress,
  officer,
  OPEN_TO_ROADS,
  REPORTER,
  returned,
  START,
  Story,
  SYSTEM,
  unverified,
  wib,
  words,
} from './fixtures/world.ts';
import { WIB } from './fixtures/holidays.ts';

const roads = officer('roads');

function due(story: Story, name: ClockName): string {
  const at = story.case.clocks[name]?.dueAt;
  if (at === undefined) return 'none';
  return new Date(at + 7 * 3_600_000).toISOString().slice(0, 16).replace('T', ' ');
}

describe('limits, counted from Tuesday 3 February 2026 (Imlek on 16 and 17 February)', () => {
  it('a complaint: 14 working days, 3 to verify, 5 to respond', () => {
    expect(due(unverified(), 'case')).toBe('2026-02-25 16:00');
    expect(due(unverified(), 'verification')).toBe('2026-02-06 16:00');
    expect(due(assigned(), 'response')).toBe('2026-02-10 16:00');
    expect(due(assigned(), 'resolution')).toBe('2026-02-25 16:00');
    expect(assigned().case.clocks.case?.policy).toBe('id-2018-1');
  });

  it('information and aspirations: 5', () => {
    expect(due(unverified({ type: 'information' }), 'case')).toBe('2026-02-10 16:00');
    expect(due(unverified({ type: 'aspiration' }), 'case')).toBe('2026-02-10 16:00');
  });

  it('danger: two hours, round the clock, until the first real follow-up', () => {
    const submittedAt = wib('2026-02-07 23:30'); // a Saturday
    const story = new Story(submittedAt).does(SYSTEM, {
      type: 'open',
      filing: filing({ danger: true, submittedAt }),
      jurisdiction: OPEN_TO_ROADS,
    });
    expect(due(story, 'urgent')).toBe('2026-02-08 01:30');
    expect(nextDue(story.case)?.clock).toBe('urgent');
    const followed = assigned({ danger: true }).does(roads, FOLLOW_UP);
    expect(nextDue(followed.case)?.clock).not.toBe('urgent');
    expect(followed.case.clocks.urgent?.stoppedAt).toBe(START);
    expect(due(unverified(), 'urgent')).toBe('none');
  });

  it('each clock in its own calendar: the holder’s leg closes earlier in Papua', () => {
    const story = new Story().does(SYSTEM, {
      type: 'open',
      filing: filing(),
      jurisdiction: { admin: agencyOf('papua'), competent: agencyOf('jayapura') },
    });
    expect(due(story, 'case')).toBe('2026-02-25 16:00');
    expect(due(story, 'verification')).toBe('2026-02-06 14:00');
    expect(due(story, 'response')).toBe('2026-02-10 14:00');
  });

  it('is provisional where the holiday table is missing', () => {
    const late = new Story(wib('2026-12-21 10:00')).does(SYSTEM, {
      type: 'open',
      filing: filing({ submittedAt: wib('2026-12-21 10:00') }),
      jurisdiction: OPEN_TO_ROADS,
    });
    expect(late.case.clocks.case?.provisional).toBe(true);
    expect(late.events.at(-1)?.data.case.provisional).toBe(true);
    expect(late.does(REPORTER, { type: 'withdraw' }).events.at(-1)?.data.case.provisional).toBe(false);
    const clock = late.case.clocks.case;
    if (clock === undefined) throw new Error('no case clock');
    const table = new Map([
      ['wib', { ...WIB, daysOff: new Set(['2027-01-01']), years: new Set([2026, 2027]) }],
    ]);
    expect(recount(clock, {}, table)).toMatchObject({ provisional: false });
  });
});

describe('a question pauses', () => {
  it('and gives back exactly the office time it took', () => {
    const story = held(); // asked on Tuesday at 10:00
    expect(due(story, 'silence')).toBe('2026-02-10 16:00');
    expect(nextDue(story.case)).toEqual({ clock: 'silence', at: wib('2026-02-10 16:00') });
    story.at('2026-02-04 09:30').does(REPORTER, { type: 'reply', words: words('Tiang 12') });
    // 10:00–16:00 and 08:00–09:30: seven and a half hours.
    expect(due(story, 'case')).toBe('2026-02-26 15:30');
    expect(due(story, 'response')).toBe('2026-02-11 15:30');
    expect(story.case.legs.at(-1)?.responseDueAt).toBe(wib('2026-02-11 15:30'));
  });

  it('nothing at night, and not what was missed already', () => {
    const night = assigned()
      .at('2026-02-03 20:00')
      .does(roads, { type: 'ask', question: words('Di mana?') });
    night.at('2026-02-04 07:00').does(REPORTER, { type: 'reply', words: words('Tiang 12') });
    expect(due(night, 'case')).toBe('2026-02-25 16:00');
    const late = assigned()
      .at('2026-02-12 10:00')
      .does(roads, { type: 'ask', question: words('Di mana?') });
    late.at('2026-02-13 10:00').does(REPORTER, { type: 'reply', words: words('Tiang 12') });
    expect(due(late, 'response')).toBe('2026-02-10 16:00');
    expect(due(late, 'case')).toBe('2026-02-26 16:00');
  });

  it('also the whole time a case lay archived for silence', () => {
    const story = held().at('2026-02-10 16:00').does(SYSTEM, { type: 'archive_held' });
    expect(nextDue(story.case)).toBeUndefined();
    story.at('2026-03-02 10:00').does(REPORTER, { type: 'reply', words: words('Tiang 12') });
    // Asked on 3 February at 10:00, answered on 2 March at 10:00: 17 working days lie between.
    expect(due(story, 'case')).toBe('2026-03-27 16:00');
    expect(story.case.legs).toHaveLength(1);
    expect(story.case.legs[0]?.endedAt).toBeUndefined();
  });

  it('but never danger', () => {
    const story = assigned({ danger: true }).does(roads, { type: 'ask', question: words('Di mana?') });
    expect(nextDue(story.case)?.clock).toBe('urgent');
  });

  it('ends on the last moment of the fifth working day, not before', () => {
    expect(() => held().at('2026-02-10 15:59').decide(SYSTEM, { type: 'archive_held' })).toThrow(
      expect.objectContaining({ code: 'illegal' }),
    );
  });
});

describe('legs', () => {
  it('a new holder has the whole limit, the case clock runs on', () => {
    const story = returned().at('2026-02-11 09:00');
    const before = due(story, 'case');
    story.does(admin('batam'), { type: 'dispose', agencyId: 'health' });
    expect(due(story, 'response')).toBe('2026-02-20 16:00');
    expect(due(story, 'case')).toBe(before);
    expect(story.case.legs.map((leg) => [leg.agencyId, leg.kind, leg.endedBy, leg.upheld])).toEqual([
      ['roads', 'assigned', 'returned', true],
      ['batam', 'returned', 'disposed', undefined],
      ['health', 'assigned', undefined, undefined],
    ]);
  });

  it('a return that is sent back costs the returner its leg', () => {
    const story = returned().does(admin('batam'), { type: 'dispose', agencyId: 'roads' });
    expect(story.case.legs[0]).toMatchObject({ agencyId: 'roads', upheld: false });
  });

  it('after "not solved" the holder has what was left, at least five days', () => {
    const early = answered().at('2026-02-04 10:00').does(REPORTER, { type: 'not_solved' });
    // Answered at once on 3 February at 10:00: 14 days and 6 hours were left.
    expect(due(early, 'resolution')).toBe('2026-02-26 16:00');
    const late = inProgress().at('2026-02-25 10:00').does(roads, ANSWER);
    late.at('2026-02-26 10:00').does(REPORTER, { type: 'not_solved' });
    expect(due(late, 'resolution')).toBe('2026-03-05 16:00');
    expect(due(late, 'case')).toBe('2026-02-25 16:00');
    expect(late.case.legs.at(-1)).toMatchObject({ resolutionDueAt: wib('2026-03-05 16:00') });
    expect(late.case.legs.at(-1)?.answeredAt).toBeUndefined();
  });

  it('the reply window: ten working days', () => {
    expect(due(answered(), 'reply')).toBe('2026-02-19 16:00');
    expect(nextDue(answered().case)?.clock).toBe('reply');
    expect(() => answered().at('2026-02-19 15:59').decide(SYSTEM, { type: 'close_reply_window' })).toThrow(
      expect.objectContaining({ code: 'illegal' }),
    );
  });
});

describe('reclassifying', () => {
  const inform = { type: 'reclassify', complaintType: 'information', words: words() } as const;
  const complain = { type: 'reclassify', complaintType: 'complaint', words: words() } as const;

  it('gives the new limit from submission, and says both dates', () => {
    const story = assigned().at('2026-02-04 10:00').does(admin('batam'), inform);
    expect(due(story, 'case')).toBe('2026-02-10 16:00');
    expect(due(story, 'resolution')).toBe('2026-02-10 16:00');
    expect(story.events.at(-1)?.data).toMatchObject({
      dueBefore: wib('2026-02-25 16:00'),
      dueAfter: wib('2026-02-10 16:00'),
      limitKept: false,
    });
  });

  it('lengthens nothing once three quarters have run', () => {
    const early = assigned({ type: 'information' }).at('2026-02-06 10:00').does(admin('batam'), complain);
    expect(due(early, 'case')).toBe('2026-02-25 16:00');
    const late = assigned({ type: 'information' }).at('2026-02-10 10:00').does(admin('batam'), complain);
    expect(due(late, 'case')).toBe('2026-02-10 16:00');
    expect(late.case.type).toBe('complaint');
    expect(late.events.at(-1)?.data).toMatchObject({ limitKept: true });
  });

  it('may shorten at any time', () => {
    const story = assigned().at('2026-02-24 10:00').does(admin('batam'), inform);
    expect(due(story, 'case')).toBe('2026-02-10 16:00');
    expect(story.events.at(-1)?.data).toMatchObject({ limitKept: false });
  });

  it('keeps what pauses gave', () => {
    const story = held()
      .at('2026-02-04 10:00')
      .does(REPORTER, { type: 'reply', words: words('Tiang 12') });
    story.does(admin('batam'), inform);
    expect(due(story, 'case')).toBe('2026-02-11 16:00');
  });

  it('starts the urgent clock when danger is found out', () => {
    const story = assigned().at('2026-02-04 10:00');
    story.does(admin('batam'), { ...complain, categoryCode: 'power.live-cable', danger: true });
    expect(due(story, 'urgent')).toBe('2026-02-04 12:00');
  });
});

it('the policy in force on the day gives the limit', () => {
  const [old] = DEFAULT_POLICIES;
  if (old === undefined) throw new Error('no policy');
  const policies = [{ ...old, version: 'new', validFrom: '2026-02-04', responseDays: 2 }, old];
  expect(policyAt(policies, START, WIB).version).toBe('id-2018-1');
  const story = unverified();
  story.at('2026-02-04 00:00').does(admin('batam'), { type: 'dispose', agencyId: 'roads' }, { policies });
  expect(due(story, 'response')).toBe('2026-02-06 16:00');
  expect(story.case.clocks.response?.policy).toBe('new');
  expect(story.case.clocks.case?.policy).toBe('id-2018-1');
  expect(policyAt([old], 0, WIB)).toBe(old);
});
