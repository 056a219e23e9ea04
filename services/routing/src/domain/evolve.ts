import { AppError } from '@lapor/kernel';
import type { Agency } from './agency.ts';
import { mayBePublic, type CaseState, type Leg } from './case.ts';
import {
  changePresentLeg,
  continueLeg,
  countUpheld,
  endLeg,
  handTo,
  judgeReturns,
  remember,
  startLeg,
  upholdReturns,
} from './chain.ts';
import { applyClockChanges } from './clocks/clock.ts';
import { RELEASABLE } from './releasable.ts';
import type { CaseEvent, EventOf } from './events.ts';
import { beforeMerging, isStep } from './following.ts';
import { without } from './without.ts';

/** The case after an event. Pure and total: an event that happened is never refused. */
export function evolve(state: CaseState | undefined, event: CaseEvent): CaseState {
  if (event.type === 'CaseOpened') return opened(event);
  if (state === undefined) throw new AppError('internal', `a history cannot begin with ${event.type}`);
  const changed = countSteps(withWordsToRelease(change(state, event), event), event);
  const clocks = applyClockChanges(state.clocks, event.data.clocks);
  return mirrorDueDates({ ...changed, status: event.data.status, clocks });
}

/** Something new was said that may be for all; and what is hidden from the public now must be released anew to be shown again. */
function withWordsToRelease(state: CaseState, { type, data, at }: CaseEvent): CaseState {
  const says = RELEASABLE.has(type) && 'content' in data && data.content !== undefined;
  const hidden = state.release !== undefined && !mayBePublic(state);
  if (!says && !hidden) return state;
  const waiting = { ...state, wordsWaitSince: state.wordsWaitSince ?? at };
  return hidden ? without(waiting, 'release') : waiting;
}

/** A leg keeps its own due dates, to be judged by when the clocks have long moved on to the next holder. */
function mirrorDueDates(state: CaseState): CaseState {
  const { response, resolution } = state.clocks;
  const legs = changePresentLeg(state.legs, (leg) => ({
    ...leg,
    ...(response === undefined ? {} : { responseDueAt: response.dueAt }),
    ...(resolution === undefined ? {} : { resolutionDueAt: resolution.dueAt }),
  }));
  return { ...state, legs };
}

/** A step taken here for those who follow, or one of the master's taken here. */
function countSteps(state: CaseState, event: CaseEvent): CaseState {
  const { master, leads } = state;
  const followed = 'followed' in event.data ? event.data.followed : undefined;
  if (master !== undefined && followed !== undefined) return { ...state, master: { ...master, followed } };
  return leads !== undefined && isStep(event)
    ? { ...state, leads: { ...leads, steps: leads.steps + 1 } }
    : state;
}

function opened(event: EventOf<'CaseOpened'>): CaseState {
  const { data, at } = event;
  return {
    id: data.caseId,
    status: data.status,
    type: data.type,
    channel: data.channel,
    categoryCode: data.categoryCode,
    areaCode: data.areaCode,
    areaCalendar: data.areaCalendar,
    anonymous: data.anonymous,
    secret: data.secret,
    protected: data.protected,
    danger: data.danger,
    supervisory: false,
    reachable: data.reachable,
    holder: data.holder,
    ...(data.competentId === undefined ? {} : { competentId: data.competentId }),
    reportedIds: data.reportedIds,
    submittedAt: data.submittedAt,
    openedAt: at,
    receivedAt: at,
    wordsWaitSince: data.submittedAt,
    ...(data.triageReason === undefined ? {} : { triageReason: data.triageReason }),
    asked: 0,
    returns: 0,
    bounces: 0,
    inspected: false,
    notSolved: 0,
    reopened: 0,
    objected: false,
    clocks: applyClockChanges({}, data.clocks),
    hops: [{ to: data.holder.id, at, kind: 'opened', automatic: true }],
    legs: [],
  };
}

