import { reachOf } from '@lapor/contracts';
import { CallerKind } from '@lapor/contracts/common/v1/common';
import type { Caller } from '@lapor/contracts/common/v1/common';
import { AppError } from '@lapor/kernel';
import type { Loaded } from '@lapor/store';
import { actorOf, freshCommand } from '../commands.ts';
import type { AgencyRecord } from '../stores/directory-view.ts';
import {
  checkAbsence,
  dayIn,
  endAbsence,
  mayStandIn,
  setAbsence as decideSet,
} from '../domain/officer/absence.ts';
import { present } from '../domain/officer/decide-officer.ts';
import type { OfficerState } from '../domain/officer/officer.ts';
import { absencesFrom } from '../domain/officer/planned-absences.ts';
import type { Absence } from '../domain/officer/planned-absences.ts';
import type { ReasonRef } from '../domain/reason-ref.ts';
import type { DirectoryParts } from '../parts.ts';
import { checkedReason, reasonFor } from './change-with-reason.ts';
import { officersOf } from './list-officers.ts';
import { agencyOf, managedOfficer } from './manage-officers.ts';
import { placedIn, requireMayStandIn } from './stand-ins.ts';

type Officer = Loaded<OfficerState>;

/** Days on which somebody is away, or which of them are not to be (`ended`: the first day; empty: those of now, or the next). */
export type AbsenceOrder = Absence | { readonly ended: string };

/**
 * Says that an officer is away, or is not. Whoever says so of themselves need not say why: it is their own
 * business, and often one of health.
 * @throws AppError unauthenticated, forbidden, not_found, illegal (has left, too many), invalid (from, to, deputyId, reason)
 */
export async function setAbsence(
  parts: DirectoryParts,
  caller: Caller,
  officerId: string,
  order: AbsenceOrder,
  typed: string,
): Promise<Officer> {
  const officer = await ownOrManaged(parts, caller, officerId);
  const { path, timeZone } = await agencyOf(parts, officer.state.agencyId);
  const today = dayIn(timeZone, parts.clock.now());
  if (!('ended' in order)) {
    checkAbsence(order, today);
    const { deputyId } = order;
    if (deputyId !== undefined) await requireMayStandIn(parts, deputyId, placedIn(path, officer), 'deputyId');
  }
  const command = freshCommand(officer.id, actorOf(caller), 'absence');
  const decide = (state: OfficerState | undefined, reason?: ReasonRef) => {
    if (!('ended' in order)) return decideSet(present(state), order, { today, reason });
    return endAbsence(present(state), order.ended === '' ? undefined : order.ended, { today, reason });
  };
  const unsaid = officer.id === caller.officerId && typed.trim() === '';
  const reason = unsaid
    ? undefined
    : await reasonFor(parts, officer.id, command.commandId, checkedReason(typed), (because) =>
        decide(officer.state, because),
      );
  const changed = await parts.officers.execute(command, (state) => decide(state, reason));
  parts.sessions.refresh(officer.id);
  return changed;
}

/** Of the agency itself first. @throws AppError unauthenticated, forbidden, not_found */
export async function listDeputies(
  parts: DirectoryParts,
  caller: Caller,
  officerId: string,
): Promise<readonly Officer[]> {
  const officer = await ownOrManaged(parts, caller, officerId);
  const { path } = await agencyOf(parts, officer.state.agencyId);
  const agencies = path.toReversed().flatMap((id) => parts.view.find(id) ?? []);
  const away = placedIn(path, officer);
  const found = await officersOf(parts, agencies);
  return found.filter((each) => mayStandIn(placedIn([], each), away));
}

export interface Away {
  readonly officer: Officer;
  readonly absence: Absence;
  readonly now: boolean;
}

/** In the order in which they begin. @throws AppError unauthenticated, forbidden, not_found */
export async function listAbsences(
  parts: DirectoryParts,
  caller: Caller,
  agencyId: string,
): Promise<readonly Away[]> {
  const agency = await agencyOf(parts, agencyId);
  requireColleague(caller, agency);
  const today = dayIn(agency.timeZone, parts.clock.now());
  return (await officersOf(parts, [agency]))
    .flatMap((officer) => {
      if (officer.state.status === 'deactivated') return [];
      return absencesFrom(officer.state, today).map((absence) => ({
        officer,
        absence,
        now: absence.from <= today,
      }));
    })
    .sort((a, b) => (a.absence.from < b.absence.from ? -1 : 1));
}

async function ownOrManaged(parts: DirectoryParts, caller: Caller, officerId: string): Promise<Officer> {
  const own = officerId === '' || officerId === caller.officerId;
  if (!own) return managedOfficer(parts, caller, officerId);
  if (caller.kind !== CallerKind.OFFICER) throw new AppError('unauthenticated', 'sign in first');
  return parts.officers.get(caller.officerId);
}

/** Whoever serves the agency sees who of it is away, and so do the admins above. */
function requireColleague(caller: Caller, { agencyId, path }: AgencyRecord): void {
  if (caller.kind === CallerKind.SYSTEM) return;
  if (caller.kind !== CallerKind.OFFICER) throw new AppError('unauthenticated', 'sign in first');
  const above = reachOf(caller, 'manage_agency') !== undefined && path.includes(caller.agencyId);
  if (caller.agencyId !== agencyId && !above)
    throw new AppError('forbidden', 'only those who serve this agency, or admins above it, may');
}
