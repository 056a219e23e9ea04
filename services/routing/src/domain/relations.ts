import { isWithin, type Actor, type Machine } from './agency.ts';
import type { CaseState } from './case.ts';
import type { Role } from './vocabulary.ts';

/** What somebody is to a case. The words of the transition table's `who`. */
export type Relation =
  | 'system'
  | 'reporter'
  | 'holder' // an officer of the agency that has it, who works on cases
  | 'holder_admin' // one who may decide for that agency
  | 'above_admin' // an admin of a tier above it (for a protected case: the inspectorate over it)
  | 'national_admin'
  | 'objection_decider' // an admin of the tier that decides an objection to a reclassification, or of one above it
  | 'addressed'; // works in an agency elsewhere that was written to about it

const STAFF_ROLES: ReadonlySet<Role> = new Set(['liaison', 'agency_admin', 'national_admin', 'inspectorate']);
const ADMIN_ROLES: ReadonlySet<Role> = new Set(['agency_admin', 'national_admin', 'inspectorate']);

/** The reported unit and everybody below it: for them a protected case does not exist. */
export function isReported(
  state: Pick<CaseState, 'protected' | 'reportedIds'>,
  path: readonly string[],
): boolean {
  return state.protected && isWithin(path, state.reportedIds);
}

/** An inspectorate is a unit of a body and looks over that body's whole subtree. */
export function isOver(state: Pick<CaseState, 'holder'>, inspectoratePath: readonly string[]): boolean {
  const body = inspectoratePath.at(-2);
  return body !== undefined && state.holder.path.includes(body);
}

function inspects(state: CaseState, actor: Extract<Actor, { kind: 'officer' }>): boolean {
  return actor.role === 'inspectorate' && isOver(state, actor.agencyPath);
}

/**
 * Whether a case is the business of an agency's system: what the agency and the units below it hold; of protected cases those
 * alone that its agency inspects.
 */
export function concerns(state: CaseState, machine: Machine): boolean {
  if (!state.protected) return state.holder.path.includes(machine.agencyId);
  return machine.inspects && isOver(state, machine.agencyPath) && !isReported(state, machine.agencyPath);
}

/** Somebody who works where a message about the case went. Protected, it is nobody's business elsewhere any more. */
export function isAddressed(
  state: Pick<CaseState, 'protected' | 'addressedIds'>,
  actor: Extract<Actor, { kind: 'officer' }>,
): boolean {
  const written = state.addressedIds?.includes(actor.agencyId) ?? false;
  return written && !state.protected && STAFF_ROLES.has(actor.role);
}

/** A system works for its agency and the units below it; on a protected case only where its own agency holds it. */
function relationsOfMachine(state: CaseState, machine: Machine): ReadonlySet<Relation> {
  const works = concerns(state, machine) && (!state.protected || state.holder.id === machine.agencyId);
  return new Set<Relation>(works ? ['holder'] : []);
}

export function relationsOf(state: CaseState, actor: Actor): ReadonlySet<Relation> {
  if (actor.kind === 'system') return new Set<Relation>(['system']);
  if (actor.kind === 'reporter') {
    return new Set<Relation>(actor.trackingId === state.id ? ['reporter'] : []);
  }
  if (actor.kind === 'machine') return relationsOfMachine(state, actor);
  const relations = new Set<Relation>();
  if (isReported(state, actor.agencyPath)) return relations;
  if (actor.agencyId === state.holder.id) {
    if (STAFF_ROLES.has(actor.role)) relations.add('holder');
    // Nobody above may look into a protected case, so whoever works where it is held decides there.
    if (ADMIN_ROLES.has(actor.role) || (state.protected && STAFF_ROLES.has(actor.role)))
      relations.add('holder_admin');
  }
  if (isAddressed(state, actor)) relations.add('addressed');
  if (state.protected) {
    if (inspects(state, actor)) relations.add('above_admin');
    // Nobody above may look into it: those who hold or inspect it decide.
    if (relations.has('holder_admin') || relations.has('above_admin')) relations.add('objection_decider');
    return relations;
  }
  const decides = state.reclassification?.objection?.deciderPath.includes(actor.agencyId) ?? false;
  if (decides && ADMIN_ROLES.has(actor.role)) relations.add('objection_decider');
  if (actor.role === 'national_admin') relations.add('national_admin');
  const above = actor.agencyId !== state.holder.id && state.holder.path.includes(actor.agencyId);
  if (above && (actor.role === 'agency_admin' || actor.role === 'national_admin')) {
    relations.add('above_admin');
  }
  return relations;
}

/** No holder may be in a subtree that a protected case is about. An invariant of every path through the life of a case. */
export function isSafelyHeld(state: CaseState): boolean {
  return !isReported(state, state.holder.path);
}
