import type { Agency } from './agency.ts';
import type { CaseState } from './case.ts';
import {
  applyClockChanges,
  CLOCK_NAMES,
  getCalendar,
  goOn,
  isOpen,
  pauseClock,
  recount,
  resumeClock,
  shareRun,
  startClock,
  stopClock,
  unstopClock,
  type Clock,
  type ClockChanges,
  type ClockName,
  type TimeContext,
} from './clocks/clock.ts';
import { calendarKey, finerKey } from './clocks/calendar-key.ts';
import type { Limit } from './clocks/clock-count.ts';
import { withoutUnpassed } from './clocks/clock-thresholds.ts';
import { policyAt, type Policy } from './clocks/policy.ts';
import type { ComplaintType } from './vocabulary.ts';
import type { Instant } from './clocks/working-time.ts';

/** The clocks that stand still while the reporter is being waited for. Danger waits for nobody. */
const PAUSED_WHILE_HELD: readonly ClockName[] = ['case', 'verification', 'response', 'resolution'];

interface Class {
  readonly type: ComplaintType;
  readonly supervisory: boolean;
}

function caseLimit({ type, supervisory }: Class): (policy: Policy) => Limit {
  return ({ caseDays }) => ({ workingDays: supervisory ? caseDays.supervisory : caseDays[type] });
}

const verificationLimit = (policy: Policy): Limit => ({ workingDays: policy.verificationDays });
const responseLimit = (policy: Policy): Limit => ({ workingDays: policy.responseDays });
const replyLimit = (policy: Policy): Limit => ({ workingDays: policy.replyDays });
const silenceLimit = (policy: Policy): Limit => ({ workingDays: policy.silenceDays });
const urgentLimit = (policy: Policy): Limit => ({ hours: policy.urgentHours });

function changeEach(
  state: CaseState,
  names: readonly ClockName[],
  change: (clock: Clock) => Clock,
): ClockChanges {
  const changes: { [N in ClockName]?: Clock } = {};
  for (const name of names) {
    const clock = state.clocks[name];
    if (clock === undefined) continue;
    const changed = change(clock);
    if (changed !== clock) changes[name] = changed;
  }
  return changes;
}

function stop(state: CaseState, names: readonly ClockName[], now: Instant): ClockChanges {
  return changeEach(state, names, (clock) => stopClock(clock, now));
}

export interface Opening extends Class {
  readonly areaCalendar: string;
  readonly submittedAt: Instant;
  readonly danger: boolean;
  readonly holder: Agency;
}

export function clocksOnOpening(opening: Opening, time: TimeContext): ClockChanges {
  const { areaCalendar, submittedAt, holder } = opening;
  return {
    case: startClock(submittedAt, areaCalendar, caseLimit(opening), time),
    verification: startClock(time.now, holder.calendar, verificationLimit, time),
    ...(opening.danger ? { urgent: startClock(submittedAt, areaCalendar, urgentLimit, time) } : {}),
  };
}

/** A new leg: whoever receives the case has the whole limit, whatever the holder before used up. */
export function clocksOnReceipt(state: CaseState, to: Agency, time: TimeContext): ClockChanges {
  return {
    ...stop(state, ['verification'], time.now),
    response: startClock(time.now, to.calendar, responseLimit, time),
    resolution: startClock(time.now, to.calendar, caseLimit(state), time),
  };
}

export function clocksOnQuestion(state: CaseState, time: TimeContext): ClockChanges {
  return {
    ...changeEach(state, PAUSED_WHILE_HELD, (clock) => pauseClock(clock, time.now)),
    silence: startClock(time.now, state.areaCalendar, silenceLimit, time),
  };
}

/** The reporter answered, in time or (after the case was set aside for silence) later: what was paused goes on. */
export function clocksOnReply(state: CaseState, time: TimeContext): ClockChanges {
  return {
    ...changeEach(state, PAUSED_WHILE_HELD, (clock) => resumeClock(clock, time)),
    ...stop(state, ['silence'], time.now),
    ...urgentAgain(state),
  };
}

/** A step that danger does not let wait for an answer: what stood still for the question goes on first. */
export function clocksOnUrgentStep(
  state: CaseState,
  time: TimeContext,
  step: (resumed: CaseState) => ClockChanges,
): ClockChanges {
  if (state.status !== 'held') return step(state);
  const resumed = clocksOnReply(state, time);
  return { ...resumed, ...step({ ...state, clocks: applyClockChanges(state.clocks, resumed) }) };
}

function urgentAgain(state: CaseState): ClockChanges {
  return isUrgentMet(state) ? {} : changeEach(state, ['urgent'], unstopIfStopped);
}

function unstopIfStopped(clock: Clock): Clock {
  return clock.stoppedAt === undefined ? clock : unstopClock(clock);
}

export function clocksOnFollowUp(state: CaseState, time: TimeContext): ClockChanges {
  return stop(state, ['response', 'urgent'], time.now);
}

