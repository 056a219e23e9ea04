import fc from 'fast-check';
import { afterAll, describe, expect, it } from 'vitest';
import type { Actor } from './agency.ts';
import { presentLeg } from './case.ts';
import { JUDGED } from './clocks/clock-thresholds.ts';
import { countClock, momentOf, MOST_GAPS, shareRunUntil, withGap, type Basis } from './clocks/clock-count.ts';
import { CLOCK_NAMES, isOpen, startClock } from './clocks/clock.ts';
import type { CaseCommand } from './commands.ts';
import { calendarIn, WIB } from './fixtures/holidays.ts';
import {
  admin,
  agencyOf,
  ANSWER,
  contextAt,
  filing,
  FOLLOW_UP,
  officer,
  REPORTER,
  Story,
  SYSTEM,
  words,
} from './fixtures/world.ts';
import { dueOrder } from './due-order.ts';
import { isLegal } from './legal.ts';
import {
  addOfficeTime,
  dueAfterWorkingDays,
  officeTimeBetween,
  type Calendar,
} from './clocks/working-time.ts';

const HOUR = 3_600_000;
const RUNS = 500;
let asserted = 0;
afterAll(() => process.stdout.write(`clocks: ${asserted} generated cases held\n`));

/** fc.assert that counts what it tried. */
function holds<T extends [unknown, ...unknown[]]>(
  arbitraries: { [K in keyof T]: fc.Arbitrary<T[K]> },
  law: (...values: T) => void,
  numRuns = RUNS,
): void {
  const counted = (...values: T): void => {
    asserted += 1;
    law(...values);
  };
  fc.assert(fc.property<T>(...arbitraries, counted), { numRuns });
}

const at = (written: string): number => Date.parse(written);
const zone = fc.constantFrom('Asia/Jakarta', 'Asia/Makassar', 'Asia/Jayapura');
// Over three year ends, and 2027, which has no table.
const moment = fc.integer({ min: at('2023-12-20T00:00:00Z'), max: at('2027-03-01T00:00:00Z') });
const day = fc
  .integer({ min: 0, max: 1100 })
  .map((n) => new Date(at('2024-01-01T00:00:00Z') + n * 24 * HOUR).toISOString().slice(0, 10));

/** A table with some days more and some fewer than the decreed one, and perhaps one year more or fewer. */
const changedTable = fc
  .record({
    toggled: fc.array(day, { maxLength: 30 }),
    years: fc.subarray([2024, 2025, 2026, 2027]),
    friday: fc.boolean(),
  })
  .map(({ toggled, years, friday }) => (calendar: Calendar): Calendar => {
    const daysOff = new Set(calendar.daysOff);
    for (const each of toggled) if (!daysOff.delete(each)) daysOff.add(each);
    return { ...calendar, daysOff, years: new Set(years), weekend: new Set(friday ? [0, 5, 6] : [0, 6]) };
  });

/** Times of standing still, one after the other. */
const gaps = fc
  .array(
    fc.record({
      runs: fc.integer({ min: 0, max: 200 * HOUR }),
      stands: fc.integer({ min: 0, max: 400 * HOUR }),
      leastDays: fc.constantFrom(undefined, undefined, 5),
    }),
    { maxLength: 5 },
  )
  .map((steps) => (from: number) => {
    let now = from;
    return steps.map(({ runs, stands, leastDays }) => {
      const start = now + runs;
      now = start + stands;
      return { from: start, to: now, ...(leastDays === undefined ? {} : { leastDays }) };
    });
  });
const limit = fc.integer({ min: 1, max: 60 }).map((workingDays) => ({ workingDays }));

describe('a clock that stood still', () => {
  it('is never due earlier for it, and has exactly what it took', () => {
    holds([zone, moment, limit, gaps], (timeZone, from, bound, gapsFrom) => {
      const calendar = calendarIn(timeZone);
      let basis: Basis = { from, limit: bound, given: 0 };
      for (const gap of gapsFrom(from)) {
        const before = countClock(basis, calendar);
        basis = withGap(basis, gap, calendar);
        const after = countClock(basis, calendar);
        expect(after.dueAt).toBeGreaterThanOrEqual(before.dueAt);
        if (gap.leastDays !== undefined) {
          expect(after.dueAt).toBeGreaterThanOrEqual(dueAfterWorkingDays(gap.to, gap.leastDays, calendar).at);
          continue;
        }
        const taken = gap.from < before.dueAt ? officeTimeBetween(gap.from, gap.to, calendar) : 0;
        expect(after.dueAt).toBe(addOfficeTime(before.dueAt, taken, calendar).at);
        if (gap.from < before.dueAt) {
          const leftThen = officeTimeBetween(gap.from, before.dueAt, calendar);
          expect(officeTimeBetween(gap.to, after.dueAt, calendar)).toBe(leftThen);
        }
      }
    });
  });

  it('forgets the oldest times without moving', () => {
    holds(
      [zone, moment, limit, fc.array(gaps, { minLength: 8, maxLength: 14 })],
      (timeZone, from, bound, many) => {
        const calendar = calendarIn(timeZone);
        let now = from;
        let basis: Basis = { from, limit: bound, given: 0 };
        const all: Basis['gaps'] & object[] = [];
        for (const gap of many.flatMap((next) => next(now))) {
          if (gap.from < now) continue;
          now = gap.to;
          all.push(gap);
          basis = withGap(basis, gap, calendar);
          expect(basis.gaps?.length).toBeLessThanOrEqual(MOST_GAPS);
          const whole = countClock({ from, limit: bound, given: 0, gaps: all }, calendar);
          expect(countClock(basis, calendar).dueAt).toBe(whole.dueAt);
        }
      },
      100,
    );
  });
});

