import { AppError, formatTrackingId } from '@lapor/kernel';
import type { Actor } from './agency.ts';
import type { CaseState } from './case.ts';
import type { TimeContext } from './clocks/clock.ts';
import { brokenGuard } from './guards.ts';
import { relationsOf, type Relation } from './relations.ts';
import { ROWS_OF_MEMBERS, TRANSITIONS, type CommandName, type Transition } from './transitions.ts';
import { visibilityFor, type Viewer } from './visibility.ts';

function rowsFrom(status: CaseState['status'], command?: CommandName): readonly Transition[] {
  return TRANSITIONS.filter(
    (row) => row.from.includes(status) && (command === undefined || row.command === command),
  );
}

function isOpenTo(row: Transition, relations: ReadonlySet<Relation>): boolean {
  return row.who.some((relation) => relations.has(relation));
}

/** Done on the master, for all who follow it. */
function isMasters(row: Transition, state: CaseState): boolean {
  return state.master !== undefined && !ROWS_OF_MEMBERS.has(row.key);
}

function brokenRule(row: Transition, state: CaseState, actor: Actor, time: TimeContext): string | undefined {
  if (!isMasters(row, state)) return brokenGuardOf(row, state, time);
  const there = masterFor(state, actor);
  const which = there === undefined ? 'another case' : `case ${formatTrackingId(there)}`;
  return `it follows ${which}: decide there, or unmerge it first`;
}

function brokenGuardOf(row: Transition, state: CaseState, time: TimeContext): string | undefined {
  for (const guard of row.guards ?? []) {
    const rule = brokenGuard(guard, state, time);
    if (rule !== undefined) return rule;
  }
  return undefined;
}

/**
 * The commands this person could run now, in the order of the table: what the screen offers. `time` must know the
 * calendar of the complaint's area (`areaCalendar`).
 */
export function legalCommands(state: CaseState, actor: Actor, time: TimeContext): readonly CommandName[] {
  const names = new Set<CommandName>();
  const relations = relationsOf(state, actor);
  for (const row of rowsFrom(state.status)) {
    if (!isOpenTo(row, relations) || isMasters(row, state)) continue;
    if (brokenGuardOf(row, state, time) === undefined) names.add(row.command);
  }
  return [...names];
}

export function isLegal(state: CaseState, command: CommandName, actor: Actor, time: TimeContext): boolean {
  return legalCommands(state, actor, time).includes(command);
}

/**
 * Passes when a row of the table allows the command. Otherwise throws `illegal` (wrong moment: `extra` has status, rule
 * and what is legal) or `forbidden` (right moment, wrong person: `extra` has what is legal for this one).
 */
export function requireLegal(
  state: CaseState,
  command: CommandName,
  actor: Actor,
  time: TimeContext,
): Transition {
  const rows = rowsFrom(state.status, command);
  const relations = relationsOf(state, actor);
  const open = rows.filter((row) => isOpenTo(row, relations));
  const passing = open.find((row) => brokenRule(row, state, actor, time) === undefined);
  if (passing !== undefined) return passing;
  if (rows.length > 0 && open.length === 0) {
    const legal = legalCommands(state, actor, time);
    throw new AppError('forbidden', 'this is not yours to do on this case', { extra: { legal } });
  }
  const rule =
    open.map((row) => brokenRule(row, state, actor, time)).find((broken) => broken !== undefined) ??
    `this cannot be done while the case is ${state.status}`;
  throw illegal(state, actor, time, rule);
}

/** `field`: what of the command does not go with where the case stands. */
export function illegal(
  state: CaseState,
  actor: Actor,
  time: TimeContext,
  rule: string,
  field?: string,
): AppError {
  const legal = legalCommands(state, actor, time);
  const masterId = masterFor(state, actor);
  const there = masterId === undefined ? {} : { masterId };
  return new AppError('illegal', rule, {
    extra: { status: state.status, legal, rule, ...there },
    ...(field === undefined ? {} : { issues: [{ field, rule }] }),
  });
}

/** Which case it follows is between those who work on them: reporters learn nothing of each other. */
export function masterFor(state: CaseState, viewer: Viewer): string | undefined {
  const isStaff = viewer.kind !== 'reporter' && viewer.kind !== 'public';
  return isStaff && visibilityFor(state, viewer).text ? state.master?.id : undefined;
}
