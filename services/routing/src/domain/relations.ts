import { isWithin, type Actor, type Machine, type Scope } from './agency.ts';
import type { CaseState } from './case.ts';
import { RELEASERS, ROLE_RELATIONS, type Relation, type Stand } from './role-relations.ts';
import type { Role } from './vocabulary.ts';

export type { Relation } from './role-relations.ts';
type Officer = Extract<Actor, { kind: 'officer' }>;

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
  return written && !state.protected && ROLE_RELATIONS[actor.role].ordinary.addressed !== undefined;
}

/** A system works for its agency and the units below it; on a protected case only where its own agency holds it. */
function relationsOfMachine(state: CaseState, machine: Machine): ReadonlySet<Relation> {
  const works = concerns(state, machine) && (!state.protected || state.holder.id === machine.agencyId);
  if (!works) return new Set();
  // Of two pairs of eyes one is a person's: what a system drafted no system releases.
  return new Set<Relation>(state.draft?.bySystem === true ? ['holder'] : ['holder', 'second_eyes']);
}

export function relationsOf(state: CaseState, actor: Actor): ReadonlySet<Relation> {
  if (actor.kind === 'system') return new Set<Relation>(['system']);
  if (actor.kind === 'reporter') {
    return new Set<Relation>(actor.trackingId === state.id ? ['reporter'] : []);
  }
  if (actor.kind === 'machine') return relationsOfMachine(state, actor);
  if (isReported(state, actor.agencyPath)) return new Set();
  const table = ROLE_RELATIONS[actor.role][state.protected ? 'protected' : 'ordinary'];
  const relations = new Set(standsOf(state, actor).flatMap((stand) => table[stand] ?? []));
  // Two pairs of eyes: whoever drafted an answer does not release it.
  if (relations.has('supervisor') && state.draft?.byId !== actor.officerId) {
    relations.add('second_eyes').add('second_person');
  }
  return relations;
}

/** An admin's, and never what an office does for itself. */
export function mayRelease(state: CaseState, actor: Actor): boolean {
  const relations = relationsOf(state, actor);
  return RELEASERS.some((relation) => relations.has(relation));
}

/** Whether a drafted answer waits for these second eyes: not for the reporter first, nor for what another case comes to. */
export function releasesDraft(state: CaseState, actor: Actor): boolean {
  const isWorkedOn = state.status === 'assigned' || state.status === 'in_progress';
  if (!isWorkedOn || state.master !== undefined) return false;
  return state.draft !== undefined && relationsOf(state, actor).has('second_eyes');
}

/** Whether such a role looks over what its agency's others have drafted. */
export function mayBeSecondEyes(role: Role): boolean {
  return ROLE_RELATIONS[role].ordinary.holds?.includes('supervisor') === true;
}

function standsOf(state: CaseState, officer: Officer): readonly Stand[] {
  const { agencyId, agencyPath, scope } = officer;
  const stands: Stand[] = ['anywhere'];
  if (agencyId === state.holder.id) stands.push('holds');
  else if (state.holder.path.includes(agencyId)) stands.push('above');
  if (isOver(state, agencyPath)) stands.push('inspects');
  if (isAddressed(state, officer)) stands.push('addressed');
  if (state.reclassification?.objection?.deciderPath.includes(agencyId) === true) stands.push('arbitrates');
  if (isInScope(state, scope)) {
    stands.push('oversees');
    if (state.handedOverAt !== undefined) stands.push('handed_to');
  }
  return stands;
}

function isInScope(
  { holder, areaCode }: Pick<CaseState, 'holder' | 'areaCode'>,
  { agencyId, areaCode: area }: Scope = {},
): boolean {
  const isThere = area === undefined || areaCode === area || areaCode.startsWith(`${area}.`);
  return isThere && (agencyId === undefined || holder.path.includes(agencyId));
}

/** No holder may be in a subtree that a protected case is about. An invariant of every path through the life of a case. */
export function isSafelyHeld(state: CaseState): boolean {
  return !isReported(state, state.holder.path);
}
