import { describe, expect, it } from 'vitest';
import type { CaseCommand } from './commands.ts';
import { CHAIN_LENGTH } from './case.ts';
import { evolve } from './evolve.ts';
import {
  admin,
  agencyOf,
  ANSWER,
  answered,
  assigned,
  closed,
  contextAt,
  filing,
  FOLLOW_UP,
  inProgress,
  officer,
  REPORTER,
  returned,
  START,
  Story,
  SYSTEM,
  unverified,
  words,
} from './fixtures/world.ts';
import { legalCommands } from './legal.ts';

const roads = officer('roads');
const giveBack: CaseCommand = { type: 'return', words: words() };
const invalid = (field: string): object =>
  expect.objectContaining({
    code: 'invalid',
    issues: [expect.objectContaining({ field })],
  }) as object;

describe('opening', () => {
  it('gives it at once to the agency that was found, automatically', () => {
    const story = assigned();
    expect(story.events.map((event) => event.type)).toEqual(['CaseOpened', 'CaseDisposed']);
    expect(story.events[1]).toMatchObject({ actor: { kind: 'system' }, data: { automatic: true } });
    expect(story.case.hops).toMatchObject([
      { to: 'batam', kind: 'opened' },
      { from: 'batam', to: 'roads', kind: 'disposed', automatic: true },
    ]);
    expect(story.case.triageReason).toBeUndefined();
    expect(story.events[0]?.data.case).toMatchObject({ status: 'unverified', holderAgencyId: 'batam' });
  });

  it('leaves nothing in an inbox nobody owns', () => {
    const jurisdiction = { admin: agencyOf('national'), competent: agencyOf('empty') };
    const story = new Story().does(SYSTEM, { type: 'open', filing: filing(), jurisdiction });
    expect(story.case).toMatchObject({ status: 'unverified', triageReason: 'not_onboarded' });
    expect(story.case.holder.id).toBe('national');
  });

  it('stores of an agency and of a filing only what a case needs', () => {
    const admin = { ...agencyOf('batam'), onboarded: true };
    const competent = { ...agencyOf('roads'), onboarded: true };
    const story = new Story().does(SYSTEM, {
      type: 'open',
      filing: filing(),
      jurisdiction: { admin, competent },
    });
    expect(JSON.stringify([story.events, story.case])).not.toContain('onboarded');
  });

  it('keeps why a human must look, and makes a secret case anonymous', () => {
    expect(unverified().case.triageReason).toBe('no_category');
    expect(unverified({ secret: true }).case.anonymous).toBe(true);
  });
});

describe('no ping-pong', () => {
  it('the first return goes one tier up, past tiers where nobody works', () => {
    expect(returned().case.holder.id).toBe('batam');
    const story = new Story().does(SYSTEM, {
      type: 'open',
      filing: filing(),
      jurisdiction: { admin: agencyOf('papua'), competent: agencyOf('jayapura') },
    });
    expect(story.does(officer('jayapura'), giveBack).case.holder.id).toBe('papua');
  });

  it('the second goes to the lowest tier common to all who returned it', () => {
    const within = returned().does(admin('batam'), { type: 'dispose', agencyId: 'clinic' });
    within.does(officer('clinic'), giveBack);
    expect(within.case).toMatchObject({ returns: 2, bounces: 1, holder: { id: 'batam' } });
    const across = returned().does(admin('national'), { type: 'dispose', agencyId: 'bp-roads' });
    across.does(officer('bp-roads'), giveBack);
    expect(across.case).toMatchObject({ returns: 2, bounces: 1, holder: { id: 'national' } });
  });

  it('what the arbiter decides is binding; inside the chosen agency it may still move', () => {
    const story = returned().does(admin('batam'), { type: 'dispose', agencyId: 'clinic' });
    story.does(officer('clinic'), giveBack).does(admin('batam'), { type: 'dispose', agencyId: 'health' });
    expect(() => story.decide(officer('health'), giveBack)).toThrow(/binding/);
    expect(legalCommands(story.case, officer('health'), contextAt(story.now, SYSTEM))).not.toContain(
      'return',
    );
    story.does(admin('health'), { type: 'dispose', agencyId: 'clinic' }).does(officer('clinic'), giveBack);
    expect(story.case.holder.id).toBe('health');
    expect(() => story.decide(admin('health'), giveBack)).toThrow(/binding/);
  });

  it('at the root somebody must decide', () => {
    const story = unverified().does(admin('national'), { type: 'dispose', agencyId: 'national' });
    expect(() => story.decide(admin('national'), giveBack)).toThrow(/no tier above/);
  });

  it('remembers a bounded chain', () => {
    const story = assigned();
    const [first, disposed] = story.events;
    if (first === undefined || disposed === undefined) throw new Error('no events');
    let state = story.case;
    for (let i = 0; i < 100; i += 1) state = evolve(state, disposed);
    expect(state.hops).toHaveLength(CHAIN_LENGTH);
    expect(state.legs).toHaveLength(CHAIN_LENGTH);
    expect(() => evolve(undefined, disposed)).toThrow(/cannot begin/);
  });
});

