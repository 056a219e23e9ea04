import { AppError } from '@lapor/kernel';
import { mayBePublic, type CaseState } from './case.ts';
import { changePresentLeg, endLeg, remember, upholdReturns } from './chain.ts';
import { applyClockChanges } from './clocks/clock.ts';
import { RELEASABLE } from './releasable.ts';
import type { CaseEvent, EventOf } from './events.ts';
import {
  decidersFollow,
  disposed,
  privacyChanged,
  returned,
  revived,
  takenOver,
  withLegs,
} from './evolve-holder.ts';
import { leading, membersTold, merged, unmerged } from './evolve-merging.ts';
import { isStep } from './following.ts';
import { messagesMoved } from './succession.ts';
import { without } from './without.ts';
import { isFinal } from './vocabulary.ts';

/** The case after an event. Pure and total: an event that happened is never refused. */
export function evolve(state: CaseState | undefined, event: CaseEvent): CaseState {
  if (event.type === 'CaseOpened') return opened(event);
  if (state === undefined) throw new AppError('internal', `a history cannot begin with ${event.type}`);
  const stepped = withNextStep(state, withDangerSaid(change(state, event), event), event);
  const changed = countSteps(withWordsToRelease(stepped, event), event);
  const final = withFinalMoment(changed, event);
  const clocks = applyClockChanges(state.clocks, event.data.clocks);
  return mirrorDueDates({ ...final, status: event.data.status, clocks });
}

/** Until somebody follows up. */
function withDangerSaid(state: CaseState, { type, data, at }: CaseEvent): CaseState {
  const says = type === 'DangerSaid' || ('saysDanger' in data && data.saysDanger);
  return says ? { ...state, dangerSaidAt: at } : state;
}

/** From here the time counts for which it is kept. */
function withFinalMoment(state: CaseState, { data, at }: CaseEvent): CaseState {
  if (isFinal(data.status)) return state.finalSince === undefined ? { ...state, finalSince: at } : state;
  return state.finalSince === undefined ? state : without(state, 'finalSince');
}

/** Something new was said that may be for all; and what is hidden from the public now must be released anew to be shown again. */
function withWordsToRelease(state: CaseState, { type, data, at }: CaseEvent): CaseState {
  const says = RELEASABLE.has(type) && 'content' in data && data.content !== undefined;
  const hidden = state.release !== undefined && !mayBePublic(state);
  if (!says && !hidden) return state;
  const waiting = { ...state, wordsWaitSince: state.wordsWaitSince ?? at };
  return hidden ? without(waiting, 'release') : waiting;
}

/** The day named last holds until the case goes on in whatever way, or to somebody else. A question to the reporter is no way on. */
function withNextStep(before: CaseState, state: CaseState, { type, data }: CaseEvent): CaseState {
  if (type === 'CaseFollowedUp') {
    const { nextDate: day, nextStepAt: at } = data;
    const bare = without(state, 'nextStep');
    return day === undefined || at === undefined ? bare : { ...bare, nextStep: { day, at } };
  }
  if (state.nextStep === undefined) return state;
  if (type === 'NextStepDue') return { ...state, nextStep: { ...state.nextStep, told: true } };
  // One that was withdrawn has the days alone that were named since.
  const isOnTheWay = data.status === 'in_progress' || data.status === 'held' || before.status === 'withdrawn';
  return isOnTheWay && state.holder.id === before.holder.id ? state : without(state, 'nextStep');
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
    ...(data.sameAs === undefined ? {} : { sameAs: data.sameAs }),
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
      return leading(state, event);
    case 'MembersTold':
      return membersTold(state, event);
    case 'CaseHandedOver':
      return { ...state, handedOverAt: event.at };
    case 'CaseTakenOver':
      return takenOver(state, event);
    case 'CaseHolderMoved':
      return decidersFollow({ ...state, holder: event.data.to }, event.data);
    case 'CaseMessagesMoved':
      return messagesMoved(state, event.data);
    case 'CaseCategoryFollowed':
      return categoryFollowed(state, event.data);
    case 'AnswerDrafted':
      return withDraft(state, event.data, event.actor.kind === 'machine');
    case 'DraftSentBack':
      return without(state, 'draft');
    case 'DangerSaid':
    case 'NextStepDue':
    case 'ClockThresholdsPassed':
      return state;
    case 'PromiseDue':
      return changeAnswer(state, { askedAt: event.at });
    case 'PromiseReported':
      return changeAnswer(state, { reportedAt: event.at });
    case 'PromiseKept':
      return changeAnswer(state, { keptAt: event.at });
    case 'AnswerDelivered':
      if (state.answer === undefined) return state;
      return { ...state, answer: { ...state.answer, deliveredAt: event.data.deliveredAt } };
    case 'ClocksRecounted': {
      const { areaCalendar = state.areaCalendar, holderCalendar = state.holder.calendar } = event.data;
      return { ...state, areaCalendar, holder: { ...state.holder, calendar: holderCalendar } };
    }
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
      return withObjection(
        { ...recategorised(state, categoryCode), type, supervisory },
        { deciderPath, decided: true },
      );
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
    case 'WordsAwaitRelease':
      return { ...state, wordsWaitSince: state.wordsWaitSince ?? event.at };
    case 'LegalHoldSet':
      return { ...state, legalHoldSince: event.at };
    case 'LegalHoldLifted':
      return without(state, 'legalHoldSince');
    case 'ErasureBegun':
      return { ...state, erasureBegun: event.data.words ? 'all' : 'identity' };
    case 'CaseAnonymised':
      // There are no words any more that could be released, or be public.
      return { ...without(state, 'wordsWaitSince', 'release', 'draft'), anonymisedAt: event.at };
    case 'CaseNoteAdded':
      return addressed(state, event.data.toAgencyId);
    case 'CaseNudged':
      return { ...state, nudgedAt: event.at };
    case 'CasePrivacyChanged':
      return privacyChanged(state, event);
  }
}