export function clocksOnAnswer(state: CaseState, time: TimeContext): ClockChanges {
  return {
    ...stop(state, ['response', 'urgent', 'resolution', 'case'], time.now),
    reply: startClock(time.now, state.areaCalendar, replyLimit, time),
  };
}

/** The answer reached the reporter: only now the days to judge it begin. */
export function clocksOnDelivery(state: CaseState, deliveredAt: Instant, time: TimeContext): ClockChanges {
  return { reply: startClock(deliveredAt, state.areaCalendar, replyLimit, time) };
}

/** Clocks that are still to be met, counted anew where their calendar has changed. */
export function clocksOnNewCalendar(state: CaseState, time: TimeContext): ClockChanges {
  const changes: { [N in ClockName]?: Clock } = {};
  for (const name of staleClocks(state, time)) {
    const clock = state.clocks[name];
    if (clock === undefined) continue;
    const calendar = calendarToday(name, clock, state, time);
    changes[name] = withoutUnpassed(recount(clock, { calendar }, time.calendars), time);
  }
  return changes;
}

/** The open clocks that were counted with another edition of their calendar than the one known here. */
export function staleClocks(state: CaseState, time: Dated): readonly ClockName[] {
  return CLOCK_NAMES.filter((name) => {
    const clock = state.clocks[name];
    if (!isOpen(clock)) return false;
    const calendar = time.calendars.get(calendarToday(name, clock, state, time));
    return calendar !== undefined && (calendar.edition ?? 0) > (clock.edition ?? 0);
  });
}

type Dated = Pick<TimeContext, 'calendars' | 'agencies'>;
const OF_THE_AREA: ReadonlySet<ClockName> = new Set<ClockName>(['case', 'urgent', 'reply', 'silence']);

/** A clock of a holder that is in another area by now stays in the calendar in which it began. */
function calendarToday(name: ClockName, { calendar }: Clock, state: CaseState, time: Dated): string {
  const { areaCalendar, holderCalendar } = calendarsToday(state, time);
  if (OF_THE_AREA.has(name)) return finerKey(calendar, areaCalendar);
  return calendar === state.holder.calendar ? finerKey(calendar, holderCalendar) : calendar;
}

/** Of the place and of the holder, as a case that comes in today would be given them. */
export function calendarsToday(
  { areaCode, areaCalendar, holder }: CaseState,
  { agencies }: Pick<Dated, 'agencies'>,
): { readonly areaCalendar: string; readonly holderCalendar: string } {
  const ofHolder = agencies?.get(holder.id)?.calendar ?? holder.calendar;
  return {
    areaCalendar: finerKey(areaCalendar, calendarKey(areaCode)),
    holderCalendar: finerKey(holder.calendar, ofHolder),
  };
}

/** Not solved, or taken up again: the case clock has never stood still; the holder has what was left, at least five days. */
export function clocksOnGoingOn(state: CaseState, time: TimeContext): ClockChanges {
  return {
    ...changeEach(state, ['case'], unstopIfStopped),
    ...stop(state, ['reply'], time.now),
    resolution: resolutionAgain(state, time),
  };
}

function resolutionAgain(state: CaseState, time: TimeContext): Clock {
  const before = state.clocks.resolution;
  if (before === undefined) return startClock(time.now, state.holder.calendar, caseLimit(state), time);
  const { leastLeftDays } = policyAt(time.policies, time.now, getCalendar(time.calendars, before.calendar));
  return goOn(before, leastLeftDays, time);
}

/** Set aside, referred, withdrawn, closed: nothing runs any more. */
export function clocksOnEnd(state: CaseState, time: TimeContext): ClockChanges {
  return stop(state, CLOCK_NAMES, time.now);
}

/** Set aside for silence: the paused clocks stay paused, so that a late answer still gives back all the waiting. */
export function clocksOnSilence(state: CaseState, time: TimeContext): ClockChanges {
  return stop(state, ['silence', 'urgent', 'reply'], time.now);
}

/** An objection: verified anew by the tier above; the case clock has run on, except while the reporter was asked. */
export function clocksOnObjection(state: CaseState, to: Agency, time: TimeContext): ClockChanges {
  return {
    ...changeEach(state, ['case'], (clock) => unstopIfStopped(resumeClock(clock, time))),
    verification: startClock(time.now, to.calendar, verificationLimit, time),
    response: null,
    resolution: null,
    ...urgentAgain(state),
  };
}

/** Protection took the case away from its holder, in the middle of whatever it was. */
export function clocksOnProtection(state: CaseState, to: Agency, time: TimeContext): ClockChanges {
  if (state.status === 'answered') return { response: null, resolution: null };
  const waiting = state.status === 'unverified' || state.resumeTo === 'unverified';
  const fresh: ClockChanges = waiting
    ? { verification: startClock(time.now, to.calendar, verificationLimit, time) }
    : clocksOnReceipt(state, to, time);
  if (state.resumeTo === undefined) return fresh;
  const paused: { [N in ClockName]?: Clock | null } = { ...fresh };
  for (const name of PAUSED_WHILE_HELD) {
    const clock = paused[name];
    if (clock !== undefined && clock !== null) paused[name] = pauseClock(clock, time.now);
  }
  return paused;
}

