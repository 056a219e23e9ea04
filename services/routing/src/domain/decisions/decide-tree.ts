import { AppError } from '@lapor/kernel';
import { asRemembered, getAgency, isWithin, lowestTier, reportedNow } from '../agency.ts';
import type { Agency } from '../agency.ts';
import type { CaseState } from '../case.ts';
import { clocksOnTakingOver } from '../clock-changes.ts';
import type { CommandOf, DecisionContext } from '../commands.ts';
import { protectionOf } from './decide-disposition.ts';
import { followsNow } from '../following.ts';
import { record, type Decision } from '../record.ts';
import type { CaseStatus } from '../vocabulary.ts';

/** Nobody works where the case lay any more. The successor goes on with it; where there is none, the tier above gives it to somebody. */
export function decideTakeOver(
  state: CaseState,
  { closedId, path, merged }: CommandOf<'take_over'>,
  context: DecisionContext,
): Decision {
  if (state.holder.id !== closedId) return { events: [], state };
  const found = lowestTier(path, context.agencies);
  if (found === undefined) throw new AppError('internal', 'a closed agency without a tier above');
  const to = takenOverBy(found, state, { merged }, context);
  return takeOver(state, to, { merged, goesOn: merged && to.id === path.at(-1) }, context);
}

/** An inspectorate that was merged into another hands its protected cases on to that one; whoever is not told of yet by all is not passed by. */
function takenOverBy(
  found: Agency,
  state: CaseState,
  { merged }: Pick<Taking, 'merged'>,
  context: DecisionContext,
): Agency {
  if (!state.protected) return found;
  const inspects = context.agencies.get(found.id)?.kind === 'inspectorate';
  if (merged && inspects && !isWithin(found.path, reportedNow(state.reportedIds, found, context.agencies)))
    return found;
  return protectionOf(found, state.reportedIds, context).holder;
}

/**
 * The same holder in another place of the tree, or in another area: whose case it is, since when, and all its clocks stay. Only what
 * starts from then on is counted in the calendar of where it is.
 */
export function decideMoveHolder(state: CaseState, context: DecisionContext): Decision {
  const { path, calendar } = getAgency(context.agencies, state.holder.id);
  if (isWhereItWas(state.holder, { path, calendar })) return { events: [], state };
  const to = asRemembered({ ...state.holder, path, calendar });
  if (state.protected && isWithin(path, reportedNow(state.reportedIds, to, context.agencies))) {
    // It lies below whom the case is about now.
    const safe = protectionOf(to, state.reportedIds, context).holder;
    return takeOver(state, safe, { merged: false, goesOn: true }, context);
  }
  return record(state, context, 'CaseHolderMoved', state.status, {}, { from: state.holder, to });
}

/**
 * Those whom it is about work in another agency since theirs was merged into it: it is about that one too, and lies where nobody there
 * sees it.
 */
export function decideFollowReported(state: CaseState, context: DecisionContext): Decision {
  const { holder: safe, reportedIds } = protectionOf(state.holder, state.reportedIds, context);
  const known = new Set(state.reportedIds);
  if (!state.protected || reportedIds.every((id) => known.has(id))) return { events: [], state };
  if (isWithin(state.holder.path, reportedIds))
    return takeOver(state, asRemembered(safe), { merged: false, goesOn: true, reportedIds }, context);
  const { anonymous, secret } = state;
  const fields = { anonymous, secret, protected: true, reportedIds };
  return record(state, context, 'CasePrivacyChanged', state.status, {}, fields);
}

/** Nobody reads there any more what was written to the one: the other does, and answers. */
export function decideMoveMessages(
  state: CaseState,
  { fromId, toId }: CommandOf<'move_messages'>,
  context: DecisionContext,
): Decision {
  if (fromId === toId || state.addressedIds?.includes(fromId) !== true) return { events: [], state };
  return record(state, context, 'CaseMessagesMoved', state.status, {}, { fromId, toId });
}

/** Only the code: its limits, and whether it is urgent, were given when it was filed or by whoever looked at it. */
export function decideFollowCategory(
  state: CaseState,
  { fromCode, toCode }: CommandOf<'follow_category'>,
  context: DecisionContext,
): Decision {
  if (state.categoryCode !== fromCode) return { events: [], state };
  return record(state, context, 'CaseCategoryFollowed', state.status, {}, { fromCode, toCode });
}

interface Taking {
  readonly merged: boolean;
  /** The new holder works on it; else it must find somebody who does. */
  readonly goesOn: boolean;
  /** Whom it is about, where these are more now. */
  readonly reportedIds?: readonly string[];
}

function takeOver(
  state: CaseState,
  to: Agency,
  { merged, goesOn, reportedIds }: Taking,
  context: DecisionContext,
): Decision {
  // An inspectorate works on what it gets.
  const status = statusAfter(state.status, goesOn || state.protected);
  // Whoever has a case that follows another is judged by its master.
  const follows = followsNow(state);
  const clocks = follows ? {} : clocksOnTakingOver(state, to, context);
  return record(state, context, 'CaseTakenOver', status, clocks, {
    from: state.holder,
    to,
    merged,
    ...(reportedIds === undefined ? {} : { reportedIds }),
  });
}

/** Whoever goes on has yet to follow up. */
function statusAfter(status: CaseStatus, goesOn: boolean): CaseStatus {
  if (status !== 'assigned' && status !== 'in_progress') return status;
  return goesOn ? 'assigned' : 'returned';
}

export function isWhereItWas(holder: Agency, { path, calendar }: Pick<Agency, 'path' | 'calendar'>): boolean {
  return holder.calendar === calendar && samePath(path, holder.path);
}

function samePath(a: readonly string[], b: readonly string[]): boolean {
  return a.length === b.length && a.every((id, at) => id === b[at]);
}
