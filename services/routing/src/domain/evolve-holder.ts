import type { Agency } from './agency.ts';
import type { CaseState, Leg } from './case.ts';
import {
  changePresentLeg,
  continueLeg,
  countUpheld,
  endLeg,
  handTo,
  judgeReturns,
  startLeg,
} from './chain.ts';
import type { EventOf } from './events.ts';
import { without } from './without.ts';

export function disposed(state: CaseState, { at, data }: EventOf<'CaseDisposed'>): CaseState {
  const judged = withLegs(state, judgeReturns(endLeg(state.legs, at, 'disposed'), data.to));
  const moved = handTo(
    without(judged, 'boundTo', 'triageReason', 'resumeTo'),
    data.to,
    at,
    'disposed',
    data.automatic,
  );
  return {
    ...moved,
    ...(data.boundTo === undefined ? {} : { boundTo: data.boundTo }),
    legs: startLeg(judged.legs, data.to, at, 'assigned'),
  };
}

export function returned(state: CaseState, { at, data }: EventOf<'CaseReturned'>): CaseState {
  const legs = startLeg(endLeg(state.legs, at, 'returned'), data.to, at, 'returned');
  return {
    ...handTo(state, data.to, at, 'returned', false),
    returns: data.returns ?? data.bounces,
    returnersPath: data.returnersPath,
    legs,
  };
}

export function revived(state: CaseState, { at, data }: EventOf<'CaseRevived'>): CaseState {
  const back = without(state, 'archive', 'resumeTo', 'master');
  if (!data.objection) {
    const legs = data.status === 'unverified' ? state.legs : continueLeg(state.legs);
    return { ...back, legs };
  }
  return { ...handTo(without(back, 'boundTo'), data.to, at, 'revived', false), objected: true };
}

export function privacyChanged(state: CaseState, { at, data }: EventOf<'CasePrivacyChanged'>): CaseState {
  const { anonymous, secret, reportedIds, to } = data;
  const flagged = { ...state, anonymous, secret, protected: data.protected, reportedIds };
  if (to === undefined) return flagged;
  const moved = handTo(without(flagged, 'boundTo'), to, at, 'protected', false);
  const resumed = state.resumeTo === 'in_progress' ? { ...moved, resumeTo: 'assigned' as const } : moved;
  const leg = state.legs.at(-1);
  if (leg === undefined || leg.endedAt !== undefined) return resumed;
  return { ...resumed, legs: startLeg(endLeg(state.legs, at, 'protected'), to, at, leg.kind) };
}

/**
 * Who decides about objections stands above the holder. Where the holder is below another tier now, because theirs was merged or the
 * holder moved, that one decides: as far above the holder as before.
 */
export function decidersFollow(
  state: CaseState,
  { from, to }: { readonly from: Agency; readonly to: Agency },
): CaseState {
  const { archive, reclassification } = state;
  const now = (path: readonly string[]) => alongWith(path, from.path, to.path);
  const { objection } = reclassification ?? {};
  return {
    ...state,
    ...(archive === undefined ? {} : { archive: { ...archive, byPath: now(archive.byPath) } }),
    ...(reclassification === undefined
      ? {}
      : {
          reclassification: {
            ...reclassification,
            byPath: now(reclassification.byPath),
            ...(objection === undefined
              ? {}
              : { objection: { ...objection, deciderPath: now(objection.deciderPath) } }),
          },
        }),
  };
}

function alongWith(
  path: readonly string[],
  from: readonly string[],
  to: readonly string[],
): readonly string[] {
  const wasAbove = path.every((id, at) => from[at] === id);
  const still = to.indexOf(path.at(-1) ?? '');
  if (!wasAbove) return path;
  return still === -1
    ? to.slice(0, Math.max(1, to.length - from.length + path.length))
    : to.slice(0, still + 1);
}

/** The new holder's time begins now: what was late before is not theirs, what was answered stays answered. */
export function takenOver(state: CaseState, { at, data }: EventOf<'CaseTakenOver'>): CaseState {
  const { from, to, merged, status, reportedIds = state.reportedIds } = data;
  const about = { ...(merged ? decidersFollow(state, data) : state), reportedIds };
  const free = state.boundTo === from.id ? without(about, 'boundTo') : about;
  const bound = merged && free !== about ? { ...free, boundTo: to.id } : free;
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

/** What is decided about returns is counted as it is decided: the legs of long ago are forgotten. */
export function withLegs(state: CaseState, legs: readonly Leg[]): CaseState {
  return { ...state, legs, bounces: state.bounces + countUpheld(legs) - countUpheld(state.legs) };
}
