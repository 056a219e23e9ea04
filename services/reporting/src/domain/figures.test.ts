import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { viewAsOf } from './as-of.ts';
import { agenciesOf, applyEvent, type Fact, type FactEvent } from './fact.ts';
import type { Status } from './vocabulary.ts';
import { figuresOf } from './figures.ts';
import { sumOf, tallyOf } from './tally.ts';

const DAY = 86_400_000;
const T0 = Date.parse('2024-01-02T02:00:00Z');
const ROOT = ['root'];
const CITY = ['root', 'city'];
const ROADS = ['root', 'city', 'roads'];
const PARKS = ['root', 'city', 'parks'];

type Step = Pick<FactEvent, 'name' | 'status' | 'holderPath'> & Partial<FactEvent> & { readonly day: number };

function history(...steps: readonly Step[]): Fact {
  let fact: Fact | undefined;
  for (const [index, { day, ...step }] of steps.entries()) {
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
      ...step,
    });
  }
  if (fact === undefined) throw new Error('no steps');
  return fact;
}

const opened: Step = { day: 0, name: 'CaseOpened', status: 'unverified', holderPath: CITY };
const toRoads: Step = {
  day: 1,
  name: 'CaseDisposed',
  status: 'assigned',
  holderPath: ROADS,
  automatic: true,
};
const answered: Step = { day: 3.5, name: 'CaseAnswered', status: 'answered', holderPath: ROADS };
const closed: Step = {
  day: 5,
  name: 'CaseClosed',
  status: 'closed',
  holderPath: ROADS,
  outcome: 'confirmed',
  rating: 4,
};

function figures(facts: readonly Fact[], agencyId: string | undefined, day: number) {
  const asOf = T0 + day * DAY;
  const tallies = facts.flatMap((fact) => {
    const view = viewAsOf(fact, agencyId, asOf);
    return view ? [tallyOf(view, fact.reachable)] : [];
  });
  return figuresOf(sumOf(tallies), asOf);
}

