import type { CaseState } from '../case.ts';
import { isOpen, recount, type ClockChanges } from '../clocks/clock.ts';
import { clocksOnDanger } from '../clock-changes.ts';
import { withoutUnpassed } from '../clocks/clock-thresholds.ts';
import type { CommandOf, DecisionContext } from '../commands.ts';
import { record, type Decision } from '../record.ts';
import type { Instant } from '../clocks/working-time.ts';

/** Another case is about to follow this one: it carries the clock of the oldest, and the danger of any. */
export function decideLead(state: CaseState, command: CommandOf<'lead'>, context: DecisionContext): Decision {
  const { leads } = state;
  const oldestAt = Math.min(leads?.oldestAt ?? state.submittedAt, command.oldestAt);
  const isNothingNew =
    leads !== undefined &&
    leads.members > 0 &&
    oldestAt === leads.oldestAt &&
    (state.danger || !command.danger);
  if (isNothingNew) return { events: [], state };
  const clocks = {
    ...caseClockFrom(state, oldestAt, context),
    ...(command.danger && !state.danger ? clocksOnDanger(state, context) : {}),
  };
  const fields = { oldestAt, danger: state.danger || command.danger };
  return record(state, context, 'CaseLeads', state.status, clocks, fields);
}

/** Below this every change is written down, above it only one that matters: a master of ten thousand keeps a short history. */
const COUNTED_EXACTLY = 20;
const WORTH_TELLING = 0.05;

/** Everybody has been brought the steps up to this one; how many they are, and since when the oldest of them waits. */
export function decideTellMembers(
  state: CaseState,
  command: CommandOf<'tell_members'>,
  context: DecisionContext,
): Decision {
  const { leads } = state;
  if (leads === undefined) return { events: [], state };
  const members = isWorthTelling(leads.members, command.members) ? command.members : leads.members;
  const oldestAt = Math.min(state.submittedAt, command.oldestAt ?? state.submittedAt);
  const steps = Math.max(leads.told, Math.min(command.steps, leads.steps));
  if (members === leads.members && oldestAt === leads.oldestAt && steps === leads.told)
    return { events: [], state };
  const clocks = caseClockFrom(state, oldestAt, context);
  return record(state, context, 'MembersTold', state.status, clocks, { steps, members, oldestAt });
}

function isWorthTelling(before: number, now: number): boolean {
  if (now <= COUNTED_EXACTLY || before <= COUNTED_EXACTLY) return now !== before;
  return Math.abs(now - before) >= before * WORTH_TELLING;
}

/** A clock that was met stays as it was met. */
function caseClockFrom(state: CaseState, from: Instant, context: DecisionContext): ClockChanges {
  const clock = state.clocks.case;
  if (!isOpen(clock) || clock.from === from) return {};
  return { case: withoutUnpassed(recount(clock, { from }, context.calendars), context) };
}
