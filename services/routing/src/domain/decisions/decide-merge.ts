import { invalid } from '@lapor/kernel';
import { asRemembered, isWithin, lowestTier, reportedNow, type Actor } from '../agency.ts';
import type { CaseState, Membership } from '../case.ts';
import { clocksOnAnswer, clocksOnEnd, clocksOnMerging, clocksOnUnmerging } from '../clock-changes.ts';
import type { CommandOf, DecisionContext } from '../commands.ts';
import { protectionOf } from './decide-disposition.ts';
import { isFollowing, mayLead, standingOf, type FollowedStep } from '../following.ts';
import { contentOf, record, type Decision } from '../record.ts';
import { isReported, relationsOf } from '../relations.ts';
import { visibilityFor } from '../visibility.ts';

const DECIDES = ['holder_admin', 'above_admin', 'national_admin'] as const;

/** It follows the master from here on: its own clock as its reporter knows it runs on, those of a holder begin anew when it no longer does. */
export function decideMerge(
  state: CaseState,
  command: CommandOf<'merge'>,
  context: DecisionContext,
): Decision {
  const master = requireMaster(state, command, context);
  if (state.status === 'answered') return besideMaster(state, master, command, context);
  const { holder: to } = master;
  const clocks = clocksOnMerging(state, context);
  return record(state, context, 'CaseMerged', standingOf(master), clocks, {
    masterId: master.id,
    ...(state.master === undefined ? {} : { formerId: state.master.id }),
    followed: master.leads?.steps ?? 0,
    ...(state.holder.id === to.id ? {} : { from: state.holder }),
    to,
    ...contentOf(command.words),
  });
}

/** Known to be about the same matter. What it was answered, and what of that is still to be seen, is its own reporter's to judge. */
function besideMaster(
  state: CaseState,
  master: CaseState,
  { words }: CommandOf<'merge'>,
  context: DecisionContext,
): Decision {
  const place = { masterId: master.id, followed: master.leads?.steps ?? 0, to: state.holder };
  return record(state, context, 'CaseMerged', state.status, {}, { ...place, ...contentOf(words) });
}

/** Whether this officer could have the one follow the other, if merging is legal now. */
export function mayFollow(state: CaseState, master: CaseState, actor: Actor): boolean {
  if (state.id === master.id || !visibilityFor(master, actor).exists) return false;
  return decidesOn(master, actor) && brokenByMaster(state, master) === undefined;
}

function decidesOn(state: CaseState, actor: Actor): boolean {
  const relations = relationsOf(state, actor);
  return actor.kind === 'system' || DECIDES.some((each) => relations.has(each));
}

function requireMaster(
  state: CaseState,
  { masterId, master }: CommandOf<'merge'>,
  { actor }: DecisionContext,
): CaseState {
  if (masterId === state.id) throw invalid('masterId', 'must be another case');
  // The same words whether it is not there or not for this officer: a refusal tells of no case.
  if (master === undefined || !visibilityFor(master, actor).exists || !decidesOn(master, actor))
    throw invalid('masterId', 'must be a case that you may decide on');
  const rule = brokenByMaster(state, master);
  if (rule !== undefined) throw invalid('masterId', rule);
  return master;
}

/** What keeps one case from following another: never what is hidden with what is not. */
function brokenByMaster(state: CaseState, master: CaseState): string | undefined {
  if (master.master !== undefined) return 'follows another case itself';
  if (state.master?.id === master.id) return 'is the one it follows already';
  if (master.status === 'held')
    return 'is held: many do not wait for the answer of one; merge it into this one';
  if (!mayLead(master.status)) return `is ${master.status}: nothing would follow from it`;
  if (state.protected !== master.protected) return 'a protected case is never merged with an ordinary one';
  if (state.reportedIds.some((id) => !master.reportedIds.includes(id)))
    return 'is about others: it could come to those whom this one is about';
  if (isReported(state, master.holder.path)) return 'is held by those whom this one is about';
  if (master.secret) return 'a secret case leads no other: merge it into that one';
  return undefined;
}