function change(state: CaseState, event: Exclude<CaseEvent, { type: 'CaseOpened' }>): CaseState {
  switch (event.type) {
    case 'CaseDisposed':
      return disposed(state, event);
    case 'QuestionAsked':
      return { ...state, asked: state.asked + 1, resumeTo: resumeTo(state) };
    case 'QuestionAnswered':
      return without(state, 'resumeTo');
    case 'CaseArchived': {
      const { reason, byPath, bySilence } = event.data;
      const archive = { reason, at: event.at, byPath, bySilence };
      return { ...withLegs(state, upholdReturns(endLeg(state.legs, event.at, 'archived'))), archive };
    }
    case 'CaseRevived':
      return revived(state, event);
    case 'CaseReferred':
      return withLegs(state, upholdReturns(endLeg(state.legs, event.at, 'referred')));
    case 'CaseReturned':
      return returned(state, event);
    case 'CaseFollowedUp':
      return followedUp(state, event.at, event.data.kind === 'inspection');
    case 'CaseAnswered':
      return answered(state, event);
    case 'CaseMerged':
      return merged(state, event);
    case 'CaseUnmerged':
      return unmerged(state, event);
    case 'CaseLeads':
      return leading(state, event.data);
    case 'MembersTold': {
      const { members, oldestAt, steps: told } = event.data;
      return state.leads === undefined
        ? state
        : { ...state, leads: { ...state.leads, members, oldestAt, told } };
    }
    case 'CaseHandedOver':
      return { ...state, handedOverAt: event.at };
    case 'CaseTakenOver':
      return takenOver(state, event);
    case 'CaseHolderMoved':
      return { ...state, holder: event.data.to };
    case 'AnswerDrafted':
      return withDraft(state, event.data);
    case 'DraftSentBack':
      return without(state, 'draft');
    case 'PromiseDue':
      return changeAnswer(state, { askedAt: event.at });
    case 'PromiseReported':
      return changeAnswer(state, { reportedAt: event.at });
    case 'PromiseKept':
      return changeAnswer(state, { keptAt: event.at });
    case 'AnswerDelivered':
      if (state.answer === undefined) return state;
      return { ...state, answer: { ...state.answer, deliveredAt: event.data.deliveredAt } };
    case 'ClockThresholdsPassed':
    case 'ClocksRecounted':
      return state;
    case 'CaseNotSolved':
      // Its reporter's own verdict: it goes on by itself.
      return { ...goOn(without(state, 'master')), notSolved: event.data.times };
    case 'CaseClosed': {
      const { outcome, rating } = event.data;
      return { ...state, closedAt: event.at, outcome, ...(rating === undefined ? {} : { rating }) };
    }
    case 'CaseRated':
      return { ...state, rating: event.data.rating };
    case 'CaseReopened':
      return {
        ...without(goOn(state), 'closedAt', 'outcome', 'rating', 'master'),
        reopened: event.data.times,
      };
    case 'CaseWithdrawn':
      return { ...state, legs: endLeg(state.legs, event.at, 'withdrawn') };
    case 'CaseReclassified':
      return reclassified(state, event);
    case 'ReclassificationObjected':
      return withObjection(state, { deciderPath: event.data.decider.path, decided: false });
    case 'ObjectionDecided': {
      const { type, categoryCode, supervisory } = event.data;
      const deciderPath = state.reclassification?.objection?.deciderPath ?? [];
      return withObjection({ ...state, type, categoryCode, supervisory }, { deciderPath, decided: true });
    }
    case 'CaseIdentityRevealed':
      return state;
    case 'WordsReleased': {
      const { content, report, steps, photos } = event.data;
      const release = { decision: 'released', at: event.at, content, report, steps, photos } as const;
      return { ...without(state, 'wordsWaitSince'), release };
    }
    case 'WordsWithheld':
      return { ...without(state, 'wordsWaitSince'), release: { decision: 'withheld', at: event.at } };
    case 'CaseNoteAdded':
      return addressed(state, event.data.toAgencyId);
    case 'CasePrivacyChanged':
      return privacyChanged(state, event);
  }
}

