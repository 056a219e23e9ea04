import type { CaseState, Membership } from './case.ts';
import type { CaseEvent, CaseEventFields, EventOf } from './events.ts';
import { FOLLOWED_STATUSES, type CaseStatus } from './vocabulary.ts';

/** Steps of a master that are steps of all who follow it. What its own reporter does or is asked is not. */
const STEPS = [
  'CaseDisposed',
  'CaseReturned',
  'CaseFollowedUp',
  'CaseAnswered',
  'CaseArchived',
  'CaseReferred',
] as const;
type StepType = (typeof STEPS)[number];

/** One step, as it is taken on a case that follows. Its words are that case's own copy. */
export type FollowedStep = {
  readonly [T in StepType]: {
    readonly type: T;
    /** Counted from when the master began to lead. */
    readonly number: number;
    readonly data: Omit<CaseEventFields[T], 'followed'>;
  };
}[StepType];

type StepEvent = { readonly [T in StepType]: EventOf<T> }[StepType];

/** Whether everybody who follows takes this step too. Silence is that of one reporter alone. */
export function isStep(event: CaseEvent): event is StepEvent {
  if (!(STEPS as readonly string[]).includes(event.type)) return false;
  return event.type !== 'CaseArchived' || !event.data.bySilence;
}

/** The steps a master has taken since it began to lead, numbered. `history` is all of it, in order. */
export function stepsOf(history: readonly CaseEvent[]): readonly FollowedStep[] {
  const start = history.findIndex(({ type }) => type === 'CaseLeads');
  if (start === -1) return [];
  return (
    history
      .slice(start)
      .filter(isStep)
      // Those of a master of its own are brought by that one.
      .filter(({ data }) => data.followed === undefined)
      .map(({ type, data: all }, index) => {
        const { status: _status, clocks: _clocks, inspectorateIds: _told, case: _case, ...data } = all;
        return { type, number: index + 1, data } as unknown as FollowedStep;
      })
  );
}

/** A reporter took the master away from the others: it ended by that one's silence or wish, or nobody else may look into it any more. */
export function hasFallenAway(state: CaseState): boolean {
  const { status, archive } = state;
  const gone = status === 'withdrawn' || (status === 'archived' && archive?.bySilence === true);
  return gone || state.protected || state.secret;
}

/** Until it is answered or set aside: an answer waits for the verdict of its own reporter, whatever becomes of the master. */
export function isFollowing(status: CaseStatus): boolean {
  return FOLLOWED_STATUSES.some((each) => each === status);
}

/** Whether steps of a master still are its own. */
export function followsNow<State extends Pick<CaseState, 'master' | 'status'>>(
  state: State,
): state is State & { readonly master: Membership } {
  return state.master !== undefined && isFollowing(state.status);
}

/** Once it was answered there is nothing left that others could follow; while its reporter is asked they would wait for one. */
export function mayLead(status: CaseStatus): boolean {
  return isFollowing(status);
}

/** Whoever was asked while others followed leads them still. */
function stillLeads(status: CaseStatus): boolean {
  return mayLead(status) || status === 'held';
}

/** Whether those who follow are to be brought something. */
export function isToSpread({ leads, ...state }: CaseState): boolean {
  if (leads === undefined || leads.members === 0) return false;
  return leads.steps > leads.told || state.master !== undefined || hasFallenAway(state);
}

/** Whether it is counted who follows. How many were answered with it stays as it was counted last. */
export function countsMembers(state: CaseState): boolean {
  return stillLeads(state.status) || state.master !== undefined || hasFallenAway(state);
}

/** Whether the danger of those who follow is its own: it is worked on, and leads them still. */
export function takesDanger(state: CaseState): boolean {
  return stillLeads(state.status) && state.master === undefined && !hasFallenAway(state);
}

/** What a case goes back to when it follows no longer: a leg that was worked on begins anew. */
export function beforeMerging(state: CaseState): Membership['before'] {
  const { holder, firstFollowUpAt } = state;
  const status = state.status === 'held' ? (state.resumeTo ?? 'unverified') : state.status;
  const back = status === 'unverified' || status === 'returned' ? status : 'assigned';
  return { status: back, holder, ...(firstFollowUpAt === undefined ? {} : { firstFollowUpAt }) };
}

/** Where a case stands that follows this one from here on. */
export function standingOf(master: CaseState): 'unverified' | 'assigned' | 'returned' | 'in_progress' {
  const status = master.status === 'held' ? master.resumeTo : master.status;
  return status === 'assigned' || status === 'returned' || status === 'in_progress' ? status : 'unverified';
}
