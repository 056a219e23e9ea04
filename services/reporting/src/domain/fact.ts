import { type Dues, nextTerms, type Term } from './terms.ts';
import { DONE, type Outcome, type Status } from './vocabulary.ts';

/** One holder's time with a case. Times are epoch milliseconds. */
export interface Leg {
  /** The holder's ancestors from the root, itself last. */
  readonly path: readonly string[];
  readonly receivedAt: number;
  readonly automatic: boolean;
  /** Who gave it to them. Absent in older facts. */
  readonly fromPath?: readonly string[];
  readonly firstFollowUpAt?: number;
  readonly endedAt?: number;
  readonly end?: 'disposed' | 'returned' | 'moved';
  /** Who had it next. */
  readonly toPath?: readonly string[];
  /** Where the tree has put the holder since, oldest first. Until then it counts where it lay. */
  readonly moves?: readonly { readonly at: number; readonly path: readonly string[] }[];
}

/** All that figures need of one case, as a history, so that they can be drawn up as of any moment. */
export interface Fact {
  readonly caseId: string;
  readonly pubSeq: number;
  readonly submittedAt: number;
  readonly channel: string;
  readonly type: string;
  readonly categoryCode: string;
  readonly areaCode: string;
  /** Secret, anonymous or protected: small numbers of these are not broken down by place or category. */
  readonly sensitive: boolean;
  readonly reachable: boolean;
  readonly holders: readonly { readonly at: number; readonly path: readonly string[] }[];
  readonly statuses: readonly { readonly at: number; readonly status: Status }[];
  readonly legs: readonly Leg[];
  readonly answeredAt: readonly number[];
  readonly reopenedAt: readonly number[];
  /** When promises came due, and when somebody said that one was kept. Absent in older facts. */
  readonly promisesDueAt?: readonly number[];
  readonly promisesKeptAt?: readonly number[];
  readonly closings: readonly { readonly at: number; readonly outcome: Outcome }[];
  readonly ratings: readonly { readonly at: number; readonly rating: number }[];
  /** How the clocks ran. Absent in older facts: a rebuild makes them. */
  readonly terms?: readonly Term[];
  /** From when it followed another case, and from when it did not. Absent: it never did. */
  readonly merges?: readonly { readonly at: number; readonly merged: boolean }[];
}

/** A case event in the words of this service. */
export interface FactEvent {
  /** Without package: "CaseDisposed". */
  readonly name: string;
  readonly pubSeq: number;
  readonly at: number;
  readonly caseId: string;
  readonly status: Status;
  readonly holderPath: readonly string[];
  readonly submittedAt: number;
  readonly channel: string;
  readonly type: string;
  readonly categoryCode: string;
  readonly areaCode: string;
  readonly sensitive: boolean;
  readonly reachable: boolean;
  readonly automatic?: boolean;
  /** Who had it before. */
  readonly fromPath?: readonly string[];
  /** It follows another case. */
  readonly merged?: boolean;
  readonly firstFollowUp?: boolean;
  readonly outcome?: Outcome;
  readonly rating?: number;
  readonly dues?: Dues;
}

/** The fact after one more event. An event that was counted already changes nothing. */
export function applyEvent(fact: Fact | undefined, event: FactEvent): Fact {
  if (fact !== undefined && event.pubSeq <= fact.pubSeq) return fact;
  const before = fact ?? blank(event);
  const stays = isSettled(event) || samePath(before.holders.at(-1)?.path, event.holderPath);
  const base: Fact = {
    ...before,
    pubSeq: event.pubSeq,
    channel: event.channel,
    type: event.type,
    categoryCode: event.categoryCode,
    areaCode: event.areaCode,
    sensitive: event.sensitive,
    reachable: reachableNow(before, event),
    statuses:
      before.statuses.at(-1)?.status === event.status
        ? before.statuses
        : [...before.statuses, { at: event.at, status: event.status }],
    holders: stays ? before.holders : [...before.holders, { at: event.at, path: event.holderPath }],
  };
  const terms = nextTerms(before, event, base.holders.length - 1);
  const next = moveOn(terms.length === 0 ? base : { ...base, terms }, event);
  return followOrLeave(isSettled(event) ? next : takenUpAgain(next, event), event);
}

