/** Where a case can stand. */
export const STATUSES = [
  'unverified',
  'assigned',
  'held',
  'returned',
  'in_progress',
  'answered',
  'closed',
  'archived',
  'referred',
  'withdrawn',
] as const;
export type Status = (typeof STATUSES)[number];

/** Those of them that count as done; the others are in process. */
export const DONE: ReadonlySet<Status> = new Set<Status>(['closed', 'archived', 'referred', 'withdrawn']);

export const OUTCOMES = ['confirmed', 'silent', 'unreachable', 'promised'] as const;
export type Outcome = (typeof OUTCOMES)[number];

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
  readonly firstFollowUp?: boolean;
  readonly outcome?: Outcome;
  readonly rating?: number;
}

/** The fact after one more event. An event that was counted already changes nothing. */
export function applyEvent(fact: Fact | undefined, event: FactEvent): Fact {
  const before = fact ?? blank(event);
  if (fact !== undefined && event.pubSeq <= fact.pubSeq) return fact;
  const base: Fact = {
    ...before,
    pubSeq: event.pubSeq,
    channel: event.channel,
    type: event.type,
    categoryCode: event.categoryCode,
    areaCode: event.areaCode,
    sensitive: event.sensitive,
    reachable: event.reachable,
    statuses:
      before.statuses.at(-1)?.status === event.status
        ? before.statuses
        : [...before.statuses, { at: event.at, status: event.status }],
    holders: samePath(before.holders.at(-1)?.path, event.holderPath)
      ? before.holders
      : [...before.holders, { at: event.at, path: event.holderPath }],
  };
  return moveOn(base, event);
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
  return a !== undefined && a.length === b.length && a.at(-1) === b.at(-1);
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

/** Every agency whose figures this fact can touch. */
export function agenciesOf(fact: Fact): readonly string[] {
  const all = new Set<string>();
  for (const { path } of fact.holders) for (const agency of path) all.add(agency);
  for (const { path } of fact.legs) for (const agency of path) all.add(agency);
  return [...all];
}
