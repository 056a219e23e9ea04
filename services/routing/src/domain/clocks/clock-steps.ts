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
  /** Nobody decided it. */
  readonly automatic?: boolean;
}

const OF_AGENCIES = ['verification', 'response', 'resolution', 'urgent', 'case'] as const;

/**
 * Which limits a step keeps, as figures count them (`limits-met` of the tests holds both together). Whatever else ends a clock (a
 * withdrawal, say) has made it pointless, not met it.
 */
const MEETS: Readonly<Record<string, readonly ClockName[]>> = {
  CaseDisposed: ['verification', 'response'],
  CaseArchived: OF_AGENCIES,
  CaseReferred: OF_AGENCIES,
  CaseReturned: ['response'],
  CaseFollowedUp: ['urgent', 'response'],
  CaseAnswered: ['urgent', 'response', 'resolution', 'case'],
};

function meets({ type, automatic }: Step, clock: ClockName): boolean {
  if (clock === 'verification' && automatic === true) return false;
  return MEETS[type]?.includes(clock) === true;
}

/** Of each step, in the order of the steps. A clock that the next holder starts anew is another one. */
export function clockStepsOf(steps: readonly Step[]): readonly (readonly ClockStep[])[] {
  let before: Clocks = {};
  return steps.map((step) => {
    const after = applyClockChanges(before, step.clocks ?? {});
    const changes = CLOCK_NAMES.flatMap((name) => changeOf(name, before[name], after[name], step));
    before = after;
    return changes;
  });
}

function changeOf(
  clock: ClockName,
  before: Clock | undefined,
  after: Clock | undefined,
  step: Step,
): readonly ClockStep[] {
  if (before === undefined || before.stoppedAt !== undefined) return [];
  const goesOn = after !== undefined && after.stoppedAt === undefined && after.from === before.from;
  if (!goesOn) {
    if (!meets(step, clock)) return [];
    return [{ clock, change: step.at <= before.dueAt ? 'met' : 'met_late', dueAt: before.dueAt }];
  }
  if (before.pausedAt === undefined && after.pausedAt !== undefined)
    return [{ clock, change: 'paused', dueAt: after.dueAt }];
  if (before.pausedAt !== undefined && after.pausedAt === undefined)
    return [{ clock, change: 'resumed', dueAt: after.dueAt }];
  return [];
}