/** As it was when last answered: who takes name and contact back afterwards was reached by then, and figures stay. */
function reachableNow({ answeredAt, reachable }: Fact, event: FactEvent): boolean {
  return answeredAt.length > 0 && event.name !== 'CaseAnswered' ? reachable : event.reachable;
}

/** What was answered or is done counts where it was: the tree may change as it likes, until the case is taken up again. */
function isSettled({ name, status }: FactEvent): boolean {
  const followsTree = name !== 'CaseOpened' && name !== 'CasePrivacyChanged';
  return followsTree && (status === 'answered' || DONE.has(status));
}

const WORKED_ON: ReadonlySet<Status> = new Set<Status>(['assigned', 'in_progress']);

/** The last leg is that of whoever has it now. It may not be where the tree changed while the case rested. */
function takenUpAgain(fact: Fact, event: FactEvent): Fact {
  const leg = fact.legs.at(-1);
  if (leg === undefined || leg.endedAt !== undefined) return fact;
  const path = leg.moves?.at(-1)?.path ?? leg.path;
  if (samePath(path, event.holderPath)) return fact;
  if (path.at(-1) === event.holderPath.at(-1)) return { ...fact, legs: moveLegs(fact.legs, path, event) };
  return WORKED_ON.has(event.status) ? { ...fact, legs: nextLeg(fact.legs, 'disposed', event) } : fact;
}

/** Every leg of an agency that was moved, or lay below it, lies there from now on. */
function moveLegs(legs: readonly Leg[], before: readonly string[], { at, holderPath }: FactEvent) {
  let common = 0;
  while (common < before.length && before.at(-1 - common) === holderPath.at(-1 - common)) common += 1;
  const top = before.at(-common) ?? '';
  return legs.map((leg) => {
    const path = leg.moves?.at(-1)?.path ?? leg.path;
    if (!path.includes(top)) return leg;
    const moved = [...holderPath.slice(0, holderPath.length - common), ...path.slice(path.indexOf(top))];
    return { ...leg, moves: [...(leg.moves ?? []), { at, path: moved }] };
  });
}

function nextLeg(legs: readonly Leg[], end: NonNullable<Leg['end']>, event: FactEvent): readonly Leg[] {
  return [...endLeg(legs, end, event), { path: event.holderPath, receivedAt: event.at, automatic: false }];
}

/**
 * Who follows another is no work of its own; on its own again, whoever has it has had it from then on. What is answered stays what it
 * was: with others, or by itself.
 */
function followOrLeave(fact: Fact, event: FactEvent): Fact {
  const { at, merged = false, holderPath: path } = event;
  const settled = event.status === 'answered' || DONE.has(event.status);
  if (settled || merged === (fact.merges?.at(-1)?.merged ?? false)) return fact;
  const merges = [...(fact.merges ?? []), { at, merged }];
  const legs = endLeg(fact.legs, 'moved', event);
  const rests = merged || !(WORKED_ON.has(event.status) || event.status === 'returned');
  if (rests) return { ...fact, merges, legs };
  return { ...fact, merges, legs: [...legs, { path, receivedAt: at, automatic: false }] };
}