describe('disposing', () => {
  it.each<[string, Story, ReturnType<typeof admin>, string, RegExp]>([
    ['to nowhere', unverified(), admin('batam'), 'nowhere', /known agency/],
    ['where nobody works', unverified(), admin('national'), 'empty', /refer instead/],
    ['outside the own tree', unverified(), admin('batam'), 'bp', /own part/],
    ['to whom has it', assigned(), admin('batam'), 'roads', /already/],
    ['sideways while somebody has it', assigned(), admin('batam'), 'health', /below/],
  ])('not %s', (_name, story, actor, agencyId, message) => {
    expect(() => story.decide(actor, { type: 'dispose', agencyId })).toThrow(message);
  });

  it('a body may keep a case to work on it itself', () => {
    const story = unverified().does(admin('batam'), { type: 'dispose', agencyId: 'batam' });
    expect(story.case).toMatchObject({ status: 'assigned', holder: { id: 'batam' } });
    expect(legalCommands(story.case, admin('batam'), contextAt(story.now, SYSTEM))).toContain('answer');
  });
});

describe('a follow-up is a real step', () => {
  it.each<[string, Partial<typeof FOLLOW_UP>, string]>([
    ['noted', { words: words('Noted.') }, 'text'],
    ['thanks', { words: words('Terima kasih, sudah kami terima.') }, 'text'],
    ['soon', { words: words('Laporan Anda akan segera kami tindaklanjuti, mohon bersabar 🙏') }, 'text'],
    ['no words', { words: words('  ') }, 'text'],
    ['no next step', { nextStep: ' ' }, 'nextStep'],
    ['a hollow next step', { nextStep: 'Akan ditindaklanjuti' }, 'nextStep'],
    ['blank evidence and no date', { nextDate: '', evidence: [' '] }, 'nextDate'],
    ['a date that was', { nextDate: '2026-02-02' }, 'nextDate'],
    ['no date at all', { nextDate: '31 Februari' }, 'nextDate'],
    ['a date beyond a year', { nextDate: '2028-01-01' }, 'nextDate'],
    ['a date beyond which others may look into it', { nextDate: '2026-04-10' }, 'nextDate'],
  ])('refuses %s', (_name, changes, field) => {
    expect(() => assigned().decide(roads, { ...FOLLOW_UP, ...changes })).toThrow(invalid(field));
  });

  it('takes a date of today, or evidence in its place', () => {
    expect(assigned().does(roads, { ...FOLLOW_UP, nextDate: '2026-02-03' }).case.status).toBe('in_progress');
    const { nextDate: _nextDate, ...undated } = FOLLOW_UP;
    const story = assigned().does(roads, { ...undated, evidence: ['foto.jpg'] });
    expect(story.events.at(-1)?.data).toMatchObject({ first: true, evidenceCount: 1 });
    expect(story.does(roads, FOLLOW_UP).events.at(-1)?.data).toMatchObject({ first: false });
  });

  it('takes a photo for evidence, and says where the same picture was shown before', () => {
    const { nextDate: _nextDate, ...undated } = FOLLOW_UP;
    const shown = { ...undated, evidence: [], photos: ['A', 'B'] };
    const story = assigned().does(roads, { ...shown, photosUsedOn: 1 });
    expect(story.events.at(-1)?.data).toMatchObject({ evidenceCount: 2 });
    expect(story.events.at(-1)?.data).not.toHaveProperty('photosReusedOn');
    const again = assigned().does(roads, { ...shown, photosUsedOn: 2 });
    expect(again.events.at(-1)?.data).toMatchObject({ photosReusedOn: 2 });
  });
});

