import { AppError, invalid } from '@lapor/kernel';
import { because } from '../reason-ref.ts';
import type { ReasonRef } from '../reason-ref.ts';
import type { OfficerEvent, OfficerState } from './officer.ts';
import { absenceOn, absencesFrom, absencesOf } from './planned-absences.ts';
import type { Absence } from './planned-absences.ts';
import type { RoleName } from './role.ts';

const DAY = /^\d{4}-\d{2}-\d{2}$/;
/** A year of study, or of leave, and some days. */
const LONGEST_DAYS = 400;
const DAY_MILLISECONDS = 86_400_000;

/** Who works on cases, and so can do what a colleague would have done. */
const WORKERS: ReadonlySet<RoleName> = new Set<RoleName>(['liaison', 'supervisor', 'agency_admin']);
const ADMINS: ReadonlySet<RoleName> = new Set<RoleName>(['agency_admin', 'national_admin']);

/** An officer and where the agency they serve stands in the tree: ancestors from the root, itself last. */
export interface Placed {
  readonly id: string;
  readonly state: OfficerState;
  readonly path: readonly string[];
}

/**
 * Whether somebody may stand in: of the same agency, or an admin of one above it, who may do there what the other may. Nobody
 * but an inspector of the same inspectorate for an inspector: what they hold nobody else may know of.
 */
export function mayStandIn(deputy: Placed, officer: Placed): boolean {
  if (deputy.id === officer.id || deputy.state.status === 'deactivated') return false;
  const same = deputy.state.agencyId === officer.state.agencyId;
  const { role } = officer.state;
  if (role === 'inspectorate' || deputy.state.role === 'inspectorate')
    return same && deputy.state.role === role;
  if (!same) return officer.path.includes(deputy.state.agencyId) && ADMINS.has(deputy.state.role);
  return WORKERS.has(deputy.state.role) || ADMINS.has(deputy.state.role) || deputy.state.role === role;
}

/** `today`: in the zone of the agency. @throws AppError invalid (from, to) */
export function checkAbsence({ from, to }: Pick<Absence, 'from' | 'to'>, today: string): void {
  for (const [field, day] of [
    ['from', from],
    ['to', to],
  ] as const) {
    if (!DAY.test(day) || Number.isNaN(Date.parse(day))) throw invalid(field, 'is a day such as 2026-12-24');
  }
  if (to < from) throw invalid('to', 'is not before from');
  if (to < today) throw invalid('to', 'is not over already');
  if (Date.parse(to) - Date.parse(from) > LONGEST_DAYS * DAY_MILLISECONDS)
    throw invalid('to', `is at most ${LONGEST_DAYS} days after from`);
}

/** As many as somebody plans ahead. */
export const MOST_ABSENCES = 8;

/**
 * One more, or one that takes the place of those it has days in common with. Said again it says nothing new.
 * @throws AppError illegal when there are too many
 */
export function setAbsence(
  state: OfficerState,
  absence: Absence,
  { today, reason }: Saying,
): readonly OfficerEvent[] {
  const { from, to, deputyId } = absence;
  const known = absencesOf(state).some(
    (each) => each.from === from && each.to === to && each.deputyId === deputyId,
  );
  if (known) return [];
  const ahead = absencesFrom(state, today).filter((each) => each.to < from || each.from > to);
  if (ahead.length >= MOST_ABSENCES)
    throw new AppError('illegal', `at most ${MOST_ABSENCES} absences are planned ahead`, {
      extra: { legal: ['end one of them'] },
    });
  return [{ type: 'AbsenceSet', data: { ...absence, ...because(reason) } }];
}

/** `from`: the first day of the one that is meant; undefined: the one of now, or the next. */
export function endAbsence(
  state: OfficerState,
  from: string | undefined,
  { today, reason }: Saying,
): readonly OfficerEvent[] {
  const meant = absencesFrom(state, today).find((each) => from === undefined || each.from === from);
  if (meant === undefined) return [];
  return [{ type: 'AbsenceEnded', data: { agencyId: state.agencyId, from: meant.from, ...because(reason) } }];
}

interface Saying {
  readonly today: string;
  readonly reason?: ReasonRef | undefined;
}

export function isAway(state: OfficerState, today: string): boolean {
  return absenceOn(state, today) !== undefined;
}

/** The day that it is somewhere. `zone`: an IANA name. */
export function dayIn(zone: string, now: Date): string {
  return new Intl.DateTimeFormat('en-CA', { timeZone: zone, dateStyle: 'short' }).format(now);
}
