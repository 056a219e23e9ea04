import type { Agency } from './agency.ts';
import { CHAIN_LENGTH, type CaseState, type Hop, type Leg } from './case.ts';
import { without } from './without.ts';
import type { Instant } from './clocks/working-time.ts';

/** Adds at the end and forgets the oldest. */
export function remember<T>(list: readonly T[], item: T): readonly T[] {
  return [...list, item].slice(-CHAIN_LENGTH);
}

function changeLast(legs: readonly Leg[], change: (leg: Leg) => Leg): readonly Leg[] {
  const last = legs.at(-1);
  return last === undefined ? legs : [...legs.slice(0, -1), change(last)];
}

export function changePresentLeg(legs: readonly Leg[], change: (leg: Leg) => Leg): readonly Leg[] {
  return changeLast(legs, (leg) => (leg.endedAt === undefined ? change(leg) : leg));
}

export function endLeg(legs: readonly Leg[], at: Instant, by: NonNullable<Leg['endedBy']>): readonly Leg[] {
  return changePresentLeg(legs, (leg) => ({ ...leg, endedAt: at, endedBy: by }));
}

/** A case that was set aside by silence goes on with the leg it had. */
export function continueLeg(legs: readonly Leg[]): readonly Leg[] {
  return changeLast(legs, ({ endedAt: _endedAt, endedBy: _endedBy, ...leg }) => leg);
}

/**
 * Whether a return was right shows when somebody disposes next: into the returner's own subtree means it was sent back
 * (the returner pays with its leg), anywhere else means it was upheld (the sender pays).
 */
export function judgeReturns(legs: readonly Leg[], to: Agency): readonly Leg[] {
  return chargeSenders(
    legs.map((leg) => {
      if (leg.endedBy !== 'returned') return leg;
      if (to.path.includes(leg.agencyId)) return { ...leg, upheld: false };
      return leg.upheld === undefined ? { ...leg, upheld: true } : leg;
    }),
  );
}

/** Set aside, or passed on outside: nobody here was competent, so nobody returned it wrongly. */
export function upholdReturns(legs: readonly Leg[]): readonly Leg[] {
  const upheld = (leg: Leg) =>
    leg.endedBy === 'returned' && leg.upheld === undefined ? { ...leg, upheld: true } : leg;
  return chargeSenders(legs.map(upheld));
}

function chargeSenders(legs: readonly Leg[]): readonly Leg[] {
  return legs.map((leg, index) => {
    const next = legs[index + 1];
    const misrouted = leg.endedBy === 'disposed' && next !== undefined && isBounce(next);
    if (misrouted === (leg.misrouted === true)) return leg;
    const { misrouted: _misrouted, ...bare } = leg;
    return misrouted ? { ...bare, misrouted } : bare;
  });
}

/** A tier that only handed it further up was never given it to work on. */
function isBounce({ kind, upheld }: Leg): boolean {
  return kind === 'assigned' && upheld === true;
}

export function countUpheld(legs: readonly Leg[]): number {
  return legs.filter(isBounce).length;
}

/** The state with somebody else holding the case. */
export function handTo(
  state: CaseState,
  to: Agency,
  at: Instant,
  kind: Hop['kind'],
  automatic: boolean,
): CaseState {
  return {
    // A draft was the former holder's.
    ...without(state, 'draft'),
    holder: to,
    receivedAt: at,
    hops: remember(state.hops, { from: state.holder.id, to: to.id, at, kind, automatic }),
  };
}

export function startLeg(legs: readonly Leg[], to: Agency, at: Instant, kind: Leg['kind']): readonly Leg[] {
  return remember(legs, { agencyId: to.id, receivedAt: at, kind });
}
