import { invalid } from '@lapor/kernel';
import { presentLeg, type CaseState } from './case.ts';
import { getCalendar } from './clock.ts';
import { clocksOnAnswer, clocksOnFollowUp } from './clock-changes.ts';
import type { CommandOf, DecisionContext } from './commands.ts';
import { policyAt } from './policy.ts';
import { contentOf, record, type Decision } from './record.ts';
import { countEvidence, requireNextStep, requireSubstance, requireText } from './substance.ts';
import { closeOfDay, localDay, type Instant, type LocalDay } from './working-time.ts';

const DAY = 24 * 60 * 60 * 1000;

/** Close of office hours of a named day, which must lie ahead (today counts) and not beyond what a promise may span. */
function dayAhead(day: LocalDay, field: string, state: CaseState, context: DecisionContext): Instant {
  const calendar = getCalendar(context.calendars, state.holder.calendar);
  const at = closeOfDay(day, calendar);
  if (at === undefined) throw invalid(field, 'must be a day, yyyy-mm-dd');
  if (day < localDay(context.now, calendar)) throw invalid(field, 'must not be in the past');
  const { promiseWithinDays } = policyAt(context.policies, context.now, calendar);
  if (at > context.now + promiseWithinDays * DAY) {
    throw invalid(field, `must be within ${promiseWithinDays} days`);
  }
  return at;
}

function isFirstFollowUp(state: CaseState): boolean {
  return presentLeg(state)?.firstFollowUpAt === undefined;
}

/** A real step: what kind, what comes next, and a date or evidence to hold it to. */
export function decideFollowUp(
  state: CaseState,
  command: CommandOf<'follow_up'>,
  context: DecisionContext,
): Decision {
  const evidenceCount = countEvidence(command.evidence);
  const words = requireSubstance(command.words, 'text', evidenceCount);
  requireNextStep(command.nextStep);
  const nextDate = command.nextDate === '' ? undefined : command.nextDate;
  if (nextDate === undefined && evidenceCount === 0) {
    throw invalid('nextDate', 'a date for the next step, or evidence, is needed');
  }
  if (nextDate !== undefined) dayAhead(nextDate, 'nextDate', state, context);
  return record(state, context, 'CaseFollowedUp', 'in_progress', clocksOnFollowUp(state, context), {
    kind: command.kind,
    first: isFirstFollowUp(state),
    ...(nextDate === undefined ? {} : { nextDate }),
    evidenceCount,
    ...reuseOf(command.usedOn, state, context),
    ...contentOf(words),
  });
}

/** The same words on case after case answer nobody: said where it is more than policy bears with. */
function reuseOf(
  usedOn: number | undefined,
  state: CaseState,
  context: DecisionContext,
): { readonly reusedOn?: number } {
  const calendar = getCalendar(context.calendars, state.holder.calendar);
  const { sameTextOnCases } = policyAt(context.policies, context.now, calendar);
  return usedOn !== undefined && usedOn > sameTextOnCases ? { reusedOn: usedOn } : {};
}

export function decideAnswer(
  state: CaseState,
  command: CommandOf<'answer'>,
  context: DecisionContext,
): Decision {
  const evidenceCount = countEvidence(command.evidence);
  const words = requireSubstance(command.words, 'text', evidenceCount);
  const promisedFor = demandOf(state, command, evidenceCount, context);
  return record(state, context, 'CaseAnswered', 'answered', clocksOnAnswer(state, context), {
    kind: command.kind,
    firstFollowUp: isFirstFollowUp(state),
    ...(promisedFor === undefined ? {} : { promisedFor }),
    evidenceCount,
    ...reuseOf(command.usedOn, state, context),
    ...contentOf(words),
  });
}

/** What each kind of answer demands beside its words; gives the promised moment back for a promise. */
function demandOf(
  state: CaseState,
  command: CommandOf<'answer'>,
  evidenceCount: number,
  context: DecisionContext,
): Instant | undefined {
  if (command.kind !== 'promised' && command.promisedDate !== undefined && command.promisedDate !== '') {
    throw invalid('promisedDate', 'only a promise has a date');
  }
  switch (command.kind) {
    case 'solved':
      if (evidenceCount === 0) throw invalid('evidence', 'solved needs evidence');
      return undefined;
    case 'explained':
      return undefined;
    case 'clarified':
      if (evidenceCount === 0 && !state.inspected) {
        throw invalid('evidence', 'untrue after inspection needs evidence or an inspection before');
      }
      return undefined;
    case 'cannot':
      requireText(command.ground, 'ground');
      requireText(command.whereToGo, 'whereToGo');
      return undefined;
    case 'promised':
      return dayAhead(requireText(command.promisedDate, 'promisedDate'), 'promisedDate', state, context);
  }
}
