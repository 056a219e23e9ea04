import type { Because, ReasonRef } from '../reason-ref.ts';
import { alertOf } from './alerts.ts';
import { change, deactivate } from './decide-officer.ts';
import type { Invitation } from './decide-officer.ts';
import type { OfficerEvent, OfficerState, Place, ProfileRef } from './officer.ts';
import { sameScope } from './overseer-scope.ts';

/** Somebody goes from where they serve, for good or elsewhere, and somebody else may come instead. */
export interface StaffChange {
  readonly kind?: undefined;
  readonly officerId: string;
  readonly from: Place;
  readonly goes: Leaves | Moves;
  readonly comes?: { readonly officerId: string; readonly invitation: Invitation };
}

/** Four eyes are asked for where people work: whether somebody is there who releases is decided in sight of those who go. */
export interface FourEyesAsked {
  readonly kind: 'four_eyes';
  readonly agencyId: string;
  /** By whom, see `isAskedAbove`. */
  readonly fourEyesBy?: string | undefined;
}

interface Leaves {
  readonly kind: 'leaves';
  readonly successorId?: string;
  readonly reason: ReasonRef;
}

interface Moves {
  readonly kind: 'moves';
  readonly to: Place & Because & { readonly profile: ProfileRef };
  /** See `change`. */
  readonly reachedElsewhere?: boolean;
}

/** Whoever goes on elsewhere, or as something else, is told; whoever was never in has nothing to be told of but the invitation. */
export function decideGoing(
  state: OfficerState | undefined,
  going: Pick<StaffChange, 'from' | 'goes'>,
): readonly OfficerEvent[] {
  const { goes } = going;
  if (goes.kind === 'leaves') return deactivate(state, goes);
  const events = change(state, goes.to, goes.reachedElsewhere);
  const told = events.length > 0 && state?.status === 'active' && changesRights(going);
  return told ? [...events, alertOf(goes.to.agencyId, 'rights_changed')] : events;
}

/** Whether whoever goes has other rights from then on: what was opened with those of before is over. */
export function changesRights({ from, goes }: Pick<StaffChange, 'from' | 'goes'>): boolean {
  if (goes.kind === 'leaves') return true;
  const { to } = goes;
  return to.agencyId !== from.agencyId || to.role !== from.role || !sameScope(to.scope, from.scope);
}