function resumeTo(state: CaseState): NonNullable<CaseState['resumeTo']> {
  return state.status === 'assigned' || state.status === 'in_progress' ? state.status : 'unverified';
}

function followedUp(state: CaseState, at: number, inspected: boolean): CaseState {
  return {
    ...without(state, 'dangerJoined', 'dangerSaidAt', 'resumeTo'),
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

function withDraft(state: CaseState, data: EventOf<'AnswerDrafted'>['data'], bySystem: boolean): CaseState {
  const { kind, content, evidenceCount, promisedDate, reusedOn, photosReusedOn, byId } = data;
  if (content === undefined) return state;
  const extra = {
    ...(promisedDate === undefined ? {} : { promisedDate }),
    ...(reusedOn === undefined ? {} : { reusedOn }),
    ...(photosReusedOn === undefined ? {} : { photosReusedOn }),
    ...(bySystem ? { bySystem } : {}),
  };
  return { ...state, draft: { kind, content, evidenceCount, byId, ...extra } };
}

function changeAnswer(state: CaseState, change: Partial<NonNullable<CaseState['answer']>>): CaseState {
  return state.answer === undefined ? state : { ...state, answer: { ...state.answer, ...change } };
}

/** The answer did not do: the same holder goes on with the same leg. */
function goOn(state: CaseState): CaseState {
  const legs = changePresentLeg(state.legs, ({ answeredAt: _answeredAt, ...leg }) => leg);
  return { ...without(state, 'answer'), legs };
}

function reclassified(state: CaseState, { data }: EventOf<'CaseReclassified'>): CaseState {
  const { type, categoryCode, supervisory, danger, byPath, before, clocks } = data;
  // Of another category it is dangerous by itself.
  const leads =
    state.leads !== undefined && categoryCode !== state.categoryCode
      ? { leads: without(state.leads, 'danger') }
      : {};
  // What was done before was done without knowing of it.
  const isNew = clocks?.urgent !== undefined && state.firstFollowUpAt !== undefined;
  const joined = isNew ? { dangerJoined: true as const } : {};
  const next = { ...recategorised(state, categoryCode), ...leads, ...joined, type, supervisory, danger };
  if (byPath === undefined || before === undefined) return next;
  const objection = state.reclassification?.objection;
  // While an objection waits, what it is against stays what it is about, whatever is done meanwhile.
  if (objection?.decided === false) return next;
  return { ...next, reclassification: { byPath, before, ...(objection === undefined ? {} : { objection }) } };
}

function categoryFollowed(
  state: CaseState,
  { fromCode, toCode }: EventOf<'CaseCategoryFollowed'>['data'],
): CaseState {
  const { categoryOrigin = fromCode } = state;
  const next: CaseState = { ...state, categoryCode: toCode, categoryOrigin };
  return categoryOrigin === toCode ? without(next, 'categoryOrigin') : next;
}

/** What somebody says it is about comes back from nowhere. */
function recategorised(state: CaseState, categoryCode: string): CaseState {
  return categoryCode === state.categoryCode ? state : { ...without(state, 'categoryOrigin'), categoryCode };
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
