import { applyClockChanges, CLOCK_NAMES } from './clock.ts';
import type { Clock, ClockChanges, ClockName, Clocks } from './clock.ts';
import type { Instant } from './working-time.ts';

/** What a step of a case did to one of its clocks. */
export interface ClockStep {
  readonly clock: ClockName;
  readonly change: 'met' | 'met_late' | 'paused' | 'resumed';
  /** When it was due: of one that runs on, when it is due now. */
  readonly dueAt: Instant;
}

interface Step {
  readonly type: string;
  readonly at: Instant;
  readonly clocks?: ClockChanges;
}

/** Which limits a step keeps. Whatever else ends a clock (a withdrawal, say) has made it pointless, not met it. */
const MEETS: Readonly<Record<string, readonly ClockName[]>> = {
  CaseDisposed: ['verification', 'response'],
  QuestionAsked: ['verification'],
  CaseArchived: ['verification'],
  CaseReferred: ['verification', 'response'],
  CaseReturned: ['response'],
  CaseFollowedUp: ['urgent', 'response'],
  CaseAnswered: ['urgent', 'response', 'resolution', 'case'],
  CaseClosed: ['case'],
};

/** Of each step, in the order of the steps. A clock that the next holder starts anew is another one. */
export function clockStepsOf(steps: readonly Step[]): readonly (readonly ClockStep[])[] {
  let before: Clocks = {};
  return steps.map(({ type, at, clocks }) => {
    const after = applyClockChanges(before, clocks ?? {});
    const changes = CLOCK_NAMES.flatMap((name) => changeOf(name, before[name], after[name], { type, at }));
    before = after;
    return changes;
  });
}

function changeOf(
  clock: ClockName,
  before: Clock | undefined,
  after: Clock | undefined,
  { type, at }: Step,
): readonly ClockStep[] {
  if (before === undefined || before.stoppedAt !== undefined) return [];
  const goesOn = after !== undefined && after.stoppedAt === undefined && after.from === before.from;
  if (!goesOn) {
    if (MEETS[type]?.includes(clock) !== true) return [];
    return [{ clock, change: at <= before.dueAt ? 'met' : 'met_late', dueAt: before.dueAt }];
  }
  if (before.pausedAt === undefined && after.pausedAt !== undefined)
    return [{ clock, change: 'paused', dueAt: after.dueAt }];
  if (before.pausedAt !== undefined && after.pausedAt === undefined)
    return [{ clock, change: 'resumed', dueAt: after.dueAt }];
  return [];
}
