import { LIMITS, LIMITS_MET } from '@lapor/testing/limits-met';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { viewAsOf } from './as-of.ts';
import { applyEvent, type Fact, type FactEvent } from './fact.ts';
import { type ClockFigures, figuresOf } from './figures.ts';
import { sumOf, tallyOf } from './tally.ts';
import { type ClockName, CLOCKS, type Dues, nextTerms } from './terms.ts';

const DAY = 86_400_000;
const T0 = Date.parse('2024-01-02T02:00:00Z');
const CITY = ['root', 'city'];
const ROADS = ['root', 'city', 'roads'];
const PARKS = ['root', 'city', 'parks'];

/** `due`: days since filing, as routing says it with each event. */
type Step = Pick<FactEvent, 'name' | 'status' | 'holderPath'> & {
  readonly day: number;
  readonly due: Dues;
  readonly fromPath?: readonly string[];
  readonly automatic?: boolean;
};

function history(...steps: readonly Step[]): Fact {
  let fact: Fact | undefined;
  for (const [index, { day, due, ...step }] of steps.entries()) {
    const dues = Object.fromEntries(Object.entries(due).map(([clock, at]) => [clock, T0 + at * DAY]));
    fact = applyEvent(fact, {
      pubSeq: index + 1,
      at: T0 + day * DAY,
      caseId: 'c',
      submittedAt: T0,
      channel: 'web',
      type: 'complaint',
      categoryCode: 'jalan',
      areaCode: '21.71',
      sensitive: false,
      reachable: true,
      dues,
      ...step,
    });
  }
  if (fact === undefined) throw new Error('no steps');
  return fact;
}

function clocks(facts: readonly Fact[], agencyId: string | undefined, day: number): readonly ClockFigures[] {
  const asOf = T0 + day * DAY;
  const tallies = facts.flatMap((fact) => {
    const view = viewAsOf(fact, agencyId, asOf);
    return view ? [tallyOf(view, fact.reachable)] : [];
  });
  return figuresOf(sumOf(tallies), asOf).clocks;
}

/** "met missed open" of one clock. */
function standing(facts: readonly Fact[], agencyId: string | undefined, day: number, clock: ClockName) {
  const found = clocks(facts, agencyId, day).find((each) => each.clock === clock);
  return found === undefined ? 'none' : `${found.met} ${found.missed} ${found.open}`;
}

const case14 = { case: 14 };
const opened: Step = {
  day: 0,
  name: 'CaseOpened',
  status: 'unverified',
  holderPath: CITY,
  due: { ...case14, verification: 3 },
};
const legDues = (from: number): Dues => ({
  ...case14,
  verification: 3,
  response: from + 5,
  resolution: from + 14,
});
const toRoads = (day: number): Step => ({
  day,
  name: 'CaseDisposed',
  status: 'assigned',
  holderPath: ROADS,
  fromPath: CITY,
  due: legDues(day),
});
const followed = (day: number): Step => ({
  day,
  name: 'CaseFollowedUp',
  status: 'in_progress',
  holderPath: ROADS,
  due: legDues(1),
});
const answered = (day: number, due: Dues = legDues(1)): Step => ({
  day,
  name: 'CaseAnswered',
  status: 'answered',
  holderPath: ROADS,
  due,
});