/**
 * Its own life back: where it was, with a new leg for whoever had it, and the case clock that has never stood still. When the master
 * has gone and this one leads instead, it goes on where they all were. Once answered it keeps that answer.
 */
export function decideUnmerge(
  state: CaseState,
  command: CommandOf<'unmerge'>,
  context: DecisionContext,
): Decision {
  const { master } = state;
  if (master === undefined) throw invalid('command', 'it follows no other case');
  const succeeds = command.succeeds === true;
  if (state.status === 'answered') {
    const place = { masterId: master.id, to: state.holder, succeeds };
    return record(
      state,
      context,
      'CaseUnmerged',
      state.status,
      {},
      { ...place, ...contentOf(command.words) },
    );
  }
  const { to, status } = succeeds
    ? { to: state.holder, status: standsOnItsOwn(state) }
    : backWhereItWas(state, master, context);
  const followedUp = succeeds ? state.firstFollowUpAt : master.before.firstFollowUpAt;
  const clocks = clocksOnUnmerging({ ...state, status }, to, followedUp !== undefined, context);
  return record(state, context, 'CaseUnmerged', status, clocks, {
    masterId: master.id,
    ...(state.holder.id === to.id ? {} : { from: state.holder }),
    to,
    succeeds,
    ...contentOf(command.words),
  });
}

/** Where nobody works any more the tier above gives it to somebody; where those work now whom it is about, it does not go back. */
function backWhereItWas(
  { protected: hidden, reportedIds }: CaseState,
  { before }: Membership,
  context: DecisionContext,
) {
  const { agencies } = context;
  const known = agencies.get(before.holder.id);
  const there = known ?? before.holder;
  if (hidden && isWithin(there.path, reportedNow(reportedIds, there, agencies)))
    return { to: asRemembered(protectionOf(there, reportedIds, context).holder), status: before.status };
  if (known?.onboarded !== false)
    return { to: known === undefined ? before.holder : asRemembered(known), status: before.status };
  const to = lowestTier(before.holder.path, agencies) ?? before.holder;
  return { to, status: before.status === 'unverified' ? before.status : ('returned' as const) };
}

function standsOnItsOwn({ status }: CaseState): 'unverified' | 'assigned' | 'returned' {
  return status === 'unverified' || status === 'returned' ? status : 'assigned';
}

/** Takes the master's steps, those that are new here. */
export function decideFollow(
  state: CaseState,
  command: CommandOf<'follow'>,
  context: DecisionContext,
): Decision {
  let decided: Decision = { events: [], state };
  for (const step of command.steps) {
    const { master, status } = decided.state;
    const isNew = master !== undefined && step.number > master.followed;
    if (isNew && isFollowing(status)) decided = takeStep(decided, step, context);
  }
  return decided;
}

function takeStep(before: Decision, step: FollowedStep, context: DecisionContext): Decision {
  const { state } = before;
  const followed = step.number;
  switch (step.type) {
    case 'CaseDisposed':
      return record(before, context, step.type, 'assigned', {}, { ...step.data, followed });
    case 'CaseReturned': {
      const returns = state.returns + 1;
      const fields = { ...step.data, bounces: state.bounces, returns, followed };
      return record(before, context, step.type, 'returned', {}, fields);
    }
    case 'CaseFollowedUp':
      return record(before, context, step.type, 'in_progress', {}, { ...step.data, followed });
    case 'CaseAnswered':
      return record(before, context, step.type, 'answered', clocksOnAnswer(state, context), {
        ...step.data,
        followed,
      });
    case 'CaseArchived':
      return record(before, context, step.type, 'archived', clocksOnEnd(state, context), {
        ...step.data,
        followed,
      });
    case 'CaseReferred':
      return record(before, context, step.type, 'referred', clocksOnEnd(state, context), {
        ...step.data,
        followed,
      });
  }
}
