import { AppError, invalid } from '@lapor/kernel';
import {
  asRemembered,
  commonPath,
  getAgency,
  isWithin,
  lowestTier,
  reportedNow,
  type Actor,
  type Agency,
} from '../agency.ts';
import { inspectorateFor, pathAbove } from '../inspectorates.ts';
import type { CaseState } from '../case.ts';
import { getCalendar } from '../clocks/clock.ts';
import { clocksOnOpening, clocksOnReceipt, clocksOnUrgentStep } from '../clock-changes.ts';
import type { CommandOf, DecisionContext, Filing, Jurisdiction } from '../commands.ts';
import { isLeftAlone } from '../guards.ts';
import { illegal } from '../legal.ts';
import { policyAt } from '../clocks/policy.ts';
import { contentOf, record, type Decision } from '../record.ts';
import { requireWords } from '../substance.ts';

/** Opens the case; where jurisdiction found who is competent, gives it to them at once. A protected one never. */
export function decideOpen(
  state: CaseState | undefined,
  { filing, jurisdiction }: CommandOf<'open'>,
  context: DecisionContext,
): Decision {
  if (state !== undefined) return { events: [], state };
  if (context.actor.kind !== 'system') throw new AppError('forbidden', 'only the platform opens a case');
  const opened = open(filing, jurisdiction, context);
  if (!mayDisposeAtOnce(filing, jurisdiction)) return opened;
  const competent = asRemembered(jurisdiction.competent);
  return record(
    opened,
    context,
    'CaseDisposed',
    'assigned',
    clocksOnReceipt(opened.state, competent, context),
    { from: opened.state.holder, to: competent, automatic: true },
  );
}

function mayDisposeAtOnce(
  filing: Filing,
  jurisdiction: Jurisdiction,
): jurisdiction is Jurisdiction & { readonly competent: Agency } {
  const { competent } = jurisdiction;
  return competent !== undefined && competent.onboarded !== false && !filing.protected;
}

/** Why a person must look, where one must. */
function triageReason(filing: Filing, jurisdiction: Jurisdiction): string | undefined {
  if (mayDisposeAtOnce(filing, jurisdiction)) return undefined;
  if (filing.protected) return 'protected';
  return jurisdiction.competent === undefined ? jurisdiction.triageReason : 'not_onboarded';
}

function open(filing: Filing, jurisdiction: Jurisdiction, context: DecisionContext): Decision {
  const { foundAt, sameAs } = filing;
  const { competent, reportedId } = jurisdiction;
  const admin = asRemembered(jurisdiction.admin);
  const competentId = competent?.id ?? reportedId;
  const about = reportedId ?? competent?.id;
  const { holder, reportedIds } = filing.protected
    ? protectionOf(admin, about === undefined ? [] : [about], context)
    : { holder: admin, reportedIds: [] };
  const opening = { ...filing, supervisory: false, holder };
  const reason = triageReason(filing, jurisdiction);
  return record(undefined, context, 'CaseOpened', 'unverified', clocksOnOpening(opening, context), {
    // Named one by one: nothing else that a filing may carry goes into the history.
    caseId: filing.trackingId,
    type: filing.type,
    channel: filing.channel,
    categoryCode: filing.categoryCode,
    areaCode: filing.areaCode,
    areaCalendar: filing.areaCalendar,
    anonymous: filing.anonymous || filing.secret,
    secret: filing.secret,
    protected: filing.protected,
    danger: filing.danger,
    reachable: filing.reachable,
    submittedAt: filing.submittedAt,
    ...(foundAt === undefined ? {} : { foundAt }),
    ...(sameAs === undefined ? {} : { sameAs }),
    holder,
    ...(competentId === undefined ? {} : { competentId }),
    reportedIds,
    ...(reason === undefined ? {} : { triageReason: reason }),
  });
}

export interface Protection {
  readonly holder: Agency;
  readonly reportedIds: readonly string[];
}

/**
 * Who may hold a case that is about people in these agencies: the inspectorate of their body if it is outside of them, else the
 * lowest tier above.
 */
export function protectionOf(wished: Agency, about: readonly string[], context: DecisionContext): Protection {
  const reportedIds = reportedNow(about, wished, context.agencies);
  const inspectorate = inspectorateFor(wished, reportedIds, context);
  if (inspectorate !== undefined) return { holder: asRemembered(inspectorate), reportedIds };
  const first = wished.path.findIndex((id) => reportedIds.includes(id));
  const above = first === -1 ? wished : lowestTier(wished.path.slice(0, first), context.agencies);
  return { holder: above ?? wished, reportedIds };
}

