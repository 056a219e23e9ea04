import { AppError, invalid } from '@lapor/kernel';
import { presentLeg, type CaseState } from '../case.ts';
import { getCalendar } from '../clocks/clock.ts';
import { clocksOnAnswer, clocksOnFollowUp, clocksOnReceipt, clocksOnUrgentStep } from '../clock-changes.ts';
import type { CommandOf, DecisionContext } from '../commands.ts';
import { policyAt } from '../clocks/policy.ts';
import { contentOf, record, type Decision } from '../record.ts';
import { reuseOf } from '../reuse.ts';
import { countEvidence, requireNextStep, requireSubstance, requireText, requireWords } from '../substance.ts';
import { closeOfDay, localDay, type Instant, type LocalDay } from '../clocks/working-time.ts';

const DAY = 24 * 60 * 60 * 1000;

/** Close of office hours of a named day, which must lie ahead: today counts until then. */
function dayAhead(
  day: LocalDay,
  field: 'nextDate' | 'promisedDate',
  state: CaseState,
  context: DecisionContext,
): Instant {
  const calendar = getCalendar(context.calendars, state.holder.calendar);
  const at = closeOfDay(day, calendar);
  if (at === undefined) throw invalid(field, 'must be a day, yyyy-mm-dd');
  if (day < localDay(context.now, calendar)) throw invalid(field, 'must not be in the past');
  if (at <= context.now) throw invalid(field, 'must be a later day: office hours of that one are over');
  const { promiseWithinDays, handOverAfterDays } = policyAt(context.policies, context.now, calendar);
  // Who says that nothing happens until others may be asked to look into it has promised, and not gone on.
  const most = field === 'nextDate' ? Math.min(handOverAfterDays, promiseWithinDays) : promiseWithinDays;
  if (at > context.now + most * DAY) throw invalid(field, `must be within ${most} days`);
  return at;
}

function isFirstFollowUp(state: CaseState): boolean {
  return presentLeg(state)?.firstFollowUpAt === undefined;
}

/** What nobody has to verify for its holder is the holder's from this step on. */
function takenOn(state: CaseState, context: DecisionContext): Decision {
  const asked = state.status === 'held' && state.resumeTo === 'unverified';
  if (state.status !== 'unverified' && !asked) return { events: [], state };
  const { holder } = state;
  const clocks = clocksOnUrgentStep(state, context, (resumed) => clocksOnReceipt(resumed, holder, context));
  return record(state, context, 'CaseDisposed', 'assigned', clocks, {
    from: holder,
    to: holder,
    automatic: false,
  });
}

/** A real step: what kind, what comes next, and a date or evidence to hold it to. */
export function decideFollowUp(
  untaken: CaseState,
  command: CommandOf<'follow_up'>,
  context: DecisionContext,
): Decision {
  const taken = takenOn(untaken, context);
  const { state } = taken;
  const evidenceCount = countEvidence(command);
  const words = requireSubstance(command.words, 'text', evidenceCount);
  requireNextStep(command.nextStep);
  const nextDate = command.nextDate === '' ? undefined : command.nextDate;
  if (nextDate === undefined && evidenceCount === 0) {
    throw invalid('nextDate', 'a date for the next step, or evidence, is needed');
  }
  const next =
    nextDate === undefined ? {} : { nextDate, nextStepAt: dayAhead(nextDate, 'nextDate', state, context) };
  // Withdrawn it stays so, whatever is still done about the matter.
  const status = state.status === 'withdrawn' ? 'withdrawn' : 'in_progress';
  const clocks = clocksOnUrgentStep(state, context, (resumed) => clocksOnFollowUp(resumed, context));
  return record(taken, context, 'CaseFollowedUp', status, clocks, {
    kind: command.kind,
    first: isFirstFollowUp(state),
    ...next,
    evidenceCount,
    ...reuseOf(command, state, context),
    ...contentOf(words),
  });
}

