import { DONE, type Fact, type Leg, type Outcome, type Status } from './fact.ts';

/** What a case looked like to one agency's subtree at one moment. */
export interface View {
  readonly status: Status;
  /** It is the subtree's to answer for. False for one that was handed back out of it: that leaves nothing but a bounce. */
  readonly received: boolean;
  /** Given to the subtree, and not handed back out of it. */
  readonly assigned: boolean;
  /** Milliseconds from the unit's receipt and from submission to the first follow-up. */
  readonly followUp?: { readonly fromReceipt: number; readonly fromSubmission: number };
  /** Since when a unit has owed the first follow-up. */
  readonly waitingSince?: number;
  readonly outcome?: Outcome;
  readonly rating?: number;
  readonly reopened: boolean;
  readonly bounces: number;
  readonly autoRouted: boolean;
  readonly answered: boolean;
}

function lastUpTo<Entry extends { readonly at: number }>(
  entries: readonly Entry[],
  asOf: number,
): Entry | undefined {
  return entries.findLast((entry) => entry.at <= asOf);
}

/** A leg as it stood at `asOf`: what came later is not known yet. */
function legAt(leg: Leg, asOf: number): Leg {
  const { path, receivedAt, automatic } = leg;
  return {
    path,
    receivedAt,
    automatic,
    ...(leg.firstFollowUpAt !== undefined && leg.firstFollowUpAt <= asOf
      ? { firstFollowUpAt: leg.firstFollowUpAt }
      : {}),
    ...(leg.endedAt !== undefined && leg.endedAt <= asOf && leg.end && leg.toPath
      ? { endedAt: leg.endedAt, end: leg.end, toPath: leg.toPath }
      : {}),
  };
}

/**
 * The case as the subtree of `agencyId` (everything when undefined) must answer for it at `asOf` (epoch milliseconds);
 * undefined when it did not concern it yet.
 * A leg that was returned or moved out of the subtree no longer counts for it, except as a bounce.
 */
export function viewAsOf(fact: Fact, agencyId: string | undefined, asOf: number): View | undefined {
  const status = lastUpTo(fact.statuses, asOf)?.status;
  if (status === undefined) return undefined;
  const within = (path: readonly string[] | undefined) =>
    agencyId === undefined || (path?.includes(agencyId) ?? false);
  const legs = fact.legs
    .filter((leg) => leg.receivedAt <= asOf && within(leg.path))
    .map((leg) => legAt(leg, asOf));
  const kept = legs.filter((leg) => leg.end === undefined || leg.end === 'disposed' || within(leg.toPath));
  const bounces = legs.filter((leg) => leg.end === 'returned').length;
  const received = kept.length > 0 || within(lastUpTo(fact.holders, asOf)?.path);
  if (!received && bounces === 0) return undefined;
  return describe(fact, { status, received, legs: received ? kept : [], bounces, asOf });
}

interface Standing {
  readonly status: Status;
  readonly received: boolean;
  readonly legs: readonly Leg[];
  readonly bounces: number;
  readonly asOf: number;
}

function describe(fact: Fact, { status, received, legs, bounces, asOf }: Standing): View {
  const assigned = legs.length > 0;
  const followed = legs.find((leg) => leg.firstFollowUpAt !== undefined);
  const current = legs.at(-1);
  const outcome = status === 'closed' ? lastUpTo(fact.closings, asOf)?.outcome : undefined;
  const rating = lastUpTo(fact.ratings, asOf)?.rating;
  return {
    status,
    received,
    assigned,
    ...(followed?.firstFollowUpAt === undefined
      ? {}
      : {
          followUp: {
            fromReceipt: followed.firstFollowUpAt - followed.receivedAt,
            fromSubmission: followed.firstFollowUpAt - fact.submittedAt,
          },
        }),
    ...(current && followed === undefined && !DONE.has(status) ? { waitingSince: current.receivedAt } : {}),
    ...(outcome === undefined || !received ? {} : { outcome }),
    ...(rating === undefined || !received ? {} : { rating }),
    reopened: received && fact.reopenedAt.some((at) => at <= asOf),
    bounces,
    autoRouted: legs[0]?.automatic ?? false,
    answered: received && fact.answeredAt.some((at) => at <= asOf),
  };
}