function moveOn(fact: Fact, event: FactEvent): Fact {
  switch (event.name) {
    case 'CaseDisposed':
      return {
        ...fact,
        legs: [
          ...endLeg(fact.legs, 'disposed', event),
          {
            path: event.holderPath,
            receivedAt: event.at,
            automatic: event.automatic ?? false,
            ...(event.fromPath === undefined ? {} : { fromPath: event.fromPath }),
          },
        ],
      };
    case 'CaseTakenOver': {
      // The former holder answers for what it did, not for what somebody else goes on with.
      if (fact.legs.length === 0 || isSettled(event)) return fact;
      const goesOn = WORKED_ON.has(event.status) || event.status === 'held';
      const legs = goesOn ? nextLeg(fact.legs, 'moved', event) : endLeg(fact.legs, 'moved', event);
      return { ...fact, legs };
    }
    case 'CaseReturned':
      return { ...fact, legs: endLeg(fact.legs, 'returned', event) };
    case 'CasePrivacyChanged':
      return samePath(fact.legs.at(-1)?.path, event.holderPath)
        ? fact
        : { ...fact, legs: endLeg(fact.legs, 'moved', event) };
    case 'CaseFollowedUp':
      return { ...fact, legs: followUp(fact.legs, event.at) };
    case 'CaseAnswered':
      return { ...fact, legs: followUp(fact.legs, event.at), answeredAt: [...fact.answeredAt, event.at] };
    case 'CaseClosed':
      return {
        ...fact,
        closings: event.outcome
          ? [...fact.closings, { at: event.at, outcome: event.outcome }]
          : fact.closings,
        ratings: rated(fact, event),
      };
    case 'CaseRated':
      return { ...fact, ratings: rated(fact, event) };
    case 'PromiseDue':
      return { ...fact, promisesDueAt: [...(fact.promisesDueAt ?? []), event.at] };
    case 'PromiseKept':
    case 'PromiseReported':
      return { ...fact, promisesKeptAt: [...(fact.promisesKeptAt ?? []), event.at] };
    case 'CaseReopened':
      return { ...fact, reopenedAt: [...fact.reopenedAt, event.at] };
    default:
      return fact;
  }
}

function blank(event: FactEvent): Fact {
  return {
    caseId: event.caseId,
    pubSeq: 0,
    submittedAt: event.submittedAt,
    channel: event.channel,
    type: event.type,
    categoryCode: event.categoryCode,
    areaCode: event.areaCode,
    sensitive: event.sensitive,
    reachable: event.reachable,
    holders: [],
    statuses: [],
    legs: [],
    answeredAt: [],
    reopenedAt: [],
    closings: [],
    ratings: [],
  };
}

function samePath(a: readonly string[] | undefined, b: readonly string[]): boolean {
  return a !== undefined && a.length === b.length && a.every((id, at) => id === b[at]);
}

function endLeg(legs: readonly Leg[], end: NonNullable<Leg['end']>, event: FactEvent): readonly Leg[] {
  return changeOpenLeg(legs, (leg) => ({ ...leg, end, endedAt: event.at, toPath: event.holderPath }));
}

function followUp(legs: readonly Leg[], at: number): readonly Leg[] {
  return changeOpenLeg(legs, (leg) =>
    leg.firstFollowUpAt === undefined ? { ...leg, firstFollowUpAt: at } : leg,
  );
}

function changeOpenLeg(legs: readonly Leg[], change: (leg: Leg) => Leg): readonly Leg[] {
  const last = legs.at(-1);
  return last === undefined || last.endedAt !== undefined ? legs : [...legs.slice(0, -1), change(last)];
}

function rated(fact: Fact, event: FactEvent): Fact['ratings'] {
  return event.rating ? [...fact.ratings, { at: event.at, rating: event.rating }] : fact.ratings;
}

/** Whether the path leads into the subtree; everything is in that of nobody in particular. */
export function isWithinPath(path: readonly string[] | undefined, agencyId: string | undefined): boolean {
  return agencyId === undefined || (path?.includes(agencyId) ?? false);
}

/** Every agency whose figures this fact can touch. */
export function agenciesOf(fact: Fact): readonly string[] {
  const all = new Set<string>();
  for (const { path } of fact.holders) for (const agency of path) all.add(agency);
  for (const { path, moves = [] } of fact.legs)
    for (const each of [path, ...moves.map((move) => move.path)]) for (const agency of each) all.add(agency);
  return [...all];
}
