import { type Fact, isWithinPath, type Leg } from './fact.ts';
import { DONE, type Outcome, type Status } from './vocabulary.ts';
import { type DecidedLeg, type Verdict, verdictsOf } from './verdicts.ts';

/** What a case looked like to one agency's subtree at one moment. */
export interface View {
  readonly status: Status;
  /** It is the subtree's to answer for. False for one that was handed back out of it: that leaves nothing but a bounce. */
  readonly received: boolean;
  /** Given to the subtree, and not handed back out of it. */
  readonly assigned: boolean;
  /** It follows another case: one more reporter, no case more. */
  readonly merged: boolean;
  /** Milliseconds from the unit's receipt and from submission to the first follow-up. */
  readonly followUp?: { readonly fromReceipt: number; readonly fromSubmission: number };
  /** Since when a unit has owed the first follow-up. */
  readonly waitingSince?: number;
  readonly outcome?: Outcome;
  readonly rating?: number;
  readonly reopened: boolean;
  readonly bounces: number;
  readonly autoRouted: boolean;
  readonly misrouted: boolean;
  /** Undefined: there is none whose day has come. */
  readonly promiseKept?: boolean;
  readonly answered: boolean;
  readonly clocks: readonly Verdict[];
}

function lastUpTo<Entry extends { readonly at: number }>(
  entries: readonly Entry[],
  asOf: number,
): Entry | undefined {
  return entries.findLast((entry) => entry.at <= asOf);
}

/**
 * Sent back to the returner or below it, a return was wrong; given to anybody else, or ended by the tier it came back to, it was
 * upheld. `legs` are all of them, as they stood.
 */
function judged(legs: readonly Leg[], status: Status): readonly DecidedLeg[] {
  return legs.map((leg, index) => {
    if (leg.end !== 'returned') return leg;
    const later = legs.slice(index + 1);
    const returner = leg.path.at(-1) ?? '';
    if (later.some(({ path }) => path.includes(returner))) return { ...leg, upheld: false };
    const decided = later.length > 0 || status === 'archived' || status === 'referred';
    return decided ? { ...leg, upheld: true } : leg;
  });
}

/** A leg as it stood at `asOf`: what came later is not known yet. */
function legAt(leg: Leg, asOf: number): Leg {
  const { receivedAt, automatic, fromPath } = leg;
  const path = lastUpTo(leg.moves ?? [], asOf)?.path ?? leg.path;
  return {
    path,
    receivedAt,
    automatic,
    ...(fromPath === undefined ? {} : { fromPath }),
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
 * A leg that was moved out of the subtree, or returned out of it and upheld, no longer counts for it, except as a bounce.
 */
export function viewAsOf(fact: Fact, agencyId: string | undefined, asOf: number): View | undefined {
  const status = lastUpTo(fact.statuses, asOf)?.status;
  if (status === undefined) return undefined;
  const within = (path: readonly string[] | undefined) => isWithinPath(path, agencyId);
  const merged = lastUpTo(fact.merges ?? [], asOf)?.merged ?? false;
  const all = judged(
    // Its master's holders are judged by the master alone.
    (merged ? [] : fact.legs).filter((leg) => leg.receivedAt <= asOf).map((leg) => legAt(leg, asOf)),
    status,
  );
  const legs = all.filter((leg) => within(leg.path));
  const kept = legs.filter((leg) => within(leg.toPath) || !isGone(leg));
  const bounces = legs.filter(isBounce).length;
  const misrouted = all.some((leg) => isBounce(leg) && leg.fromPath !== undefined && within(leg.fromPath));
  const received = kept.length > 0 || within(lastUpTo(fact.holders, asOf)?.path);
  if (!received && bounces === 0) return undefined;
  // Handed back, and nobody has decided: it is the tier above that is being waited for.
  const waits = kept.at(-1)?.end !== 'returned' || within(kept.at(-1)?.toPath);
  const clocks =
    received && !merged ? verdictsOf(fact, agencyId, { legs: all, held: status === 'held', asOf }) : [];
  return describe(fact, {
    status,
    received,
    merged,
    legs: received ? kept : [],
    waits,
    bounces,
    misrouted,
    clocks,
    asOf,
  });
}

function isGone({ end, upheld }: DecidedLeg): boolean {
  return end === 'moved' || (end === 'returned' && upheld === true);
}

function isBounce({ end, upheld }: DecidedLeg): boolean {
  return end === 'returned' && upheld === true;
}

/**
 * What a wrong return costs: the time the unit had the case before it goes on counting, though not the time of those who had to
 * send it back.
 */
function spentBefore(leg: DecidedLeg, legs: readonly DecidedLeg[]): number {
  const wrong = legs.filter(
    ({ path, upheld, receivedAt }) =>
      upheld === false && receivedAt < leg.receivedAt && path.at(-1) === leg.path.at(-1),
  );
  return wrong.reduce((sum, { receivedAt, endedAt = receivedAt }) => sum + endedAt - receivedAt, 0);
}

/** The last promise: kept when somebody said so from its day on, or the reporter that it is solved, and nobody reopened it since. */
function promiseOf(fact: Fact, asOf: number): Pick<View, 'promiseKept'> {
  const dueAt = fact.promisesDueAt?.findLast((at) => at <= asOf);
  if (dueAt === undefined) return {};
  const since = (at: number) => at >= dueAt && at <= asOf;
  const confirmed = fact.closings.filter(({ outcome }) => outcome === 'confirmed').map(({ at }) => at);
  const kept = [...(fact.promisesKeptAt ?? []), ...confirmed].some(since);
  return { promiseKept: kept && !fact.reopenedAt.some(since) };
}

interface Standing {
  readonly status: Status;
  readonly received: boolean;
  readonly merged: boolean;
  readonly legs: readonly DecidedLeg[];
  readonly waits: boolean;
  readonly bounces: number;
  readonly misrouted: boolean;
  readonly clocks: readonly Verdict[];
  readonly asOf: number;
}

function describe(fact: Fact, standing: Standing): View {
  const { status, received, merged, legs, waits, bounces, misrouted, clocks, asOf } = standing;
  const assigned = legs.length > 0;
  const followed = legs.find((leg) => leg.firstFollowUpAt !== undefined);
  const current = legs.at(-1);
  const outcome = status === 'closed' ? lastUpTo(fact.closings, asOf)?.outcome : undefined;
  const rating = lastUpTo(fact.ratings, asOf)?.rating;
  return {
    status,
    received,
    assigned,
    merged: received && merged,
    ...(followed?.firstFollowUpAt === undefined
      ? {}
      : {
          followUp: {
            fromReceipt: followed.firstFollowUpAt - followed.receivedAt + spentBefore(followed, legs),
            fromSubmission: followed.firstFollowUpAt - fact.submittedAt,
          },
        }),
    ...(current && waits && followed === undefined && !DONE.has(status)
      ? { waitingSince: current.receivedAt - spentBefore(current, legs) }
      : {}),
    ...(outcome === undefined || !received ? {} : { outcome }),
    ...(rating === undefined || !received ? {} : { rating }),
    reopened: received && fact.reopenedAt.some((at) => at <= asOf),
    bounces,
    misrouted,
    clocks,
    ...(received ? promiseOf(fact, asOf) : {}),
    autoRouted: legs[0]?.automatic ?? false,
    answered: received && fact.answeredAt.some((at) => at <= asOf),
  };
}
