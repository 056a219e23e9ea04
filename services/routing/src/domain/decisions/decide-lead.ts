import type { CaseState, Lead } from '../case.ts';
import { isOpen, recount, type ClockChanges, type TimeContext } from '../clocks/clock.ts';
import { clocksOnDangerJoining, isUrgent } from '../clock-changes.ts';
import { withoutUnpassed } from '../clocks/clock-thresholds.ts';
import type { CommandFields, CommandOf, DecisionContext } from '../commands.ts';
import type { CaseEventFields } from '../events.ts';
import { countsMembers, takesDanger } from '../following.ts';
import { record, type Decision } from '../record.ts';
import type { Instant } from '../clocks/working-time.ts';

/** One more changes nothing: then nothing need be written, for a case remembers every command that was given to it. */
export function leadsAlready(state: CaseState, joining: CommandFields['lead'], time: TimeContext): boolean {
  const { leads, danger } = state;
  if (leads === undefined || leads.members === 0) return false;
  const isKnown = joining.oldestAt >= leads.oldestAt && (danger || !joining.danger);
  return isKnown && urgentClockFrom(state, joining, time).urgent === undefined;
}

/** Another case is about to follow this one: it carries the clock of the oldest, and the danger of any with what is left of its hours. */
export function decideLead(state: CaseState, command: CommandOf<'lead'>, context: DecisionContext): Decision {
  if (leadsAlready(state, command, context)) return { events: [], state };
  const oldestAt = Math.min(state.leads?.oldestAt ?? state.submittedAt, command.oldestAt);
  const urgent = urgentClockFrom(state, command, context);
  const clocks = { ...caseClockFrom(state, oldestAt, context), ...urgent };
  const isNew = (command.danger && !state.danger) || urgent.urgent !== undefined;
  return record(state, context, 'CaseLeads', state.status, clocks, {
    oldestAt,
    danger: state.danger || command.danger,
    ...(isNew ? { dangerJoins: true as const } : {}),
  });
}

/** A clock that was met by whoever had the other case stays met. */
function urgentClockFrom(
  state: CaseState,
  { danger, urgentFrom }: Pick<CommandFields['lead'], 'danger' | 'urgentFrom'>,
  time: TimeContext,
): ClockChanges {
  return danger && urgentFrom !== undefined ? clocksOnDangerJoining(state, urgentFrom, time) : {};
}

/** Everybody has been brought the steps up to this one; how many they are, and since when the oldest of them waits. */
export function decideTellMembers(
  state: CaseState,
  command: CommandOf<'tell_members'>,
  context: DecisionContext,
): Decision {
  const { leads } = state;
  const told = leads === undefined ? undefined : toTell(state, leads, command);
  if (told === undefined) return { events: [], state };
  const over = told.dangerOver === true && isUrgent(state) ? { urgent: null } : {};
  const joined = told.dangerJoins === true ? urgentClockFrom(state, command, context) : {};
  const clocks = { ...caseClockFrom(state, told.oldestAt, context), ...over, ...joined };
  return record(state, context, 'MembersTold', state.status, clocks, told);
}

/**
 * What is to be written down; undefined where it would say what is known. Danger goes both ways: it was counted away when whoever
 * brought it was about to follow, and did not yet.
 */
export function toTell(
  state: CaseState,
  leads: Lead,
  command: CommandFields['tell_members'],
): CaseEventFields['MembersTold'] | undefined {
  const counts = countsMembers(state);
  const members = counts ? command.members : leads.members;
  const oldest = Math.min(state.submittedAt, command.oldestAt ?? state.submittedAt);
  const oldestAt = counts ? oldest : leads.oldestAt;
  const steps = Math.min(command.steps, leads.steps);
  const isOver = counts && leads.danger === true && !command.danger;
  const isKnown = isNear(members, leads.members) && oldestAt === leads.oldestAt && steps === leads.told;
  const joins = command.danger && !state.danger && takesDanger(state);
  if (isKnown && !isOver && !joins) return undefined;
  return {
    steps,
    members,
    oldestAt,
    ...(isOver ? { dangerOver: true as const } : {}),
    ...(joins ? { dangerJoins: true as const } : {}),
  };
}

/** A history does not grow by each of ten thousand: of more than a hundred they are known to one in a hundred. */
function isNear(members: number, known: number): boolean {
  return Math.abs(members - known) <= Math.floor(known / 100);
}

/** A clock that was met stays as it was met. */
function caseClockFrom(state: CaseState, from: Instant, context: DecisionContext): ClockChanges {
  const clock = state.clocks.case;
  if (!isOpen(clock) || clock.from === from) return {};
  return { case: withoutUnpassed(recount(clock, { from }, context.calendars), context) };
}