/** Another agency goes on with whatever it was; of what is done the next leg will begin anew. */
export function clocksOnTakingOver(state: CaseState, to: Agency, time: TimeContext): ClockChanges {
  const waits = state.resumeTo !== undefined;
  const worked = ['unverified', 'assigned', 'in_progress', 'returned'].includes(state.status);
  return waits || worked ? clocksOnProtection(state, to, time) : { response: null, resolution: null };
}

export interface Reclassified {
  readonly clocks: ClockChanges;
  readonly limitKept: boolean;
}

/** New limits for the case and for the present leg; neither is lengthened once three quarters of it have run. */
export function clocksOnReclassifying(state: CaseState, to: Class, time: TimeContext): Reclassified {
  let limitKept = false;
  const clocks = relimit(state, to, time, (clock, changed, policy) => {
    if (changed.dueAt <= clock.dueAt || shareRun(clock, time) < policy.keepLimitFrom) return changed;
    limitKept = true;
    return clock;
  });
  return { clocks, limitKept };
}

/** The reclassification was wrong: its limits go with it, however much of them has run. */
export function clocksOnRestoring(state: CaseState, to: Class, time: TimeContext): ClockChanges {
  return relimit(state, to, time, (_clock, changed) => changed);
}

/** The clocks that have the limit of the class the case is in, with that of another. */
function relimit(
  state: CaseState,
  to: Class,
  time: TimeContext,
  choose: (clock: Clock, changed: Clock, policy: Policy) => Clock,
): ClockChanges {
  return changeEach(state, ['case', 'resolution'], (clock) => {
    const policy = policyAt(time.policies, clock.from, getCalendar(time.calendars, clock.calendar));
    const old = caseLimit(state)(policy);
    const limit = caseLimit(to)(policy);
    const unlike = JSON.stringify(clock.limit) !== JSON.stringify(old); // kept before, or what was left after an answer
    if (unlike || JSON.stringify(limit) === JSON.stringify(old)) return clock;
    const counted = recount(clock, { limit, policy: policy.version }, time.calendars);
    return choose(clock, withoutUnpassed(counted, time), policy);
  });
}

/** It follows another: its reporter's clock runs on, whoever has it is judged by the master's. An answer it had no longer counts. */
export function clocksOnMerging(state: CaseState, time: TimeContext): ClockChanges {
  const gone: { [N in ClockName]?: null } = {};
  for (const name of ['verification', 'response', 'resolution', 'silence', 'reply'] as const)
    if (state.clocks[name] !== undefined) gone[name] = null;
  return {
    ...changeEach(state, ['case'], (clock) => unstopIfStopped(resumeClock(clock, time))),
    ...stop(state, ['urgent'], time.now),
    ...gone,
  };
}

/** By itself again: the leg of whoever has it begins now, the case clock has never stood still. */
export function clocksOnUnmerging(
  state: CaseState,
  to: Agency,
  followedUp: boolean,
  time: TimeContext,
): ClockChanges {
  return {
    ...changeEach(state, ['case'], unstopIfStopped),
    ...(state.clocks.reply === undefined ? {} : { reply: null }),
    ...(followedUp ? {} : changeEach(state, ['urgent'], unstopIfStopped)),
    ...(state.status === 'unverified'
      ? { verification: startClock(time.now, to.calendar, verificationLimit, time) }
      : clocksOnReceipt(state, to, time)),
  };
}

/**
 * Danger that another case brings along, with what is left of its two hours, or that was found out. Again when this one was followed
 * up before, for then nobody has looked at the danger yet.
 */
export function clocksOnDangerJoining(state: CaseState, from: Instant, time: TimeContext): ClockChanges {
  const own = state.clocks.urgent;
  const known = state.danger && isUrgentMet(state);
  if (known || (isOpen(own) && own.from <= from)) return {};
  return { urgent: startClock(from, state.areaCalendar, urgentLimit, time) };
}

/** Somebody has followed up, and no danger was told of since that was not known before. */
export function isUrgentMet({
  firstFollowUpAt,
  dangerJoined,
}: Pick<CaseState, 'firstFollowUpAt' | 'dangerJoined'>): boolean {
  return firstFollowUpAt !== undefined && dangerJoined !== true;
}

/** Danger is known of, and nobody has come yet. */
export function isUrgent<State extends Pick<CaseState, 'clocks' | 'firstFollowUpAt' | 'dangerJoined'>>(
  state: State,
): state is State & { readonly clocks: { readonly urgent: Clock } } {
  return state.clocks.urgent !== undefined && !isUrgentMet(state);
}
