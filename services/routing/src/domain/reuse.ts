import type { CaseState } from './case.ts';
import { getCalendar } from './clocks/clock.ts';
import { policyAt } from './clocks/policy.ts';
import type { DecisionContext } from './commands.ts';

interface Uses {
  readonly usedOn?: number;
  readonly photosUsedOn?: number;
}

/** What was used before, on other cases: said to those above, never to the reporter. */
export interface Reuse {
  readonly reusedOn?: number;
  readonly photosReusedOn?: number;
}

/** The same words on case after case answer nobody: said where it is more than policy bears with. */
export function reuseOf(uses: Uses, { holder }: CaseState, context: DecisionContext): Reuse {
  const { usedOn } = uses;
  const calendar = getCalendar(context.calendars, holder.calendar);
  const { sameTextOnCases } = policyAt(context.policies, context.now, calendar);
  const told = usedOn !== undefined && usedOn > sameTextOnCases;
  return { ...(told ? { reusedOn: usedOn } : {}), ...photoReuseOf(uses) };
}

/** Two places do not look the same: a picture of the one shows nothing of the other. */
export function photoReuseOf({ photosUsedOn }: Uses): Pick<Reuse, 'photosReusedOn'> {
  return photosUsedOn !== undefined && photosUsedOn > 1 ? { photosReusedOn: photosUsedOn } : {};
}

type Shown = Pick<CaseState, 'id' | 'master' | 'protected' | 'holder'>;

/** Merged, they are one matter at one place: a picture of it is one of all. */
export function isSameMatter(
  one: Pick<Shown, 'id' | 'master'>,
  other: Pick<Shown, 'id' | 'master'>,
): boolean {
  return masterOf(one) === masterOf(other);
}

/**
 * Whether a picture that is shown on a case has been used before when it was shown on another one, about another matter. Of a protected case nobody learns that way but whoever holds it, and on that case it tells of nothing that is held elsewhere.
 */
export function isReuse(here: Shown, other: Shown): boolean {
  if (isSameMatter(here, other)) return false;
  if (!here.protected && !other.protected) return true;
  return here.protected && here.holder.id === other.holder.id;
}

function masterOf({ id, master }: Pick<Shown, 'id' | 'master'>): string {
  return master?.id ?? id;
}
