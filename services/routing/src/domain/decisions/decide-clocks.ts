import type { Agencies } from '../agency.ts';
import type { CaseState } from '../case.ts';
import { CLOCK_NAMES, type Clock, type ClockChanges, type ClockName } from '../clocks/clock.ts';
import { calendarsToday, clocksOnDelivery, clocksOnNewCalendar } from '../clock-changes.ts';
import { passedOf, type Passed } from '../clocks/clock-thresholds.ts';
import type { CommandOf, DecisionContext } from '../commands.ts';
import type { ClockMoved } from '../events.ts';
import { record, type Decision } from '../record.ts';

/** The notice of an answer arrived. Of an answer that has been overtaken meanwhile it says nothing. */
export function decideConfirmDelivery(
  state: CaseState,
  { answeredAt, deliveredAt }: CommandOf<'confirm_delivery'>,
  context: DecisionContext,
): Decision {
  const { answer } = state;
  if (answer === undefined || answer.at !== answeredAt) return { events: [], state };
  // Two machines' clocks may differ: word of an answer never arrives before it.
  const at = Math.max(answer.at, Math.min(deliveredAt, context.now));
  const clocks = clocksOnDelivery(state, at, context);
  return record(state, context, 'AnswerDelivered', state.status, clocks, { deliveredAt: at });
}

/** Kinds of agencies that are parts of a body, not bodies. */
const PARTS: ReadonlySet<string> = new Set(['unit', 'subunit', 'inspectorate']);

/** The tiers above the holder up to its body, nearest first; nobody for a body itself. */
export function tiersInBody(path: readonly string[], agencies: Agencies): readonly string[] {
  const tiers: string[] = [];
  for (let at = path.length - 1; at > 0; at -= 1) {
    const kind = agencies.get(path[at] ?? '')?.kind ?? '';
    if (!PARTS.has(kind)) break;
    tiers.push(path[at - 1] ?? '');
  }
  return tiers;
}

/** Warnings, misses and their escalation: everything that was passed since the last time, in one event. */
export function decidePassThresholds(state: CaseState, context: DecisionContext): Decision {
  const passed = passedOf(state.clocks, context);
  if (passed.length === 0) return { events: [], state };
  // Nobody above may look into a protected case.
  const tiers = state.protected ? [] : tiersInBody(state.holder.path, context.agencies);
  const clocks: { [N in ClockName]?: Clock } = {};
  const told = new Set<string>();
  for (const each of passed) {
    const clock = state.clocks[each.clock];
    if (clock === undefined) continue;
    clocks[each.clock] = afterPassing(clock, each, tiers.length);
    for (const id of tiers.slice(...each.tiers)) told.add(id);
  }
  return record(state, context, 'ClockThresholdsPassed', state.status, clocks satisfies ClockChanges, {
    passed: passed.map(({ clock, percent, before, dueAt }) => ({
      clock,
      percent,
      dueAt,
      missedNow: percent >= 100 && before < 100,
    })),
    tierIds: [...told],
  });
}

/** Once the miss and every tier have been told of, there is nothing left to say. */
function afterPassing(clock: Clock, { percent, tiers: [, told] }: Passed, tiers: number): Clock {
  const above = Math.min(told, tiers) > 0;
  const passed = { ...clock, passed: percent, ...(above ? { toldAbove: true as const } : {}) };
  return percent >= 100 && told >= tiers ? { ...passed, toldAll: true } : passed;
}

/** The same clocks in a changed calendar. What was met stays as it was judged. */
export function decideRecountClocks(state: CaseState, context: DecisionContext): Decision {
  const clocks = clocksOnNewCalendar(state, context);
  if (Object.keys(clocks).length === 0) return { events: [], state };
  const { areaCalendar, holderCalendar } = calendarsToday(state, context);
  const keys = {
    ...(areaCalendar === state.areaCalendar ? {} : { areaCalendar }),
    ...(holderCalendar === state.holder.calendar ? {} : { holderCalendar }),
  };
  const moved = movedBy(state, clocks);
  return record(state, context, 'ClocksRecounted', state.status, clocks, { moved, ...keys });
}

/** Which limits the new clocks move. */
export function movedBy(state: CaseState, clocks: ClockChanges): readonly ClockMoved[] {
  return CLOCK_NAMES.flatMap((name) => {
    const [before, after] = [state.clocks[name]?.dueAt, clocks[name]?.dueAt];
    if (before === undefined || after === undefined || before === after) return [];
    return [{ clock: name, dueBefore: before, dueAfter: after }];
  });
}