describe('the clocks of a case', () => {
  it('are open until they are met or overdue, each for itself and for whoever it judges', () => {
    const fact = history(opened, toRoads(1), followed(4), answered(10));
    expect(standing([fact], 'city', 0.5, 'verification')).toBe('0 0 1');
    expect(standing([fact], 'roads', 0.5, 'verification')).toBe('none');
    expect(standing([fact], 'city', 2, 'verification')).toBe('1 0 0');
    expect(standing([fact], 'roads', 2, 'verification')).toBe('none');
    expect(standing([fact], 'roads', 2, 'response')).toBe('0 0 1');
    expect(standing([fact], 'roads', 5, 'response')).toBe('1 0 0');
    expect(standing([fact], 'roads', 5, 'resolution')).toBe('0 0 1');
    expect(standing([fact], undefined, 11, 'resolution')).toBe('1 0 0');
    expect(standing([fact], 'roads', 11, 'case')).toBe('1 0 0');
    expect(standing([fact], 'parks', 11, 'case')).toBe('none');
  });

  it('of verification judge what a person had to verify, not what found its agency by itself', () => {
    const fact = history(opened, { ...toRoads(0), automatic: true });
    expect(standing([fact], 'city', 5, 'verification')).toBe('none');
    expect(standing([fact], 'roads', 2, 'response')).toBe('0 0 1');
  });

  it('that are overdue are missed already, and stay so when they are met after all', () => {
    const fact = history(opened, toRoads(1), followed(8));
    expect(standing([fact], 'roads', 6.1, 'response')).toBe('0 1 0');
    expect(standing([fact], 'roads', 9, 'response')).toBe('0 1 0');
    expect(clocks([fact], 'roads', 9)[0]).toMatchObject({ clock: 'response', onTimePercent: 0 });
  });

  it('stand still while the reporter is asked, and are never overdue for that', () => {
    const asked: Step = { ...toRoads(1), day: 2, name: 'QuestionAsked', status: 'held', due: legDues(1) };
    const moved = { ...case14, case: 24, response: 16, resolution: 25 };
    const replied: Step = { ...asked, day: 12, name: 'QuestionAnswered', status: 'assigned', due: moved };
    const fact = history(opened, toRoads(1), asked, replied, { ...followed(15), due: moved });
    expect(standing([fact], 'roads', 11, 'response')).toBe('0 0 1');
    expect(standing([fact], 'roads', 16, 'response')).toBe('1 0 0');
    const silent: Step = { ...asked, day: 12, name: 'CaseArchived', status: 'archived' };
    const archived = history(opened, toRoads(1), asked, silent);
    expect(standing([archived], 'roads', 20, 'response')).toBe('1 0 0');
    // A late answer: it goes on where it stood.
    const late: Step = { ...replied, day: 40, name: 'CaseRevived', due: { ...moved, response: 44 } };
    const revived = history(opened, toRoads(1), asked, silent, late);
    expect(standing([revived], 'roads', 41, 'response')).toBe('0 0 1');
    expect(standing([revived], 'roads', 45, 'response')).toBe('0 1 0');
  });

  it('a wrong return is a miss of the returner, an upheld one of the sender; the returner is not judged then', () => {
    const back: Step = {
      ...toRoads(1),
      day: 2,
      name: 'CaseReturned',
      status: 'returned',
      holderPath: CITY,
      due: legDues(2),
    };
    const wrong = history(opened, toRoads(1), back, toRoads(3));
    expect(standing([wrong], 'roads', 2.5, 'response')).toBe('none');
    expect(standing([wrong], 'roads', 4, 'response')).toBe('0 1 1');
    const upheld = history(opened, toRoads(1), back, { ...toRoads(3), holderPath: PARKS });
    expect(standing([upheld], 'roads', 4, 'response')).toBe('none');
    expect(standing([upheld], 'parks', 4, 'response')).toBe('0 0 1');
    // The city had it back in time; what it had verified in time stays so.
    expect(standing([upheld], 'city', 4, 'response')).toBe('1 0 1');
    // Roads had been given it by parks, which had it first: that leg is the one it costs.
    const first: Step = { ...toRoads(1), holderPath: PARKS };
    const on: Step = { ...toRoads(1.5), fromPath: PARKS };
    const sent = history(opened, first, on, back, { ...toRoads(3), holderPath: ['root', 'city', 'health'] });
    expect(standing([sent], 'parks', 4, 'response')).toBe('0 1 0');
  });

  it('the answer that was none is owed again; the clock of the case has never stood still', () => {
    const again: Step = {
      day: 13,
      name: 'CaseNotSolved',
      status: 'in_progress',
      holderPath: ROADS,
      due: { ...legDues(1), resolution: 20 },
    };
    const fact = history(opened, toRoads(1), answered(12), again, answered(18, again.due));
    expect(standing([fact], 'roads', 12.5, 'case')).toBe('1 0 0');
    expect(standing([fact], 'roads', 13.5, 'case')).toBe('0 0 1');
    expect(standing([fact], 'roads', 14.5, 'case')).toBe('0 1 0');
    expect(standing([fact], 'roads', 19, 'resolution')).toBe('2 0 0');
    expect(standing([fact], 'roads', 19, 'case')).toBe('0 1 0');
  });

  it('of danger runs from what made it known until somebody has come, whoever that is', () => {
    const danger = (step: Step): Step => ({ ...step, due: { ...step.due, urgent: 2 } });
    const fact = history(danger(opened), danger(toRoads(0.5)), danger(followed(1)));
    expect(standing([fact], 'city', 0.2, 'urgent')).toBe('0 0 1');
    expect(standing([fact], 'roads', 0.7, 'urgent')).toBe('0 0 1');
    expect(standing([fact], 'roads', 3, 'urgent')).toBe('1 0 0');
    expect(standing([history(danger(opened))], undefined, 3, 'urgent')).toBe('0 1 0');
  });

  it('a withdrawal leaves nothing to be judged but what was missed before', () => {
    const gone = (day: number): Step => ({
      ...followed(day),
      name: 'CaseWithdrawn',
      status: 'withdrawn',
    });
    expect(standing([history(opened, toRoads(1), gone(2))], 'roads', 9, 'response')).toBe('none');
    expect(standing([history(opened, toRoads(1), gone(8))], 'roads', 9, 'response')).toBe('0 1 0');
  });

  it('protection takes them away without a word against anybody', () => {
    const taken: Step = {
      ...toRoads(1),
      day: 9,
      name: 'CasePrivacyChanged',
      holderPath: ['root', 'city', 'inspectorate'],
      due: legDues(9),
    };
    const fact = history(opened, toRoads(1), taken);
    expect(standing([fact], 'roads', 10, 'response')).toBe('none');
    expect(standing([fact], 'inspectorate', 10, 'response')).toBe('0 0 1');
  });

  it('whoever takes over from an agency that was closed owes what was still to be done; a move in the tree changes the subtree', () => {
    const over: Step = { ...toRoads(1), day: 2, name: 'CaseTakenOver', holderPath: PARKS, due: legDues(1) };
    const fact = history(opened, toRoads(1), over);
    expect(standing([fact], 'roads', 3, 'response')).toBe('none');
    expect(standing([fact], 'parks', 3, 'response')).toBe('0 0 1');
    const late = history(opened, toRoads(1), followed(2), { ...over, day: 3 });
    expect(standing([late], 'parks', 4, 'response')).toBe('none');
    expect(standing([late], 'parks', 4, 'resolution')).toBe('0 0 1');
    const elsewhere: Step = { ...over, name: 'CaseHolderMoved', holderPath: ['root', 'province', 'roads'] };
    const moved = history(opened, toRoads(1), elsewhere);
    expect(standing([moved], 'city', 1.5, 'response')).toBe('0 0 1');
    expect(standing([moved], 'province', 3, 'response')).toBe('0 0 1');
    expect(standing([moved], 'city', 3, 'response')).toBe('none');
  });

  it.each(LIMITS_MET)('$event ($status) meets what routing says it does', ({ event, met, ...step }) => {
    const due = Object.fromEntries(LIMITS.map((name) => [name, 14]));
    const terms = CLOCKS.map((clock) => ({ clock, holder: 0, steps: [{ at: T0, dueAt: T0 + DAY }] }));
    const before = { terms, statuses: [{ at: T0, status: 'assigned' }], holders: [{}] } as const;
    const after = nextTerms(before, { name: event, at: T0, dues: due, ...step }, 0);
    const ended = after.slice(0, terms.length).flatMap(({ clock, steps }) => {
      const { end } = steps.at(-1) ?? {};
      // Whether it was right to return it is seen later; that it was in time is known.
      return end === 'met' || (end === 'returned' && clock === 'response') ? [clock] : [];
    });
    expect(new Set(ended)).toEqual(new Set(met));
  });

  it('of facts from before there were any are not counted', () => {
    const { terms: _terms, ...old } = history(opened, toRoads(1), followed(4));
    expect(clocks([old], 'roads', 9)).toEqual([]);
  });

  const names = ['CaseDisposed', 'CaseReturned', 'CaseFollowedUp', 'CaseAnswered', 'CaseNotSolved'] as const;
  const statuses = ['assigned', 'returned', 'in_progress', 'answered', 'in_progress'] as const;
  const step = fc.record({ kind: fc.nat({ max: 4 }), days: fc.nat({ max: 20 }), unit: fc.boolean() });

  it('add up over cohorts, and what is open at one moment is met, missed or open at each later one', () => {
    fc.assert(
      fc.property(fc.array(step, { maxLength: 8 }), fc.nat({ max: 60 }), (steps, later) => {
        let day = 0;
        const fact = history(
          opened,
          ...steps.map(({ kind, days, unit }): Step => {
            day += days / 4;
            const holderPath = kind === 1 ? CITY : unit ? ROADS : PARKS;
            return { day, name: names[kind]!, status: statuses[kind]!, holderPath, due: legDues(day) };
          }),
        );
        for (const clock of CLOCKS) {
          const one = clocks([fact], undefined, day + later).find((each) => each.clock === clock);
          const two = clocks([fact, fact], undefined, day + later).find((each) => each.clock === clock);
          expect(two?.met ?? 0).toBe(2 * (one?.met ?? 0));
          expect(two?.missed ?? 0).toBe(2 * (one?.missed ?? 0));
          const now = clocks([fact], undefined, day).find((each) => each.clock === clock);
          const sum = (of: ClockFigures | undefined) => (of ? of.met + of.missed + of.open : 0);
          expect(sum(one)).toBe(sum(now));
          expect(one?.missed ?? 0).toBeGreaterThanOrEqual(now?.missed ?? 0);
          expect(one?.met ?? 0).toBe(now?.met ?? 0);
        }
      }),
    );
  });
});