export function decideDispose(
  state: CaseState,
  command: CommandOf<'dispose'>,
  context: DecisionContext,
): Decision {
  const to = target(state, command.agencyId, context);
  const boundTo = bindingOf(state, to, context);
  const clocks = clocksOnUrgentStep(state, context, (resumed) => clocksOnReceipt(resumed, to, context));
  return record(state, context, 'CaseDisposed', 'assigned', clocks, {
    from: state.holder,
    to,
    automatic: context.actor.kind === 'system',
    ...(boundTo === undefined ? {} : { boundTo }),
    ...contentOf(command.note),
  });
}

function target(state: CaseState, agencyId: string, context: DecisionContext): Agency {
  const known = context.agencies.get(agencyId);
  if (known === undefined) throw invalid('agencyId', 'must be a known agency');
  if (known.closed === true) throw invalid('agencyId', 'must be an agency that is not closed');
  if (known.onboarded === false)
    throw invalid('agencyId', 'nobody works there on this platform: refer instead');
  if (
    state.protected &&
    isWithin(known.path, reportedNow(state.reportedIds, state.holder, context.agencies))
  ) {
    throw invalid('agencyId', 'a protected case never goes to the unit it is about');
  }
  const { actor } = context;
  const anywhere = actor.kind === 'system' || (actor.kind === 'officer' && actor.role === 'national_admin');
  if (!anywhere && !isWithin(known.path, reachOf(state, actor))) {
    throw invalid('agencyId', 'must be in your own part of the tree');
  }
  if (state.status === 'assigned' || state.status === 'in_progress') {
    // Not wrong in itself: whoever looked before somebody else gave it away learns where it stands.
    const notNow = (rule: string) => illegal(state, actor, context, rule, 'agencyId');
    if (known.id === state.holder.id) throw notNow('has the case already');
    if (!anywhere && !isLeftAlone(state, context) && !known.path.includes(state.holder.id)) {
      throw notNow('must be below the agency that has the case');
    }
  }
  return getAgency(context.agencies, agencyId);
}

/**
 * The top of the part of the tree that an officer gives cases to. An inspectorate gives what turned out to be an ordinary case to
 * whom it belongs in the body; a protected one stays with it.
 */
function reachOf(state: CaseState, actor: Actor): readonly string[] {
  if (actor.kind !== 'officer') return [];
  const body = actor.agencyPath.at(-2);
  return actor.role === 'inspectorate' && !state.protected && body !== undefined ? [body] : [actor.agencyId];
}

/** From the second return on whoever decides is the arbiter. Inside the chosen agency's subtree the binding stays. */
function bindingOf(state: CaseState, to: Agency, context: DecisionContext): string | undefined {
  const policy = policyAt(context.policies, context.now, getCalendar(context.calendars, state.areaCalendar));
  if (state.status === 'returned') return state.returns >= policy.arbiterFromReturn ? to.id : state.boundTo;
  return state.boundTo !== undefined && to.path.includes(state.boundTo) ? state.boundTo : undefined;
}

/** Not our authority: up to the next tier; from the second time on to the lowest one common to all who returned it. */
export function decideReturn(
  state: CaseState,
  command: CommandOf<'return'>,
  context: DecisionContext,
): Decision {
  const words = requireWords(command.words, 'reason');
  const { betterAgencyId } = command;
  if (betterAgencyId === state.holder.id) throw invalid('betterAgencyId', 'must be another agency');
  const returns = state.returns + 1;
  const policy = policyAt(context.policies, context.now, getCalendar(context.calendars, state.areaCalendar));
  const returnersPath =
    state.returnersPath === undefined
      ? state.holder.path
      : commonPath(state.returnersPath, state.holder.path);
  const above = pathAbove(state.holder.path, state, context);
  const wished = returns >= policy.arbiterFromReturn ? commonPath(above, returnersPath) : above;
  const to = lowestTier(notAbove(wished, state), context.agencies);
  if (to === undefined) throw new AppError('internal', 'a return without a tier above');
  return record(state, context, 'CaseReturned', 'returned', clocksOnReceipt(state, to, context), {
    from: state.holder,
    to,
    bounces: state.bounces,
    returns,
    returnersPath,
    ...(betterAgencyId === undefined || betterAgencyId === '' ? {} : { betterAgencyId }),
    ...contentOf(words),
  });
}

/** What an arbiter bound to an agency does not leave that agency's subtree: the agency itself sorts it out. */
function notAbove(path: readonly string[], state: CaseState): readonly string[] {
  const { boundTo, holder } = state;
  if (boundTo === undefined || path.includes(boundTo)) return path;
  const bound = holder.path.indexOf(boundTo);
  return bound === -1 ? path : holder.path.slice(0, bound + 1);
}
