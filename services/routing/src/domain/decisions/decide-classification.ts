import { invalid } from '@lapor/kernel';
import { getAgency, lowestTier, type Agency } from '../agency.ts';
import type { CaseState } from '../case.ts';
import {
  clocksOnDangerJoining,
  clocksOnProtection,
  clocksOnReclassifying,
  clocksOnRestoring,
} from '../clock-changes.ts';
import type { ClockChanges } from '../clocks/clock.ts';
import type { CommandOf, DecisionContext } from '../commands.ts';
import { protectionOf } from './decide-disposition.ts';
import { decideUnmerge } from './decide-merge.ts';
import { illegal } from '../legal.ts';
import { contentOf, heardOf, record, type Decision } from '../record.ts';
import { requireWords } from '../substance.ts';
import { isOpenStatus, type CaseStatus } from '../vocabulary.ts';

/** Another type, category or weight. Supervisory weight protects the case: it leaves the unit it is about at once. */
export function decideReclassify(
  state: CaseState,
  command: CommandOf<'reclassify'>,
  context: DecisionContext,
): Decision {
  const words = requireWords(command.words, 'reason');
  const type = command.complaintType ?? state.type;
  const categoryCode =
    command.categoryCode === undefined || command.categoryCode === ''
      ? state.categoryCode
      : command.categoryCode;
  const supervisory = command.supervisory ?? state.supervisory;
  const danger = state.danger || command.danger === true;
  const same = type === state.type && categoryCode === state.categoryCode;
  if (same && supervisory === state.supervisory && danger === state.danger) {
    const rule = 'type, category or weight must change';
    // What it is already somebody else may have made it meanwhile; naming nothing is wrong at any time.
    throw namesNothing(command) ? invalid('', rule) : illegal(state, context.actor, context, rule, '');
  }
  if (supervisory && type !== 'complaint') throw invalid('supervisory', 'only a complaint has this weight');
  const { clocks, limitKept } = clocksOnReclassifying(state, { type, supervisory }, context);
  const urgent = danger && !state.danger ? urgentFromNow(state, context) : {};
  const protects = supervisory && !state.protected;
  const dueBefore = state.clocks.case?.dueAt ?? state.submittedAt;
  const reclassified = record(
    state,
    context,
    'CaseReclassified',
    state.status,
    { ...clocks, ...urgent },
    {
      type,
      categoryCode,
      supervisory,
      danger,
      dueBefore,
      dueAfter: clocks.case?.dueAt ?? dueBefore,
      limitKept,
      byPath: context.actor.kind === 'officer' ? context.actor.agencyPath : state.holder.path,
      before: { type: state.type, categoryCode: state.categoryCode, supervisory: state.supervisory },
      ...(urgent.urgent === undefined || protects ? {} : { dangerFound: true as const }),
      ...contentOf(words),
    },
  );
  if (!protects) return reclassified;
  const { anonymous, secret } = state;
  return protect(reclassified, { anonymous, secret }, context);
}

/** Danger found out later: the two hours run from when it was. Of what is answered nobody is called to anything. */
function urgentFromNow(state: CaseState, context: DecisionContext): ClockChanges {
  return state.status === 'answered' ? {} : clocksOnDangerJoining(state, context.now, context);
}

function namesNothing(command: CommandOf<'reclassify'>): boolean {
  const { complaintType, categoryCode = '', supervisory } = command;
  return complaintType === undefined && categoryCode === '' && supervisory === undefined;
}

/** The reporter does not agree with it: the tier above whoever reclassified looks at it again; until then it holds. */
export function decideObjectReclassification(
  state: CaseState,
  command: CommandOf<'object'>,
  context: DecisionContext,
): Decision {
  const words = requireWords(command.words, 'text');
  const by = state.reclassification?.byPath ?? state.holder.path;
  // Of a protected case nobody above learns: whoever has it decides. At the root it is looked at again there.
  const above = state.protected ? undefined : lowestTier(by.slice(0, -1), context.agencies);
  const decider = above ?? (by.length === 1 ? getAgency(context.agencies, by[0] ?? '') : state.holder);
  const fields = { decider, ...heardOf(words) };
  return record(state, context, 'ReclassificationObjected', state.status, {}, fields);
}

