import type { Agency } from './agency.ts';
import type { CaseState } from './case.ts';
import type { ClockChanges } from './clocks/clock.ts';
import { endLeg, handTo, startLeg } from './chain.ts';
import type { EventOf } from './events.ts';
import { beforeMerging } from './following.ts';
import { without } from './without.ts';

export function merged(state: CaseState, { at, data }: EventOf<'CaseMerged'>): CaseState {
  const { masterId: id, followed, to, status } = data;
  const before = state.master?.before ?? beforeMerging(state);
  const master = { id, since: at, followed, before };
  if (status === 'answered') return { ...state, master };
  const bare = without(state, 'answer', 'draft', 'resumeTo', 'triageReason', 'dangerJoined');
  const ended = endLeg(state.legs, at, 'merged');
  const legs =
    status === 'unverified' ? ended : startLeg(ended, to, at, status === 'returned' ? status : 'assigned');
  return { ...moved(bare, to, at, 'merged'), legs, master };
}

export function unmerged(state: CaseState, { at, data }: EventOf<'CaseUnmerged'>): CaseState {
  const { to, status, succeeds } = data;
  if (status === 'answered') return without(state, 'master');
  const followUp = succeeds ? state.firstFollowUpAt : state.master?.before.firstFollowUpAt;
  const bare = without(state, 'master', 'answer', 'firstFollowUpAt');
  const ended = endLeg(state.legs, at, 'unmerged');
  const legs =
    status === 'unverified' ? ended : startLeg(ended, to, at, status === 'returned' ? status : 'assigned');
  return {
    ...moved(bare, to, at, 'unmerged'),
    ...(followUp === undefined ? {} : { firstFollowUpAt: followUp }),
    ...(succeeds ? { succeeded: data.masterId } : {}),
    receivedAt: at,
    legs,
  };
}

function moved(state: CaseState, to: Agency, at: number, kind: 'merged' | 'unmerged'): CaseState {
  return state.holder.id === to.id ? state : handTo(state, to, at, kind, false);
}

export function leading(state: CaseState, { data }: EventOf<'CaseLeads'>): CaseState {
  const { oldestAt, danger, dangerJoins } = data;
  const { steps = 0, told = 0, members = 0 } = state.leads ?? {};
  const brought = state.leads?.danger === true || (danger && !state.danger);
  return {
    ...state,
    danger,
    ...(dangerJoins === true ? joinedLate(state, data.clocks) : {}),
    leads: {
      steps,
      told,
      members: Math.max(1, members),
      oldestAt,
      ...(brought ? { danger: true as const } : {}),
    },
  };
}

export function membersTold(state: CaseState, { data }: EventOf<'MembersTold'>): CaseState {
  const { members, oldestAt, steps: told, dangerOver, dangerJoins } = data;
  if (state.leads === undefined) return state;
  const leads = { ...state.leads, members, oldestAt, told };
  if (dangerJoins === true)
    return { ...state, ...joinedLate(state, data.clocks), danger: true, leads: { ...leads, danger: true } };
  if (dangerOver !== true) return { ...state, leads };
  return { ...without(state, 'dangerJoined'), danger: false, leads: without(leads, 'danger') };
}

/**
 * Nobody has looked at it yet, whatever was done before. Danger that was met where it comes from starts no clock, and the one that was
 * met here stays met.
 */
function joinedLate(
  { firstFollowUpAt, clocks }: CaseState,
  changes: ClockChanges | undefined,
): Pick<CaseState, 'dangerJoined'> {
  const metBefore = clocks.urgent !== undefined && (changes?.urgent ?? undefined) === undefined;
  return firstFollowUpAt === undefined || metBefore ? {} : { dangerJoined: true };
}
