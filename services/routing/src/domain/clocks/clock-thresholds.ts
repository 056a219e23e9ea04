import { momentOf } from './clock-count.ts';
import {
  CLOCK_NAMES,
  getCalendar,
  isRunning,
  type Clock,
  type ClockChanges,
  type ClockName,
  type Clocks,
  type TimeContext,
} from './clock.ts';
import { policyOfVersion, type Policy } from './policy.ts';
import type { Instant } from './working-time.ts';

/** The clocks an agency is judged by. The others are the reporter's: they end in a step of the platform, not in a warning. */
export const JUDGED = ['urgent', 'verification', 'response', 'resolution', 'case'] as const;
export type JudgedClock = (typeof JUDGED)[number];

const MISSED = 100;

export function isJudged(name: ClockName): name is JudgedClock {
  return (JUDGED as readonly string[]).includes(name);
}

function policyOf(clock: Clock, time: TimeContext): Policy {
  return policyOfVersion(
    time.policies,
    clock.policy,
    clock.from,
    getCalendar(time.calendars, clock.calendar),
  );
}

/** The next threshold after one: the warnings, the miss, then one for each further tier. */
function nextPercent(passed: number, { warnAt, escalateEvery }: Policy): number {
  const warning = warnAt.find((percent) => percent > passed);
  if (warning !== undefined && warning < MISSED) return warning;
  if (passed < MISSED) return MISSED;
  return MISSED + (Math.floor((passed - MISSED) / escalateEvery) + 1) * escalateEvery;
}

/** How many tiers have been told when so much was passed. */
export function tiersTold(percent: number, { escalateEvery }: Policy): number {
  return percent <= MISSED ? 0 : Math.floor((percent - MISSED) / escalateEvery);
}

/** What the clock next calls for; undefined while it stands still, and when nobody is left to be told. */
function nextOf(name: ClockName, clock: Clock, time: TimeContext): Clock['next'] {
  if (!isRunning(clock) || clock.toldAll) return undefined;
  const percent = isJudged(name) ? nextPercent(clock.passed ?? 0, policyOf(clock, time)) : MISSED;
  return { percent, at: momentAt(clock, percent, time) };
}

function momentAt(clock: Clock, percent: number, time: TimeContext): Instant {
  if (percent === MISSED) return clock.dueAt;
  return momentOf(clock, percent, getCalendar(time.calendars, clock.calendar));
}

/** The changes with what each clock next calls for. */
export function withNextMoments(changes: ClockChanges, time: TimeContext): ClockChanges {
  const next: { [N in ClockName]?: Clock | null } = {};
  for (const name of CLOCK_NAMES) {
    const change = changes[name];
    if (change === undefined) continue;
    next[name] = change === null ? null : withMoment(name, change, time);
  }
  return next;
}

function withMoment(name: ClockName, clock: Clock, time: TimeContext): Clock {
  const { next: _before, ...bare } = clock;
  const next = nextOf(name, bare, time);
  return next === undefined ? bare : { ...bare, next };
}

/** What the platform itself must do about a clock, and when; of one that an earlier version started, when it is due. */
export function callOf(clock: Clock | undefined): Clock['next'] {
  if (!isRunning(clock) || clock.toldAll) return undefined;
  return clock.next ?? { percent: MISSED, at: clock.dueAt };
}

/** When the platform must next act on a case; undefined when it need not. */
export function nextCallOf(clocks: Clocks): Instant | undefined {
  const moments = CLOCK_NAMES.flatMap((name) => callOf(clocks[name])?.at ?? []);
  return moments.length === 0 ? undefined : Math.min(...moments);
}

export interface Passed {
  readonly clock: JudgedClock;
  /** The highest threshold passed, in percent of the limit: those below it that nobody was told of meanwhile are in it. */
  readonly percent: number;
  /** What had been told of before; 0 for nothing. */
  readonly before: number;
  readonly dueAt: Instant;
  /** Tiers that this makes due to be told, by their place above the holder: from, to. */
  readonly tiers: readonly [from: number, to: number];
}

/** Which clocks have passed a threshold that nobody was told of. */
export function passedOf(clocks: Clocks, time: TimeContext): readonly Passed[] {
  return JUDGED.flatMap((name) => {
    const clock = clocks[name];
    const call = callOf(clock);
    if (clock === undefined || call === undefined || call.at > time.now) return [];
    const before = clock.passed ?? 0;
    const policy = policyOf(clock, time);
    const percent = highestPassed(clock, policy, time);
    const tiers = [tiersTold(before, policy), tiersTold(percent, policy)] as const;
    return [{ clock: name, percent, before, dueAt: clock.dueAt, tiers }];
  });
}

/** At least the next one, since its moment has come; far beyond it nobody is left to be told. */
function highestPassed(clock: Clock, policy: Policy, time: TimeContext): number {
  let percent = clock.next?.percent ?? nextPercent(clock.passed ?? 0, policy);
  for (let steps = 0; steps < MOST_STEPS; steps += 1) {
    const next = nextPercent(percent, policy);
    if (momentAt(clock, next, time) > time.now) break;
    percent = next;
  }
  return percent;
}

/** More than any tree has tiers. */
const MOST_STEPS = 40;

/** After a recount: a threshold that lies ahead again has not been passed, and will be told of when it is. */
export function withoutUnpassed(clock: Clock, time: TimeContext): Clock {
  const { passed, toldAll: _toldAll, toldAbove, ...fresh } = clock;
  if (passed === undefined) return clock;
  const policy = policyOf(clock, time);
  let held = 0;
  for (let next = nextPercent(0, policy); next <= passed; next = nextPercent(next, policy)) {
    if (momentAt(clock, next, time) > time.now) break;
    held = next;
  }
  if (held === passed) return clock;
  if (held === 0) return fresh;
  return { ...fresh, passed: held, ...(toldAbove && held > MISSED ? { toldAbove } : {}) };
}