function resumeTo(state: CaseState): NonNullable<CaseState['resumeTo']> {
  return state.status === 'assigned' || state.status === 'in_progress' ? state.status : 'unverified';
}

function disposed(state: CaseState, { at, data }: EventOf<'CaseDisposed'>): CaseState {
  const judged = withLegs(state, judgeReturns(endLeg(state.legs, at, 'disposed'), data.to));
  const moved = handTo(without(judged, 'boundTo', 'triageReason'), data.to, at, 'disposed', data.automatic);
  return {
    ...moved,
    ...(data.boundTo === undefined ? {} : { boundTo: data.boundTo }),
    legs: startLeg(judged.legs, data.to, at, 'assigned'),
  };
}

/** What is decided about returns is counted as it is decided: the legs of long ago are forgotten. */
function withLegs(state: CaseState, legs: readonly Leg[]): CaseState {
  return { ...state, legs, bounces: state.bounces + countUpheld(legs) - countUpheld(state.legs) };
}

function returned(state: CaseState, { at, data }: EventOf<'CaseReturned'>): CaseState {
  const legs = startLeg(endLeg(state.legs, at, 'returned'), data.to, at, 'returned');
  return {
    ...handTo(state, data.to, at, 'returned', false),
    returns: data.returns ?? data.bounces,
    returnersPath: data.returnersPath,
    legs,
  };
}

function revived(state: CaseState, { at, data }: EventOf<'CaseRevived'>): CaseState {
  const back = without(state, 'archive', 'resumeTo', 'master');
  if (!data.objection) {
    const legs = data.status === 'unverified' ? state.legs : continueLeg(state.legs);
    return { ...back, legs };
  }
  return { ...handTo(without(back, 'boundTo'), data.to, at, 'revived', false), objected: true };
}

function followedUp(state: CaseState, at: number, inspected: boolean): CaseState {
  return {
    ...state,
    firstFollowUpAt: state.firstFollowUpAt ?? at,
    inspected: state.inspected || inspected,
    legs: changePresentLeg(state.legs, (leg) => ({ ...leg, firstFollowUpAt: leg.firstFollowUpAt ?? at })),
  };
}

function answered(state: CaseState, { at, data }: EventOf<'CaseAnswered'>): CaseState {
  const { kind, promisedFor } = data;
  const worked = followedUp(without(state, 'draft'), at, false);
  return {
    ...worked,
    answer: { kind, at, ...(promisedFor === undefined ? {} : { promisedFor }) },
    legs: changePresentLeg(worked.legs, (leg) => ({ ...leg, answeredAt: at })),
  };
}

function withDraft(state: CaseState, data: EventOf<'AnswerDrafted'>['data']): CaseState {
  const { kind, content, evidenceCount, promisedDate, reusedOn, byId } = data;
  if (content === undefined) return state;
  const extra = {
    ...(promisedDate === undefined ? {} : { promisedDate }),
    ...(reusedOn === undefined ? {} : { reusedOn }),
  };
  return { ...state, draft: { kind, content, evidenceCount, byId, ...extra } };
}

function changeAnswer(state: CaseState, change: Partial<NonNullable<CaseState['answer']>>): CaseState {
  return state.answer === undefined ? state : { ...state, answer: { ...state.answer, ...change } };
}

function merged(state: CaseState, { at, data }: EventOf<'CaseMerged'>): CaseState {
  const { masterId: id, followed, to, status } = data;
  const before = state.master?.before ?? beforeMerging(state);
  const master = { id, since: at, followed, before };
  const bare = without(state, 'answer', 'draft', 'resumeTo', 'triageReason');
  const ended = endLeg(state.legs, at, 'merged');
  const legs =
    status === 'unverified' ? ended : startLeg(ended, to, at, status === 'returned' ? status : 'assigned');
  return { ...moved(bare, to, at, 'merged'), legs, master };
}