describe('thresholds', () => {
  it('come in their order, and so much of the limit has then run', () => {
    holds([zone, moment, limit, gaps], (timeZone, from, bound, gapsFrom) => {
      const calendar = calendarIn(timeZone);
      const basis = { from, limit: bound, given: 0, gaps: gapsFrom(from) };
      const { dueAt, began } = countClock(basis, calendar);
      const moments = [75, 90, 100, 125, 150].map((percent) => momentOf(basis, percent, calendar));
      expect(moments).toEqual([...moments].sort((a, b) => a - b));
      expect(moments[2]).toBe(dueAt);
      for (const [i, share] of [0.75, 0.9].entries()) {
        const reached = moments[i] ?? 0;
        if (reached >= dueAt || reached <= began) continue;
        expect(shareRunUntil(basis, reached, calendar)).toBeCloseTo(share, 5);
      }
    });
  });

  it('of danger run round the clock', () => {
    const basis = { from: at('2026-02-07T16:30:00Z'), limit: { hours: 2 }, given: 0 };
    expect(momentOf(basis, 75, WIB)).toBe(basis.from + 1.5 * HOUR);
    expect(momentOf(basis, 125, WIB)).toBe(basis.from + 2.5 * HOUR);
  });
});

describe('a year without a table', () => {
  it('makes due dates provisional, and only that', () => {
    holds([zone, moment, limit, fc.subarray([2024, 2025, 2026, 2027])], (timeZone, from, bound, years) => {
      const calendar = { ...calendarIn(timeZone), years: new Set(years) };
      const { dueAt, provisional } = countClock({ from, limit: bound, given: 0 }, calendar);
      const local = (moment: number) =>
        moment + { 'Asia/Jakarta': 7, 'Asia/Makassar': 8, 'Asia/Jayapura': 9 }[timeZone] * HOUR;
      const [first, last] = [local(from) + 24 * HOUR, local(dueAt)].map((each) =>
        new Date(each).getUTCFullYear(),
      );
      const crossed = [first ?? 0, last ?? 0];
      expect(provisional).toBe(crossed.some((year) => !years.includes(year)));
    });
  });
});

interface Step {
  readonly hours: number;
  readonly pick: number;
}
const steps = fc.array(fc.record({ hours: fc.integer({ min: 0, max: 24 * 12 }), pick: fc.nat(1000) }), {
  minLength: 3,
  maxLength: 25,
});

/** What may be done, as far as it does not hang on a calendar whether it may. */
const ACTS: readonly (readonly [Actor, CaseCommand])[] = [
  [admin('batam'), { type: 'dispose', agencyId: 'health' }],
  [admin('health'), { type: 'dispose', agencyId: 'clinic' }],
  [admin('national'), { type: 'dispose', agencyId: 'jayapura' }],
  [admin('national'), { type: 'dispose', agencyId: 'roads' }],
  ...['roads', 'health', 'clinic', 'jayapura'].flatMap((id): (readonly [Actor, CaseCommand])[] => [
    [officer(id), { type: 'ask', question: words() }],
    [officer(id), { type: 'return', words: words() }],
    [officer(id), { ...FOLLOW_UP, nextDate: '', evidence: ['foto.jpg'] }],
    [officer(id), ANSWER],
  ]),
  [REPORTER, { type: 'reply', words: words() }],
  [REPORTER, { type: 'not_solved' }],
  [REPORTER, { type: 'solved' }],
  [REPORTER, { type: 'reopen' }],
];

const opening = fc.record({
  submittedAt: moment,
  type: fc.constantFrom('complaint', 'information', 'aspiration'),
  areaCalendar: fc.constantFrom('wib', 'wita', 'wit'),
});
type Opening = Pick<ReturnType<typeof filing>, 'submittedAt' | 'type' | 'areaCalendar'>;

function open(changes: Opening, calendars: ReadonlyMap<string, Calendar>): Story {
  const jurisdiction = { admin: agencyOf('batam'), competent: agencyOf('roads') };
  const command = { type: 'open', filing: filing(changes), jurisdiction } as const;
  return new Story(changes.submittedAt).does(SYSTEM, command, { calendars });
}

/** Lives one case; calls back after each step that was legal. */
function live(
  story: Story,
  taken: readonly Step[],
  calendars: ReadonlyMap<string, Calendar>,
  each: (story: Story, before: Story['case']) => void = () => undefined,
): Story {
  for (const { hours, pick } of taken) {
    story.at(story.now + hours * HOUR);
    const time = { ...contextAt(story.now, SYSTEM), calendars };
    const able = ACTS.filter(([actor, command]) => isLegal(story.case, command.type, actor, time));
    const act = able[pick % Math.max(1, able.length)];
    if (act === undefined) continue;
    const before = story.case;
    try {
      story.does(...act, { calendars });
    } catch {
      continue; // has the case already, and the like
    }
    each(story, before);
  }
  return story;
}