/** Its day is over: told once, to whoever named it. */
export function decideRemindNextStep(state: CaseState, context: DecisionContext): Decision {
  if (state.nextStep === undefined) return { events: [], state };
  const { day: nextDate, at: dueAt } = state.nextStep;
  return record(state, context, 'NextStepDue', state.status, {}, { nextDate, dueAt });
}

export function decideAnswer(
  untaken: CaseState,
  command: CommandOf<'answer'>,
  context: DecisionContext,
): Decision {
  const taken = takenOn(untaken, context);
  const { state } = taken;
  const { promisedFor, evidenceCount, reuse, words } = readAnswer(state, command, context);
  return record(taken, context, 'CaseAnswered', 'answered', clocksOnAnswer(state, context), {
    kind: command.kind,
    firstFollowUp: isFirstFollowUp(state),
    ...(promisedFor === undefined ? {} : { promisedFor }),
    evidenceCount,
    ...reuse,
    ...contentOf(words),
  });
}

function readAnswer(
  state: CaseState,
  command: CommandOf<'answer'> | CommandOf<'draft_answer'>,
  context: DecisionContext,
) {
  const evidenceCount = countEvidence(command);
  const words = requireSubstance(command.words, 'text', evidenceCount);
  const promisedFor = demandOf(state, command, evidenceCount, context);
  return { words, evidenceCount, promisedFor, reuse: reuseOf(command, state, context) };
}

/** Held to the same demands as an answer; it changes nothing before somebody else has released it. */
export function decideDraftAnswer(
  state: CaseState,
  command: CommandOf<'draft_answer'>,
  context: DecisionContext,
): Decision {
  const { promisedFor, evidenceCount, reuse, words } = readAnswer(state, command, context);
  const { promisedDate } = command;
  return record(
    state,
    context,
    'AnswerDrafted',
    state.status,
    {},
    {
      kind: command.kind,
      ...(promisedFor === undefined || promisedDate === undefined ? {} : { promisedDate }),
      evidenceCount,
      ...reuse,
      byId: whoIs(context),
      ...contentOf(words),
    },
  );
}

function whoIs({ actor }: DecisionContext): string {
  if (actor.kind === 'officer') return actor.officerId;
  return actor.kind === 'machine' ? actor.keyId : actor.kind;
}

/** The draft, word for word. */
export function decideReleaseAnswer(
  state: CaseState,
  uses: CommandOf<'release_answer'>,
  context: DecisionContext,
): Decision {
  requireRead(uses);
  const { draft } = state;
  if (draft === undefined) throw new AppError('internal', 'a release without a draft');
  const { kind, promisedDate, evidenceCount, reusedOn, photosReusedOn, content } = draft;
  const drafted = {
    ...(reusedOn === undefined ? {} : { reusedOn }),
    ...(photosReusedOn === undefined ? {} : { photosReusedOn }),
  };
  const promisedFor =
    promisedDate === undefined ? undefined : dayAhead(promisedDate, 'promisedDate', state, context);
  return record(state, context, 'CaseAnswered', 'answered', clocksOnAnswer(state, context), {
    kind,
    firstFollowUp: isFirstFollowUp(state),
    ...(promisedFor === undefined ? {} : { promisedFor }),
    evidenceCount,
    // Where nobody has counted, as it was when it was drafted.
    ...(uses.usedOn === undefined ? drafted : reuseOf(uses, state, context)),
    content,
  });
}

export function decideSendBackDraft(
  state: CaseState,
  command: CommandOf<'send_back_draft'>,
  context: DecisionContext,
): Decision {
  requireRead(command);
  const words = requireWords(command.words, 'reason');
  return record(state, context, 'DraftSentBack', state.status, {}, contentOf(words));
}

/** Two pairs of eyes: who does not say what they have seen may have seen another draft than the one that waits now. */
function requireRead({ unread }: { readonly unread?: true }): void {
  if (unread === true) throw invalid('expectedVersion', 'must say at which version the draft was read');
}

/** What each kind of answer demands beside its words; gives the promised moment back for a promise. */
function demandOf(
  state: CaseState,
  command: CommandOf<'answer'> | CommandOf<'draft_answer'>,
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