describe('figures', () => {
  it('who takes name and contact back could be told of an answer before it, and of none after it', () => {
    const erased: Step = { ...toRoads, name: 'ErasureBegun', reachable: false };
    const lost = { reachable: false };
    const after = history(opened, toRoads, answered, {
      ...erased,
      ...answered,
      name: 'ErasureBegun',
      ...lost,
    });
    expect(figures([after], undefined, 6).answeredReachable).toBe(1);
    const before = history(opened, toRoads, erased, { ...answered, ...lost }, { ...closed, ...lost });
    expect(figures([before], undefined, 6).answeredReachable).toBe(0);
  });

  it('of a case answered and closed by the unit it was given to', () => {
    const fact = history(opened, toRoads, answered, closed);
    for (const agency of [undefined, 'root', 'city', 'roads']) {
      const drawn = figures([fact], agency, 6);
      expect(drawn).toMatchObject({
        received: 1,
        done: 1,
        inProcess: 0,
        assigned: 1,
        followedUp: 1,
        closed: 1,
      });
      expect(drawn.firstFollowUpFromReceipt).toEqual({ count: 1, mean: 2.5, median: 2.5, p90: 2.5 });
      expect(drawn.firstFollowUpFromSubmission.mean).toBe(3.5);
      expect(drawn.rating.mean).toBe(4);
      expect(drawn.closedByOutcome.confirmed).toBe(1);
      expect(drawn.autoRouted).toBe(1);
    }
    expect(figures([fact], 'parks', 6).received).toBe(0);
  });

  it('as of an earlier moment know nothing of what came later', () => {
    const fact = history(opened, toRoads, answered, closed);
    expect(figures([fact], 'roads', 0.5).received).toBe(0);
    expect(figures([fact], 'city', 0.5).byStatus.unverified).toBe(1);
    expect(figures([fact], 'roads', 2)).toMatchObject({
      received: 1,
      inProcess: 1,
      followedUp: 0,
      stillWaiting: { count: 1, mean: 1 },
    });
    expect(figures([fact], 'roads', 4)).toMatchObject({ followedUp: 1, done: 0, stillWaiting: { count: 0 } });
  });

  const back: Step = { day: 2, name: 'CaseReturned', status: 'returned', holderPath: CITY };
  const given: Step = { ...toRoads, fromPath: CITY, automatic: false };

  it('a return leaves the unit once it is upheld, as its bounce; whoever sent it there has misrouted it', () => {
    const fact = history(opened, given, back, { ...given, day: 3, holderPath: PARKS });
    expect(figures([fact], 'roads', 2.5)).toMatchObject({
      received: 1,
      assigned: 1,
      bounces: 0,
      stillWaiting: { count: 0 },
    });
    expect(figures([fact], 'city', 2.5).stillWaiting.count).toBe(1);
    expect(figures([fact], 'roads', 4)).toMatchObject({ received: 0, assigned: 0, bounces: 1, misrouted: 0 });
    expect(figures([fact], 'parks', 4)).toMatchObject({ received: 1, assigned: 1, bounces: 0 });
    expect(figures([fact], 'city', 4)).toMatchObject({ received: 1, assigned: 1, bounces: 1, misrouted: 1 });
  });

  it('a wrong return is none: the case stays the unit’s, and its time before goes on counting', () => {
    const fact = history(
      opened,
      given,
      back,
      { ...given, day: 5 },
      { day: 6.5, name: 'CaseFollowedUp', status: 'in_progress', holderPath: ROADS },
    );
    // Waiting goes on from where it stood, without the three days that the city took to decide.
    expect(figures([fact], 'roads', 6)).toMatchObject({ stillWaiting: { count: 1, mean: 2 } });
    expect(figures([fact], 'roads', 7)).toMatchObject({ received: 1, assigned: 1, bounces: 0, misrouted: 0 });
    expect(figures([fact], 'roads', 7).firstFollowUpFromReceipt.mean).toBe(2.5);
  });

  it('a promise counts from its day on, kept when the reporter says so, or the unit shows it and nobody reopens', () => {
    const promised: Step = { ...answered, day: 4 };
    const end: Step = { ...closed, day: 5, outcome: 'promised' };
    const due: Step = { day: 10, name: 'PromiseDue', status: 'closed', holderPath: ROADS };
    const shown: Step = { ...due, day: 11, name: 'PromiseReported' };
    const said: Step = { ...due, day: 12, name: 'PromiseKept' };
    const again: Step = { ...due, day: 13, name: 'CaseReopened', status: 'in_progress' };
    const kept = (...steps: readonly Step[]) => {
      const { promisesDue, promisesKept } = figures(
        [history(opened, toRoads, promised, end, ...steps)],
        'roads',
        20,
      );
      return [promisesDue, promisesKept];
    };
    expect(kept()).toEqual([0, 0]);
    expect(kept(due)).toEqual([1, 0]);
    expect(kept(due, shown)).toEqual([1, 1]);
    expect(kept(due, said)).toEqual([1, 1]);
    expect(kept(due, shown, again)).toEqual([1, 0]);
    const half = [
      history(opened, toRoads, promised, end, due),
      history(opened, toRoads, promised, end, due, said),
    ];
    expect(figures(half, 'city', 20).keptPromisesPercent).toBe(50);
  });

  it('a return that ends outside was right', () => {
    const fact = history(opened, given, back, {
      day: 3,
      name: 'CaseReferred',
      status: 'referred',
      holderPath: CITY,
    });
    expect(figures([fact], 'roads', 4)).toMatchObject({ assigned: 0, bounces: 1 });
    expect(figures([fact], 'city', 4)).toMatchObject({ misrouted: 1, done: 1 });
  });

  it('never charge one holder for another’s time', () => {
    const fact = history(
      opened,
      toRoads,
      { day: 9, name: 'CaseReturned', status: 'returned', holderPath: CITY },
      { day: 10, name: 'CaseDisposed', status: 'assigned', holderPath: PARKS },
      { day: 11, name: 'CaseFollowedUp', status: 'in_progress', holderPath: PARKS },
    );
    expect(figures([fact], 'parks', 12).firstFollowUpFromReceipt.mean).toBe(1);
    expect(figures([fact], 'parks', 12).firstFollowUpFromSubmission.mean).toBe(11);
  });

  it('an event that was counted already changes nothing', () => {
    const fact = history(opened, toRoads);
    expect(applyEvent(fact, { ...(opened as unknown as FactEvent), pubSeq: 2, at: T0 })).toBe(fact);
  });

  it('know whom a fact can touch', () => {
    expect([...agenciesOf(history(opened, toRoads))].sort()).toEqual(['city', 'roads', 'root']);
  });

  const step = fc.record({
    name: fc.constantFrom(
      'CaseDisposed',
      'CaseReturned',
      'CaseFollowedUp',
      'CaseAnswered',
      'CaseClosed',
      'CaseReopened',
      'CaseArchived',
    ),
    status: fc.constantFrom<Status>('assigned', 'returned', 'in_progress', 'answered', 'closed', 'archived'),
    holderPath: fc.constantFrom(ROOT, CITY, ROADS, PARKS),
    day: fc.integer({ min: 0, max: 30 }),
    outcome: fc.constantFrom('confirmed' as const, 'silent' as const),
  });
  const anyFact = fc
    .array(step, { maxLength: 12 })
    .map((steps) => history(opened, ...steps.toSorted((a, b) => a.day - b.day)));

  it('always add up: statuses to received, done and in process to received, cohort halves to the cohort', () => {
    fc.assert(
      fc.property(
        fc.array(anyFact, { maxLength: 8 }),
        fc.integer({ min: 0, max: 40 }),
        fc.constantFrom(undefined, 'root', 'city', 'roads'),
        (facts, day, agency) => {
          const all = figures(facts, agency, day);
          expect(Object.values(all.byStatus).reduce((a, b) => a + b, 0)).toBe(all.received);
          expect(all.done + all.inProcess).toBe(all.received);
          expect(all.followedUp).toBeLessThanOrEqual(all.assigned);
          expect(all.closed).toBeLessThanOrEqual(all.assigned);
          const tallies = (part: readonly Fact[]) =>
            sumOf(
              part
                .flatMap((fact) => viewAsOf(fact, agency, T0 + day * DAY) ?? [])
                .map((view) => tallyOf(view, true)),
            );
          expect(sumOf([tallies(facts.slice(0, 3)), tallies(facts.slice(3))])).toEqual(tallies(facts));
        },
      ),
    );
  });

  it('of the whole are at least those of any part', () => {
    fc.assert(
      fc.property(fc.array(anyFact, { maxLength: 8 }), (facts) => {
        const [root, city, roads] = ['root', 'city', 'roads'].map(
          (agency) => figures(facts, agency, 40).received,
        );
        expect(root).toBeGreaterThanOrEqual(city ?? 0);
        expect(city).toBeGreaterThanOrEqual(roads ?? 0);
      }),
    );
  });
});

describe('what was answered by itself', () => {
  it('counts as a case of its own, whatever it is found to be the same as afterwards', () => {
    const merged = {
      day: 4,
      name: 'CaseMerged',
      status: 'answered',
      holderPath: ROADS,
      merged: true,
    } as const;
    const alone = figures([history(opened, toRoads, answered, closed)], 'roads', 30);
    const found = history(opened, toRoads, answered, merged, { ...closed, merged: true });
    expect(figures([found], 'roads', 30)).toEqual(alone);
    expect(alone).toMatchObject({ cases: 1, followedUp: 1 });
  });

  it('with others stays counted with them when it is let go', () => {
    const follows = {
      day: 1,
      name: 'CaseMerged',
      status: 'assigned',
      holderPath: ROADS,
      merged: true,
    } as const;
    const together = history(opened, follows, { ...answered, merged: true }, { ...closed, merged: true });
    const letGo = { day: 4, name: 'CaseUnmerged', status: 'answered', holderPath: ROADS } as const;
    const left = history(opened, follows, { ...answered, merged: true }, letGo, closed);
    expect(figures([left], 'roads', 30)).toEqual(figures([together], 'roads', 30));
  });
});