/** Accepted, the case is what it was before, limits and all; the reporter reads why or why not. */
export function decideObjection(
  state: CaseState,
  command: CommandOf<'decide_objection'>,
  context: DecisionContext,
): Decision {
  const words = requireWords(command.words, 'text');
  const { type, categoryCode, supervisory } = state;
  const back = command.accept ? state.reclassification?.before : undefined;
  const followed = command.successorCode === undefined ? {} : { categoryCode: command.successorCode };
  const to = back === undefined ? { type, categoryCode, supervisory } : { ...back, ...followed };
  const clocks = clocksOnRestoring(state, to, context);
  const dueBefore = state.clocks.case?.dueAt ?? state.submittedAt;
  const decided = record(state, context, 'ObjectionDecided', state.status, clocks, {
    ...to,
    accepted: command.accept,
    dueBefore,
    dueAfter: clocks.case?.dueAt ?? dueBefore,
    ...contentOf(words),
  });
  if (!to.supervisory || state.protected) return decided;
  return protect(decided, { anonymous: state.anonymous, secret: state.secret }, context);
}

type Choices = Pick<CaseState, 'anonymous' | 'secret'>;

/** The case goes where nobody it is about can see it; what the new holder does with it begins anew. */
function protect(before: Decision, choices: Choices, context: DecisionContext): Decision {
  const { state } = before;
  const { holder: to, reportedIds } = protectionOf(state.holder, reportedBy(state), context);
  if (to.id === state.holder.id) {
    return privacy(before, choices, { protected: true, reportedIds }, context);
  }
  return privacy(before, choices, { protected: true, reportedIds, to }, context);
}

/** Whom it is about: the agency named or found at the start, and whoever has been working on it since. */
function reportedBy(state: CaseState): readonly string[] {
  const ids = new Set(state.reportedIds);
  if (state.competentId !== undefined) ids.add(state.competentId);
  const works = state.resumeTo ?? state.status;
  if (works === 'assigned' || works === 'in_progress' || works === 'answered') ids.add(state.holder.id);
  return [...ids];
}

interface Protecting {
  readonly protected: boolean;
  readonly reportedIds: readonly string[];
  readonly to?: Agency;
}

function privacy(
  before: Decision,
  choices: Choices,
  protection: Protecting,
  context: DecisionContext,
): Decision {
  const { state } = before;
  const { to } = protection;
  const fields = { ...choices, protected: protection.protected, reportedIds: protection.reportedIds };
  if (to === undefined) return record(before, context, 'CasePrivacyChanged', state.status, {}, fields);
  const status: CaseStatus = state.status === 'in_progress' ? 'assigned' : state.status;
  const clocks = clocksOnProtection(state, to, context);
  return record(before, context, 'CasePrivacyChanged', status, clocks, { ...fields, from: state.holder, to });
}

/** The reporter's own choices at any time; staff may only hide more, and say whether a case is about people in an office. */
export function decideSetPrivacy(
  state: CaseState,
  command: CommandOf<'set_privacy'>,
  context: DecisionContext,
): Decision {
  const byReporter = context.actor.kind === 'reporter';
  const secret = command.secret ?? state.secret;
  if (!secret && state.secret && !byReporter) throw invalid('secret', 'only the reporter may switch it off');
  const anonymous = command.anonymous ?? (state.anonymous || secret);
  if (!anonymous && secret) throw invalid('anonymous', 'must stay on while the case is secret');
  if (anonymous !== state.anonymous && command.anonymous !== undefined && !byReporter) {
    throw invalid('anonymous', 'only the reporter chooses this');
  }
  const wanted = command.protected ?? state.protected;
  if (anonymous === state.anonymous && secret === state.secret && wanted === state.protected) {
    throw illegal(state, context.actor, context, 'nothing would change', '');
  }
  const before: Decision = { events: [], state };
  const choices = { anonymous, secret };
  const { reportedIds } = state;
  if (wanted === state.protected) {
    return privacy(before, choices, { protected: wanted, reportedIds }, context);
  }
  if (!wanted) return unprotect(before, choices, byReporter, context);
  if (!isOpenStatus(state.status)) {
    throw illegal(state, context.actor, context, 'can be set only while the case is open', 'protected');
  }
  // It no longer goes along with what others may read.
  const alone = state.master === undefined ? before : decideUnmerge(state, { type: 'unmerge' }, context);
  return protect(alone, choices, context);
}

function unprotect(
  before: Decision,
  choices: Choices,
  byReporter: boolean,
  context: DecisionContext,
): Decision {
  if (byReporter) throw invalid('protected', 'only those who have the case may lift it');
  if (before.state.supervisory) throw invalid('protected', 'supervisory weight always protects');
  return privacy(before, choices, { protected: false, reportedIds: [] }, context);
}
