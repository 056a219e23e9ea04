import { AppError } from '@lapor/kernel';
import type { Agencies } from '../agency.ts';
import { countClock, shareRunUntil, withGap, type Basis, type Gap, type Limit } from './clock-count.ts';
import { policyAt, type Policy } from './policy.ts';
import type { Calendar, Instant } from './working-time.ts';

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

/**
 * One clock of a case. `dueAt` always is what counting `from`, `limit`, `given` and `gaps` from scratch gives, so that a
 * changed holiday table can recount it. Running unless paused or stopped.
 */
export interface Clock extends Basis {
  readonly dueAt: Instant;
  readonly provisional: boolean;
  /** Key of the calendar it is counted in. */
  readonly calendar: string;
  /** Edition of that calendar. Absent: 0. */
  readonly edition?: number;
  /** Version of the policy that gave the limit. */
  readonly policy: string;
  /** The highest threshold that was told of, in percent of the limit. */
  readonly passed?: number;
  /** The next threshold and when it is passed; there while the clock runs and somebody is left to be told. */
  readonly next?: { readonly percent: number; readonly at: Instant };
  /** Whoever is to be told of the miss has been. */
  readonly toldAll?: true;
  /** It was late enough for a tier above the holder. */
  readonly toldAbove?: true;
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
  /** Where the holder's calendar is looked up when clocks are counted anew. */
  readonly agencies?: Agencies;
}

export function getCalendar(calendars: Calendars, key: string): Calendar {
  const calendar = calendars.get(key);
  if (calendar === undefined) throw new AppError('unavailable', `calendar ${key} is not known here yet`);
  return calendar;
}

export function isRunning(clock: Clock | undefined): clock is Clock {
  return clock !== undefined && clock.pausedAt === undefined && clock.stoppedAt === undefined;
}

/** Still to be met: it runs, or stands still for a while. */
export function isOpen(clock: Clock | undefined): clock is Clock {
  return clock !== undefined && clock.stoppedAt === undefined;
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
  const basis = { from, limit: limitOf(policy), given: 0 };
  const { dueAt, provisional } = countClock(basis, calendar);
  return {
    ...basis,
    dueAt,
    provisional,
    calendar: calendarKey,
    ...editionOf(calendar),
    policy: policy.version,
  };
}

function editionOf({ edition }: Calendar): Pick<Clock, 'edition'> {
  return edition === undefined ? {} : { edition };
}

/** The same clock counted anew: another limit, another gap, or a changed calendar. */
export function recount(
  clock: Clock,
  changes: Partial<Pick<Clock, 'from' | 'limit' | 'given' | 'gaps' | 'policy' | 'calendar'>>,
  calendars: Calendars,
): Clock {
  const calendar = getCalendar(calendars, changes.calendar ?? clock.calendar);
  const changed = { ...clock, ...changes, ...editionOf(calendar) };
  const { dueAt, provisional } = countClock(changed, calendar);
  return { ...changed, dueAt, provisional };
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
  return closeGap(running, { from: pausedAt, to: time.now }, time);
}

/** A stopped clock goes on with what was left when it stopped, and with these working days at the least. */
export function goOn(clock: Clock, leastDays: number, time: TimeContext): Clock {
  const { stoppedAt, pausedAt, passed: _passed, toldAll: _toldAll, ...running } = clock;
  const from = stoppedAt ?? pausedAt ?? time.now;
  return closeGap(running, { from, to: time.now, leastDays }, time);
}

function closeGap(clock: Clock, gap: Gap, time: TimeContext): Clock {
  const calendar = getCalendar(time.calendars, clock.calendar);
  return recount(clock, withGap(clock, gap, calendar), time.calendars);
}

/** The share of the limit that has run, pauses left out: 0 at the start, 1 when it is due. */
export function shareRun(clock: Clock, time: TimeContext): number {
  const until = clock.stoppedAt ?? clock.pausedAt ?? time.now;
  return shareRunUntil(clock, until, getCalendar(time.calendars, clock.calendar));
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