function unmerged(state: CaseState, { at, data }: EventOf<'CaseUnmerged'>): CaseState {
  const { to, status, succeeds } = data;
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

function leading(state: CaseState, { oldestAt, danger }: EventOf<'CaseLeads'>['data']): CaseState {
  const { steps = 0, told = 0, members = 0 } = state.leads ?? {};
  return { ...state, danger, leads: { steps, told, members: Math.max(1, members), oldestAt } };
}

/** The answer did not do: the same holder goes on with the same leg. */
function goOn(state: CaseState): CaseState {
  const legs = changePresentLeg(state.legs, ({ answeredAt: _answeredAt, ...leg }) => leg);
  return { ...without(state, 'answer'), legs };
}

function reclassified(state: CaseState, { data }: EventOf<'CaseReclassified'>): CaseState {
  const { type, categoryCode, supervisory, danger, byPath, before } = data;
  const next = { ...state, type, categoryCode, supervisory, danger };
  if (byPath === undefined || before === undefined) return next;
  const objection = state.reclassification?.objection;
  return { ...next, reclassification: { byPath, before, ...(objection === undefined ? {} : { objection }) } };
}

function withObjection(
  state: CaseState,
  objection: NonNullable<CaseState['reclassification']>['objection'],
): CaseState {
  const { reclassification } = state;
  if (reclassification === undefined || objection === undefined) return state;
  return { ...state, reclassification: { ...reclassification, objection } };
}

function addressed(state: CaseState, agencyId: string | undefined): CaseState {
  const known = state.addressedIds ?? [];
  if (agencyId === undefined || known.includes(agencyId)) return state;
  return { ...state, addressedIds: remember(known, agencyId) };
}

function privacyChanged(state: CaseState, { at, data }: EventOf<'CasePrivacyChanged'>): CaseState {
  const { anonymous, secret, reportedIds, to } = data;
  const flagged = { ...state, anonymous, secret, protected: data.protected, reportedIds };
  if (to === undefined) return flagged;
  const moved = handTo(without(flagged, 'boundTo'), to, at, 'protected', false);
  const resumed = state.resumeTo === 'in_progress' ? { ...moved, resumeTo: 'assigned' as const } : moved;
  const leg = state.legs.at(-1);
  if (leg === undefined || leg.endedAt !== undefined) return resumed;
  return { ...resumed, legs: startLeg(endLeg(state.legs, at, 'protected'), to, at, leg.kind) };
}

/** The new holder's time begins now: what was late before is not theirs, what was answered stays answered. */
function takenOver(state: CaseState, { at, data }: EventOf<'CaseTakenOver'>): CaseState {
  const { from, to, merged, status } = data;
  const free = state.boundTo === from.id ? without(state, 'boundTo') : state;
  const bound = merged && free !== state ? { ...free, boundTo: to.id } : free;
  const moved = handTo(bound, to, at, 'taken_over', true);
  const resumed = state.resumeTo === 'in_progress' ? { ...moved, resumeTo: 'assigned' as const } : moved;
  const last = state.legs.at(-1);
  if (last === undefined) return resumed;
  const kind = status === 'returned' ? 'returned' : last.kind;
  const legs = startLeg(endLeg(state.legs, at, 'taken_over'), to, at, kind);
  if (last.endedAt === undefined) {
    const { answeredAt } = last;
    const answer = answeredAt === undefined ? {} : { answeredAt };
    return { ...resumed, legs: changePresentLeg(legs, (leg) => ({ ...leg, ...answer })) };
  }
  // Set aside for silence: a late answer goes on with a leg of the new holder.
  return state.resumeTo === undefined ? resumed : { ...resumed, legs: endLeg(legs, at, 'archived') };
}
