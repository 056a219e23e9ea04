import { AppError } from '@lapor/kernel';
import type { Issue } from '@lapor/kernel';
import type { ReasonRef } from '../reason-ref.ts';

export const POLICIES_ID = 'policies';

/** The limits of one regulation: numbers by name, as they travel. */
export interface Policy {
  readonly version: string;
  /** yyyy-mm-dd */
  readonly validFrom: string;
  readonly informationDays: number;
  readonly aspirationDays: number;
  readonly complaintDays: number;
  readonly supervisoryDays: number;
  readonly verificationDays: number;
  readonly responseDays: number;
  readonly leastLeftDays: number;
  readonly replyDays: number;
  readonly silenceDays: number;
  readonly urgentHours: number;
  readonly askAtMost: number;
  readonly reviveWithinDays: number;
  readonly reopenWithinDays: number;
  readonly reopenAtMost: number;
  readonly arbiterFromReturn: number;
  /** Percent. */
  readonly keepLimitFrom: number;
  readonly warnAt: readonly number[];
  readonly escalateEvery: number;
  readonly promiseWithinDays: number;
  readonly sameTextOnCases: number;
  readonly handOverAfterDays: number;
  readonly handOverUntouchedDays: number;
  readonly keepClosedYears: number;
  readonly keepArchivedYears: number;
  readonly keepReferredYears: number;
  readonly keepWithdrawnYears: number;
}

/** Not in every policy that was added, for there were no such limits yet. */
const KEEP_YEARS = [
  'keepClosedYears',
  'keepArchivedYears',
  'keepReferredYears',
  'keepWithdrawnYears',
] as const;
export type AddedPolicy = Omit<Policy, (typeof KEEP_YEARS)[number]> &
  Partial<Pick<Policy, (typeof KEEP_YEARS)[number]>>;

/** How long things are kept, where a policy does not say: as in the platform's own. */
export function complete(policy: AddedPolicy, own: Policy): Policy {
  const years = KEEP_YEARS.map((name) => [name, policy[name] || own[name]] as const);
  return { ...policy, ...(Object.fromEntries(years) as Pick<Policy, (typeof KEEP_YEARS)[number]>) };
}

/** What each number may be. */
export const POLICY_RANGES = {
  informationDays: [1, 365],
  aspirationDays: [1, 365],
  complaintDays: [1, 365],
  supervisoryDays: [1, 365],
  verificationDays: [1, 60],
  responseDays: [1, 60],
  leastLeftDays: [1, 60],
  replyDays: [1, 90],
  silenceDays: [1, 60],
  urgentHours: [1, 72],
  askAtMost: [0, 10],
  reviveWithinDays: [1, 730],
  reopenWithinDays: [1, 730],
  reopenAtMost: [0, 10],
  arbiterFromReturn: [1, 10],
  keepLimitFrom: [1, 100],
  escalateEvery: [5, 200],
  promiseWithinDays: [1, 1830],
  sameTextOnCases: [1, 100],
  handOverAfterDays: [1, 730],
  handOverUntouchedDays: [1, 730],
  keepClosedYears: [1, 100],
  keepArchivedYears: [1, 100],
  keepReferredYears: [1, 100],
  keepWithdrawnYears: [1, 100],
} as const satisfies Partial<Record<keyof Policy, readonly [number, number]>>;

/** What cannot be longer than what: nobody is given longer for a step than for the whole. */
const WITHIN = [
  ['responseDays', ['informationDays', 'aspirationDays', 'complaintDays', 'supervisoryDays']],
  ['verificationDays', ['informationDays', 'aspirationDays', 'complaintDays', 'supervisoryDays']],
  ['handOverUntouchedDays', ['handOverAfterDays']],
] as const satisfies readonly (readonly [keyof Policy, readonly (keyof Policy)[]])[];

export interface PoliciesState {
  readonly added: readonly AddedPolicy[];
}

export interface PolicyEvent {
  readonly type: 'PolicyAdded';
  readonly data: { readonly policy: AddedPolicy; readonly reason: ReasonRef };
}

export function evolvePolicies(state: PoliciesState | undefined, { data }: PolicyEvent): PoliciesState {
  return { added: [...(state?.added ?? []), data.policy] };
}

/** Whatever the order in which their fields stand. */
function samePolicy(one: Policy, other: Policy): boolean {
  const names = new Set([...Object.keys(one), ...Object.keys(other)] as (keyof Policy)[]);
  // Of the fields only one is a list, and its order says something.
  return [...names].every((name) => JSON.stringify(one[name]) === JSON.stringify(other[name]));
}

const VERSION = /^[a-z0-9][a-z0-9.-]{1,39}$/;
const DAY = /^\d{4}-\d{2}-\d{2}$/;

/**
 * Adds a version. It holds from a day to come: limits that run were given, and are not taken back; a mistake is mended by another
 * version for the same day. @throws AppError invalid
 */
export function addPolicy(
  state: PoliciesState | undefined,
  policy: Policy,
  reason: ReasonRef,
  { today, shipped }: { readonly today: string; readonly shipped: readonly [Policy, ...Policy[]] },
): readonly PolicyEvent[] {
  const known = [...shipped, ...(state?.added ?? [])].find(({ version }) => version === policy.version);
  if (known !== undefined && samePolicy(complete(known, shipped[0]), policy)) return [];
  const issues: Issue[] = [];
  const rule = (holds: boolean, field: string, text: string): void => {
    if (!holds) issues.push({ field, rule: text });
  };
  rule(VERSION.test(policy.version), 'version', 'is 2 to 40 small letters, digits, dots and hyphens');
  rule(known === undefined, 'version', 'was given to another policy already');
  rule(
    DAY.test(policy.validFrom) && !Number.isNaN(Date.parse(policy.validFrom)),
    'validFrom',
    'must be a day, yyyy-mm-dd',
  );
  rule(policy.validFrom > today, 'validFrom', 'must lie ahead');
  for (const [field, [least, most]] of Object.entries(POLICY_RANGES)) {
    const value = policy[field as keyof typeof POLICY_RANGES];
    rule(
      Number.isInteger(value) && value >= least && value <= most,
      field,
      `is a whole number from ${least} to ${most}`,
    );
  }
  for (const [field, wholes] of WITHIN) {
    const whole = wholes.find((name) => policy[name] < policy[field]);
    rule(whole === undefined, field, `is at most ${whole}`);
  }
  const ascending = policy.warnAt.every(
    (percent, at) => percent > (policy.warnAt[at - 1] ?? 0) && percent < 100,
  );
  rule(ascending && policy.warnAt.length <= 5, 'warnAt', 'is up to five percentages below 100, ascending');
  if (issues.length > 0) {
    throw new AppError('invalid', issues.map((each) => `${each.field} ${each.rule}`).join('; '), { issues });
  }
  return [{ type: 'PolicyAdded', data: { policy, reason } }];
}
