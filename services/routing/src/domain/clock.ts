import { AppError } from '@lapor/kernel';
import { policyAt, type Policy } from './policy.ts';
import {
  addOfficeTime,
  dueAfterWorkingDays,
  officeTimeBetween,
  type Calendar,
  type Due,
  type Instant,
} from './working-time.ts';

export const CLOCK_NAMES = [
  'case',
  'verification',
  'response',
  'resolution',
  'reply',
  'urgent',
  'silence',
] as const;
/** `silence` is the reporter's: how long a question waits for an answer. */
export type ClockName = (typeof CLOCK_NAMES)[number];

export type Limit = { readonly workingDays: number } | { readonly hours: number };

/**
 * One clock of a case. `dueAt` always equals: `from`, plus the limit, plus `given` milliseconds of office time; so a
 * changed holiday table can recompute it. Running unless paused or stopped.
 */
export interface Clock {
  readonly from: Instant;
  readonly limit: Limit;
  /** Office time given back for pauses, or left over from an earlier run. */
  readonly given: number;
  readonly dueAt: Instant;
  readonly provisional: boolean;
  /** Key of the calendar it is counted in. */
  readonly calendar: string;
  /** Version of the policy that gave the limit. */
  readonly policy: string;
  readonly pausedAt?: Instant;
  /** When it was met, or when what it waited for no longer mattered. */
  readonly stoppedAt?: Instant;
}

export type Clocks = { readonly [N in ClockName]?: Clock };
/** What an event does to the clocks: set, or taken away. */
export type ClockChanges = { readonly [N in ClockName]?: Clock | null };

/** Calendars by key; a Map will do. */
export interface Calendars {
  get(key: string): Calendar | undefined;
}

/** What clocks are counted with. */
export interface TimeContext {
  readonly now: Instant;
  readonly policies: readonly Policy[];
  readonly calendars: Calendars;
}

export function getCalendar(calendars: Calendars, key: string): Calendar {
  const calendar = calendars.get(key);
  if (calendar === undefined) throw new AppError('unavailable', `calendar ${key} is not known here yet`);
  return calendar;
}

export function isRunning(clock: Clock | undefined): clock is Clock {
  return clock !== undefined && clock.pausedAt === undefined && clock.stoppedAt === undefined;
}

function dueOf(from: Instant, limit: Limit, given: number, calendar: Calendar): Due {
  if ('hours' in limit) return { at: from + limit.hours * 3_600_000, provisional: false };
  const bare = dueAfterWorkingDays(from, limit.workingDays, calendar);
  const full = addOfficeTime(bare.at, given, calendar);
  return { at: full.at, provisional: bare.provisional || full.provisional };
}

/** Starts a clock with the limit that the policy in force at that moment sets. */
export function startClock(
  from: Instant,
  calendarKey: string,
  limitOf: (policy: Policy) => Limit,
  time: TimeContext,
): Clock {
  const calendar = getCalendar(time.calendars, calendarKey);
  const policy = policyAt(time.policies, from, calendar);
  const limit = limitOf(policy);
  const due = dueOf(from, limit, 0, calendar);
  return {
    from,
    limit,
    given: 0,
    dueAt: due.at,
    provisional: due.provisional,
    calendar: calendarKey,
    policy: policy.version,
  };
}

/** The same clock counted anew: another limit, more time given, or a changed calendar. */
export function recount(
  clock: Clock,
  changes: { readonly limit?: Limit; readonly given?: number; readonly policy?: string },
  calendars: Calendars,
): Clock {
  const limit = changes.limit ?? clock.limit;
  const given = changes.given ?? clock.given;
  const due = dueOf(clock.from, limit, given, getCalendar(calendars, clock.calendar));
  const policy = changes.policy ?? clock.policy;
  return { ...clock, limit, given, dueAt: due.at, provisional: due.provisional, policy };
}

export function stopClock(clock: Clock, now: Instant): Clock {
  return clock.stoppedAt === undefined ? { ...clock, stoppedAt: now } : clock;
}

/** Lets a stopped clock go on as if it had never stopped: the time since then counts. */
export function unstopClock(clock: Clock): Clock {
  const { stoppedAt: _stoppedAt, ...running } = clock;
  return running;
}

export function pauseClock(clock: Clock, now: Instant): Clock {
  return isRunning(clock) ? { ...clock, pausedAt: now } : clock;
}

/** Ends a pause and gives back exactly the office time it took. A limit missed before the pause stays missed. */
export function resumeClock(clock: Clock, time: TimeContext): Clock {
  if (clock.pausedAt === undefined) return clock;
  const { pausedAt, ...running } = clock;
  if (pausedAt >= clock.dueAt) return running;
  const calendar = getCalendar(time.calendars, clock.calendar);
  const taken = officeTimeBetween(pausedAt, time.now, calendar);
  return recount(running, { given: clock.given + taken }, time.calendars);
}

/** Office time left when the clock stopped; nothing when it had run out. */
export function timeLeft(clock: Clock, time: TimeContext): number {
  const until = clock.stoppedAt ?? clock.pausedAt ?? time.now;
  return officeTimeBetween(until, clock.dueAt, getCalendar(time.calendars, clock.calendar));
}

/** The share of the limit that has run, pauses left out: 0 at the start, 1 when it is due. */
export function shareRun(clock: Clock, time: TimeContext): number {
  const calendar = getCalendar(time.calendars, clock.calendar);
  const whole = officeTimeBetween(clock.from, clock.dueAt, calendar) - clock.given;
  const until = Math.min(clock.stoppedAt ?? clock.pausedAt ?? time.now, clock.dueAt);
  const run = officeTimeBetween(clock.from, until, calendar) - clock.given;
  if (until >= clock.dueAt) return 1;
  return whole <= 0 ? 1 : Math.max(0, run / whole);
}

/** The clocks after an event. */
export function applyClockChanges(clocks: Clocks, changes: ClockChanges): Clocks {
  const next: { [N in ClockName]?: Clock } = { ...clocks };
  for (const name of CLOCK_NAMES) {
    const change = changes[name];
    if (change === null) delete next[name];
    else if (change !== undefined) next[name] = change;
  }
  return next;
}

/** The running clock that runs out first. */
export function nextDueOf(clocks: Clocks): { readonly clock: ClockName; readonly at: Instant } | undefined {
  let next: { clock: ClockName; at: Instant } | undefined;
  for (const name of CLOCK_NAMES) {
    const clock = clocks[name];
    if (isRunning(clock) && (next === undefined || clock.dueAt < next.at)) {
      next = { clock: name, at: clock.dueAt };
    }
  }
  return next;
}