const TABLES = new Map([
  ['wib', calendarIn('Asia/Jakarta')],
  ['wita', calendarIn('Asia/Makassar')],
  ['wit', calendarIn('Asia/Jayapura')],
]);

describe('whoever has the case', () => {
  it('a disposition or a return never moves the case clock, and each leg begins with its whole limit', () => {
    holds([opening, steps], (changes, taken) => {
      live(open(changes, TABLES), taken, TABLES, (story, before) => {
        const event = story.events.at(-1);
        if (event?.type !== 'CaseDisposed' && event?.type !== 'CaseReturned') return;
        const state = story.case;
        const { next: _next, ...caseClock } = state.clocks.case ?? {};
        const { next: _before, ...caseBefore } = before.clocks.case ?? {};
        expect(caseClock).toEqual(caseBefore);
        const time = { ...contextAt(story.now, SYSTEM), calendars: TABLES };
        const fresh = (days: number) =>
          startClock(story.now, state.holder.calendar, () => ({ workingDays: days }), time).dueAt;
        expect(state.clocks.response?.dueAt).toBe(fresh(5));
        expect(state.clocks.resolution?.dueAt).toBe(fresh(state.type === 'complaint' ? 14 : 5));
        expect(presentLeg(state)).toMatchObject({ agencyId: state.holder.id, receivedAt: story.now });
        // The leg that ended keeps what it is judged by.
        const ended = state.legs.at(-2);
        if (ended !== undefined) expect(ended).toMatchObject({ endedAt: story.now, ...dueOf(before) });
      });
    });
  });
});

function dueOf(state: Story['case']): object {
  const { response, resolution } = state.clocks;
  return { responseDueAt: response?.dueAt, resolutionDueAt: resolution?.dueAt };
}

describe('a change of holidays', () => {
  it('recounts every open clock to what the same life in the new calendar would have given', () => {
    holds([opening, steps, changedTable], (changes, taken, change) => {
      const changed = new Map(
        [...TABLES].map(([key, calendar]) => [key, { ...change(calendar), edition: 1 }]),
      );
      const old = live(open(changes, TABLES), taken, TABLES);
      const scratch = live(open(changes, changed), taken, changed);
      expect(scratch.case.status).toBe(old.case.status);
      const time = { ...contextAt(old.now, SYSTEM), calendars: changed };
      if (isLegal(old.case, 'recount_clocks', SYSTEM, time)) {
        old.does(SYSTEM, { type: 'recount_clocks' }, { calendars: changed });
      }
      for (const name of CLOCK_NAMES) {
        const [recounted, counted] = [old.case.clocks[name], scratch.case.clocks[name]];
        expect(recounted === undefined).toBe(counted === undefined);
        if (isOpen(counted)) expect(recounted).toEqual(counted);
      }
      // Once is enough.
      expect(isLegal(old.case, 'recount_clocks', SYSTEM, time)).toBe(false);
    });
  });

  it('silences no clock, entered, taken back and entered again while they run', () => {
    const waits = fc.array(fc.integer({ min: 1, max: 12 * 24 }), { minLength: 2, maxLength: 12 });
    holds([opening, changedTable, waits], (changes, change, hours) => {
      const story = open(changes, TABLES);
      const done = new Set<string>();
      let calendars: ReadonlyMap<string, Calendar> = TABLES;
      for (const [turn, passes] of hours.entries()) {
        story.at(story.now + passes * HOUR);
        runTimersAs(story, done, calendars);
        calendars = new Map(
          [...TABLES].map(([key, table]) => [
            key,
            { ...(turn % 2 === 0 ? change(table) : table), edition: turn + 1 },
          ]),
        );
        if (isLegal(story.case, 'recount_clocks', SYSTEM, { ...contextAt(story.now, SYSTEM), calendars }))
          story.does(SYSTEM, { type: 'recount_clocks' }, { calendars });
        runTimersAs(story, done, calendars);
      }
      story.at(story.now + 400 * 24 * HOUR);
      runTimersAs(story, done, calendars);
      for (const name of JUDGED) {
        const clock = story.case.clocks[name];
        if (isOpen(clock)) expect(clock.passed).toBeGreaterThanOrEqual(100);
      }
    });
  });
});

/** What the platform does of itself until nothing is due; as in the store, a command that was done once does nothing again. */
function runTimersAs(story: Story, done: Set<string>, calendars: ReadonlyMap<string, Calendar>): void {
  for (;;) {
    const order = dueOrder(story.case, story.events.length, story.now);
    if (order === undefined || done.has(order.commandId)) break;
    done.add(order.commandId);
    story.does(SYSTEM, { type: order.type }, { calendars });
  }
  expect(dueOrder(story.case, story.events.length, story.now)).toBeUndefined();
}