describe('what each kind of answer demands', () => {
  const answer = (changes: Partial<typeof ANSWER>): (() => void) => {
    return () => assigned().decide(roads, { ...ANSWER, evidence: [], ...changes });
  };

  it('solved: evidence', () => {
    expect(answer({ kind: 'solved' })).toThrow(invalid('evidence'));
    expect(answer({ kind: 'solved', evidence: ['foto.jpg'] })).not.toThrow();
    expect(answer({ kind: 'solved', evidence: ['terlampir'] })).toThrow(invalid('evidence'));
    expect(answer({ kind: 'solved', evidence: ['terlampir'], photos: ['A'] })).not.toThrow();
  });
  it('solved: one telling word beside the evidence, but not none', () => {
    const shown = { kind: 'solved', evidence: ['foto.jpg'] } as const;
    expect(answer({ ...shown, words: words('Sudah ditambal.') })).not.toThrow();
    expect(answer({ ...shown, words: words('Sudah diproses, terima kasih.') })).toThrow(invalid('text'));
    expect(answer({ kind: 'explained', words: words('Sudah ditambal.') })).toThrow(invalid('text'));
  });
  it('explained: words that say something', () => {
    expect(answer({ kind: 'explained' })).not.toThrow();
    expect(answer({ kind: 'explained', words: words('Terima kasih atas laporannya') })).toThrow(
      invalid('text'),
    );
  });
  it('clarified: evidence, or an inspection before', () => {
    expect(answer({ kind: 'clarified' })).toThrow(invalid('evidence'));
    expect(() => inProgress().decide(roads, { ...ANSWER, kind: 'clarified', evidence: [] })).not.toThrow();
  });
  it('cannot: a ground, and where to go', () => {
    expect(answer({ kind: 'cannot' })).toThrow(invalid('ground'));
    expect(answer({ kind: 'cannot', ground: 'Perda 3/2020' })).toThrow(invalid('whereToGo'));
    expect(answer({ kind: 'cannot', ground: 'Perda 3/2020', whereToGo: 'BPN Batam' })).not.toThrow();
  });
  it('promised: a day ahead; nothing else has one', () => {
    expect(answer({ kind: 'promised' })).toThrow(invalid('promisedDate'));
    expect(answer({ kind: 'promised', promisedDate: '2026-01-01' })).toThrow(invalid('promisedDate'));
    expect(answer({ kind: 'explained', promisedDate: '2026-03-02' })).toThrow(invalid('promisedDate'));
    const story = assigned().does(roads, { ...ANSWER, kind: 'promised', promisedDate: '2026-03-02' });
    expect(story.case.answer?.promisedFor).toBe(Date.parse('2026-03-02T09:00:00Z'));
    // Today, as long as the office is open: a promise is never due before it was made.
    const today = { ...ANSWER, kind: 'promised', promisedDate: '2026-02-03' } as const;
    expect(assigned().at('2026-02-03 15:59').does(roads, today).case.status).toBe('answered');
    for (const moment of ['2026-02-03 16:00', '2026-02-03 19:00'])
      expect(() => assigned().at(moment).decide(roads, today)).toThrow(invalid('promisedDate'));
  });
  it('from assigned it is the first follow-up too', () => {
    expect(assigned().does(roads, ANSWER).events.at(-1)?.data).toMatchObject({ firstFollowUp: true });
    expect(answered().events.at(-1)?.data).toMatchObject({ firstFollowUp: false });
  });
});

describe('the end, told honestly', () => {
  const end = { type: 'close_reply_window' } as const;
  const outcome = (story: Story): unknown => story.at('2026-02-19 16:00').does(SYSTEM, end).case.outcome;

  it('counts confirmed, silent, unreachable and promised apart', () => {
    expect(closed().case).toMatchObject({ outcome: 'confirmed', rating: 3 });
    const told = { type: 'confirm_delivery', answeredAt: START, deliveredAt: START } as const;
    expect(outcome(answered().does(SYSTEM, told))).toBe('silent');
    expect(outcome(answered())).toBe('unreachable');
    expect(outcome(assigned({ reachable: false }).does(roads, ANSWER))).toBe('unreachable');
    const promise = { ...ANSWER, kind: 'promised', promisedDate: '2026-05-04' } as const;
    expect(outcome(assigned({ reachable: false }).does(roads, promise))).toBe('promised');
  });

  it('a rating is 1 to 4, once per closing', () => {
    for (const rating of [0, 5, 1.5]) {
      expect(() => answered().decide(REPORTER, { type: 'solved', rating })).toThrow(invalid('rating'));
    }
    expect(() => closed().decide(REPORTER, { type: 'rate', rating: 1 })).toThrow(/rated already/);
    const again = closed().does(REPORTER, { type: 'reopen' }).does(roads, ANSWER);
    again.does(REPORTER, { type: 'solved' }).does(REPORTER, { type: 'rate', rating: 1 });
    expect(again.case.rating).toBe(1);
  });

  it('is reopened within 30 days, at most twice', () => {
    const day = 86_400_000;
    const story = closed();
    expect(() =>
      closed()
        .at(story.now + 30 * day + 1)
        .decide(REPORTER, { type: 'reopen' }),
    ).toThrow(/30 days/);
    const round = (): Story => story.does(REPORTER, { type: 'reopen' }).does(roads, ANSWER);
    round().does(REPORTER, { type: 'solved' });
    round().does(REPORTER, { type: 'solved' });
    expect(() => story.decide(REPORTER, { type: 'reopen' })).toThrow(/at most 2/);
  });

  it('a promise can still be taken up after its day', () => {
    const promise = { ...ANSWER, kind: 'promised', promisedDate: '2026-08-03' } as const;
    const story = assigned().does(roads, promise).at('2026-02-19 16:00').does(SYSTEM, end);
    expect(story.at('2026-09-01 10:00').decide(REPORTER, { type: 'reopen' }).state.status).toBe(
      'in_progress',
    );
    expect(() => story.at('2026-09-03 10:00').decide(REPORTER, { type: 'reopen' })).toThrow(/30 days/);
  });

  it('the second "not solved" brings the admins above in', () => {
    const story = answered().does(REPORTER, { type: 'not_solved' });
    expect(() => story.decide(admin('batam'), ANSWER)).toThrow(/second answer/);
    story.does(roads, ANSWER).does(REPORTER, { type: 'not_solved' });
    expect(story.events.at(-1)?.data).toMatchObject({ times: 2 });
    expect(story.does(admin('batam'), ANSWER).case.status).toBe('answered');
  });

  it('answers, questions and reasons never enter the history', () => {
    expect(JSON.stringify(closed().events)).not.toContain('RAHASIA-TEKS');
  });
});
