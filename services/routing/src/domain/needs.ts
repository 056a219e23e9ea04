import { type Agencies, withHeirs } from './agency.ts';
import type { CaseState } from './case.ts';
import { calendarKey, finerKey } from './clocks/calendar-key.ts';
import { CLOCK_NAMES } from './clocks/clock.ts';
import type { CaseCommand } from './commands.ts';

/** The agencies a decision may look at: have them all in the context before deciding. Unknown ones may stay out. */
export function agenciesNeeded(state: CaseState | undefined, command: CaseCommand): readonly string[] {
  const ids = new Set<string>();
  if (state !== undefined) {
    for (const id of state.holder.path) ids.add(id);
    for (const id of state.archive?.byPath ?? []) ids.add(id);
    for (const id of state.reclassification?.byPath ?? []) ids.add(id);
    for (const id of state.reportedIds) ids.add(id);
    if (state.competentId !== undefined) ids.add(state.competentId);
    if (state.master !== undefined) for (const id of state.master.before.holder.path) ids.add(id);
  }
  if (command.type === 'open') {
    const { admin, reportedId, competent } = command.jurisdiction;
    for (const id of admin.path) ids.add(id);
    if (reportedId !== undefined) ids.add(reportedId);
    if (competent !== undefined) ids.add(competent.id);
  }
  if (command.type === 'take_over' || command.type === 'move_holder')
    for (const id of command.path) ids.add(id);
  if (command.type === 'dispose') ids.add(command.agencyId);
  if (command.type === 'note' && command.toAgencyId !== undefined) ids.add(command.toAgencyId);
  return [...ids];
}

/**
 * The bodies whose inspectorates a decision may have to tell: every tier that may hold the case, when it is or may become a
 * protected one.
 */
export function inspectedBodies(
  state: CaseState | undefined,
  command: CaseCommand,
  agencies: Agencies,
): readonly string[] {
  if (!(state?.protected === true || protects(command))) return [];
  const paths = withHeirs(agenciesNeeded(state, command), agencies).map((id) => agencies.get(id)?.path ?? []);
  return [...new Set(paths.flat())];
}

function protects(command: CaseCommand): boolean {
  if (command.type === 'open') return command.filing.protected;
  if (command.type === 'set_privacy') return command.protected === true;
  // What the reporter objected against may have taken weight away: that comes back.
  if (command.type === 'decide_objection') return command.accept;
  return command.type === 'reclassify' && command.supervisory === true;
}

/** Keys of the calendars a decision may count in, once its agencies are there. */
export function calendarsNeeded(
  state: CaseState | undefined,
  command: CaseCommand,
  agencies: Agencies,
): readonly string[] {
  const keys = new Set<string>();
  if (state !== undefined) {
    keys.add(state.areaCalendar);
    keys.add(finerKey(state.areaCalendar, calendarKey(state.areaCode)));
    keys.add(state.holder.calendar);
    if (state.master !== undefined) keys.add(state.master.before.holder.calendar);
    for (const name of CLOCK_NAMES) {
      const clock = state.clocks[name];
      if (clock !== undefined) keys.add(clock.calendar);
    }
  }
  if (command.type === 'open') {
    const { filing, jurisdiction } = command;
    keys.add(filing.areaCalendar);
    keys.add(jurisdiction.admin.calendar);
    if (jurisdiction.competent !== undefined) keys.add(jurisdiction.competent.calendar);
  }
  for (const id of agenciesNeeded(state, command)) {
    const agency = agencies.get(id);
    if (agency !== undefined) keys.add(agency.calendar);
  }
  return [...keys];
}
