import { type Fact, isWithinPath, type Leg } from './fact.ts';
import { type ClockName, PAUSED_WHILE_HELD, type Term, type TermStep } from './terms.ts';

/** What a clock says of those it judges. */
export type Verdict =
  | { readonly clock: ClockName; readonly result: 'met' | 'missed' }
  /** Still to be met; `dueAt` is absent while it stands still. */
  | { readonly clock: ClockName; readonly result: 'open'; readonly dueAt?: number };

/** A leg that ended, and what was decided about its return. */
export type DecidedLeg = Leg & { readonly upheld?: boolean };

/**
 * How the clocks of an agency's subtree (of everybody when undefined) stood at `asOf`. A wrong return costs whoever returned it the
 * leg, an upheld one whoever had sent it there; who returned rightly is not judged. `legs` are all of them, as they stood.
 */
export function verdictsOf(
  fact: Fact,
  agencyId: string | undefined,
  {
    legs,
    held,
    asOf,
  }: { readonly legs: readonly DecidedLeg[]; readonly held: boolean; readonly asOf: number },
): readonly Verdict[] {
  const holder = fact.holders.findLast(({ at }) => at <= asOf)?.path;
  return (fact.terms ?? []).flatMap((term): Verdict[] => {
    const step = term.steps.findLast(({ at }) => at <= asOf);
    const path = term.holder === undefined ? holder : pathOf(fact, term.holder, asOf);
    if (step === undefined || !isWithinPath(path, agencyId)) return [];
    const verdict = judge(term, step, { legs, path: path ?? [], held });
    return verdict === undefined ? [] : [verdict];
  });
}

/** Where the tree had put that holder by then. */
function pathOf({ holders }: Fact, holder: number, asOf: number): readonly string[] | undefined {
  const first = holders[holder]?.path;
  const later = holders.findLast(
    ({ at, path }, index) => index >= holder && at <= asOf && path.at(-1) === first?.at(-1),
  );
  return later?.path ?? first;
}

interface Around {
  readonly legs: readonly DecidedLeg[];
  readonly path: readonly string[];
  readonly held: boolean;
}

function judge({ clock }: Term, step: TermStep, { legs, path, held }: Around): Verdict | undefined {
  const { at, dueAt, end, endedAt = at } = step;
  if (end === undefined) {
    return held && PAUSED_WHILE_HELD.has(clock)
      ? { clock, result: 'open' }
      : { clock, result: 'open', dueAt };
  }
  if (end === 'moved') return undefined;
  const late = endedAt > dueAt;
  if (end === 'left') return late ? { clock, result: 'missed' } : undefined;
  if (end === 'returned') return ofReturn(clock, late, legAt(legs, path, at));
  const misrouted = clock === 'response' && legs.some((leg) => leg.receivedAt === at && isSentBy(leg, path));
  return { clock, result: late || misrouted ? 'missed' : 'met' };
}

/** The leg of whoever this path leads to that ended then. */
function legAt(
  legs: readonly DecidedLeg[],
  path: readonly string[],
  endedAt: number,
): DecidedLeg | undefined {
  return legs.find((leg) => leg.endedAt === endedAt && leg.path.at(-1) === path.at(-1));
}

/** A tier that hands further up what had come back to it has no leg: handing it on is what it owed. */
function ofReturn(clock: ClockName, late: boolean, leg: DecidedLeg | undefined): Verdict | undefined {
  if (clock !== 'response') return undefined;
  if (leg === undefined) return { clock, result: late ? 'missed' : 'met' };
  return leg.upheld === false ? { clock, result: 'missed' } : undefined;
}

function isSentBy({ end, upheld, fromPath }: DecidedLeg, path: readonly string[]): boolean {
  return end === 'returned' && upheld === true && fromPath?.at(-1) === path.at(-1);
}
