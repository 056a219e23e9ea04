import type { AggregateDefinition } from '@lapor/store';
import { type CaseRecord, fromRecord } from './case-record.ts';
import type { CaseState } from './domain/case.ts';
import { concernedBy, countCopies } from './domain/concerned.ts';
import { isOpen, type Clocks } from './domain/clocks/clock.ts';
import { nextCallOf } from './domain/clocks/clock-thresholds.ts';
import { evolve } from './domain/evolve.ts';
import { followsNow, isToSpread } from './domain/following.ts';
import { mayBePublic, nextDue, nextStepDueOf, promiseDueOf } from './domain/case.ts';
import { keptFromOf } from './domain/retention.ts';
import {
  CASE_STATUSES,
  type CaseStatus,
  type FinalStatus,
  isFinal,
  isOpenStatus,
  OPEN_STATUSES,
} from './domain/vocabulary.ts';
import { isCopied, publishCaseEvent } from './publish.ts';

/** What lists and timers find a case by. Derived from the case at every event, never set by hand. */
export interface Inbox {
  readonly open: boolean;
  /** Its part of every list it is in; see `laneOf`. Absent in cases that have not changed since there are lanes. */
  readonly lane?: Lane;
  /** Sorts as text: urgent ones, then what is due next, then the id, so that no two are alike. Closed ones: newest first. */
  readonly order: string;
  /** When the platform itself must act: a clock passes a threshold, a reply window, a silence or the day of a next step ends. Absent when
   * it need not. */
  readonly timerAt?: number;
  /** Sorts as text: cases whose words wait to be released, the longest waiting first. Absent where none do or may, and where the case was
   * set aside or withdrawn. */
  readonly release?: string;
  /** As `order`: where a drafted answer waits to be released. Absent where none does. */
  readonly draft?: string;
  /** Sorts as text: how a final case ended, from when its time of being kept counts, and the id. Absent: it goes on, is on hold, or is anonymised. */
  readonly kept?: string;
  /** Of a case that was handed over: in which lists of overseers it is, by the area each looks over; see `handedTo`. */
  readonly handedTo?: readonly string[];
  /** The master whose steps it still takes, and how many of them it has. */
  readonly follows?: string;
  readonly followed?: number;
  /** The same, while its reporter has said something that reads like danger and nobody has followed up since. */
  readonly saidDanger?: string;
  /** Of a master: there is something to bring to those who follow. */
  readonly spread?: true;
  /** Calendars its open clocks were counted in, each with the edition: "21@3". `NOT_COUNTED` when none is open. */
  readonly counted: readonly string[];
}

/** The status; of a case that follows a master, which is worked on in its stead, apart from the others. */
export type Lane = CaseStatus | `following:${CaseStatus}`;

function laneOf({ status, master }: Pick<CaseState, 'status' | 'master'>): Lane {
  return master === undefined ? status : `following:${status}`;
}

/** Every lane of these statuses. */
export function lanesOf(statuses: readonly CaseStatus[]): { readonly $in: readonly Lane[] } {
  return { $in: statuses.flatMap((status) => [status, `following:${status}`] as const) };
}

/** Those in which there is something to do: what an inbox shows. */
export const OPEN_LANES: { readonly $in: readonly Lane[] } = { $in: OPEN_STATUSES };

/** All others. */
export const DONE_LANES: { readonly $in: readonly Lane[] } = {
  $in: CASE_STATUSES.flatMap((status): readonly Lane[] =>
    isOpenStatus(status) ? [`following:${status}`] : [status, `following:${status}`],
  ),
};

/** Stands for no calendar at all; what an earlier version wrote has nothing there. */
const NOT_COUNTED = '-';

/** Cases with a clock that runs, in whatever calendar. */
export const COUNTED_SOMEWHERE = { 'state.inbox.counted': { $gt: NOT_COUNTED } };

export function countedIn(calendar: string, edition: number): string {
  return `${calendar}@${edition}`;
}

function calendarsOf(state: CaseState): readonly string[] {
  const all = new Set(
    Object.values(state.clocks)
      .filter(isOpen)
      .map(({ calendar, edition }) => countedIn(calendar, edition ?? 0)),
  );
  return all.size === 0 ? [NOT_COUNTED] : [...all].toSorted();
}

/** Besides, how many copies of its events each agency has got. */
export type RoutingState = CaseState & {
  readonly inbox: Inbox;
  readonly copies: Readonly<Record<string, number>>;
  /** Day of the newest event, yyyy-mm-dd UTC: under whose root the history goes. Absent in cases that have not changed since there are roots. */
  readonly changedDay?: string;
};

/** Later than any moment that is due. */
const NEVER = 9e13;

function orderOf(state: CaseState, open: boolean): string {
  const moment = open ? (nextDue(state)?.at ?? NEVER) : NEVER - (state.closedAt ?? state.receivedAt);
  const urgent = open && state.danger ? '0' : '1';
  return `${urgent}${String(moment).padStart(14, '0')}${state.id}`;
}

/** Open cases in this order whose next due moment has passed lie between these two. */
export function overdueRange(now: number, urgent: boolean): { readonly $gte: string; readonly $lt: string } {
  const mark = urgent ? '0' : '1';
  return { $gte: mark, $lt: `${mark}${String(now).padStart(14, '0')}` };
}

function releaseOrderOf(state: CaseState): Pick<Inbox, 'release'> {
  // Released is what the master says.
  const over = state.status === 'archived' || state.status === 'withdrawn' || state.master !== undefined;
  if (state.wordsWaitSince === undefined || over || !mayBePublic(state)) return {};
  return { release: `1${String(state.wordsWaitSince).padStart(14, '0')}${state.id}` };
}

/** Where cases of this end and moment begin among those that are kept. */
export function keptAs(status: FinalStatus, from: number): string {
  return `${status}:${String(from).padStart(14, '0')}`;
}

function keptOf(state: CaseState): Pick<Inbox, 'kept'> {
  const from = keptFromOf(state);
  if (from === undefined || !isFinal(state.status) || state.legalHoldSince !== undefined) return {};
  return { kept: keptAs(state.status, from) + state.id };
}

/** Every area it lies in, the widest last: the whole country, for those who look over no area in particular. */
function handedTo(areaCode: string): readonly string[] {
  const parts = areaCode.split('.');
  const areas = parts.map((_part, at) => parts.slice(0, parts.length - at).join('.'));
  return [...areas.filter((area) => area !== ''), EVERYWHERE];
}

/** In place of the area of an overseer who looks over all of them. */
export const EVERYWHERE = '*';

export function inboxOf(state: CaseState): Inbox {
  const { master } = state;
  // Worked on is the master; nor is anybody warned about each of ten thousand.
  const open = isOpenStatus(state.status) && master === undefined;
  const clocks = master === undefined ? state.clocks : ownClocks(state.clocks);
  const moments = [nextCallOf(clocks), promiseDueOf(state), nextStepDueOf(state)].filter(
    (at) => at !== undefined,
  );
  const timerAt = moments.length === 0 ? undefined : Math.min(...moments);
  return {
    open,
    lane: laneOf(state),
    order: orderOf(state, open),
    ...(timerAt === undefined ? {} : { timerAt }),
    ...releaseOrderOf(state),
    ...(state.draft === undefined || !open ? {} : { draft: orderOf(state, open) }),
    ...keptOf(state),
    ...(state.handedOverAt === undefined ? {} : { handedTo: handedTo(state.areaCode) }),
    counted: calendarsOf(state),
    ...(followsNow(state) ? { follows: state.master.id, followed: state.master.followed } : {}),
    ...(followsNow(state) && state.dangerSaidAt !== undefined ? { saidDanger: state.master.id } : {}),
    ...(isToSpread(state) ? { spread: true as const } : {}),
  };
}

/** Those that end in a step of the platform towards this one reporter. */
function ownClocks({ reply }: Clocks): Clocks {
  return reply === undefined ? {} : { reply };
}

export const CASES: AggregateDefinition<RoutingState, CaseRecord> = {
  name: 'cases',
  context: 'routing',
  // 2: counts copies. 3: tells returns from those that were upheld. 4: says in which
  // calendars its clocks were counted. 5: knows since when it is final. 6: is in a lane.
  schema: 6,
  evolve(state, record, meta) {
    const event = fromRecord(record, meta);
    const next = evolve(state, event);
    const told = isCopied(event.type) ? concernedBy(event, next) : [];
    return {
      ...next,
      inbox: inboxOf(next),
      copies: countCopies(state?.copies ?? {}, told),
      changedDay: meta.at.slice(0, 10),
    };
  },
  publish(record, state, meta) {
    const outward = publishCaseEvent(record);
    if (!isCopied(record.type)) return outward;
    // Counted already, so each number is that of this very copy.
    const told = concernedBy(fromRecord(record, meta), state);
    const copies = told.map((agencyId) => ({ agencyId, feedSeq: state.copies[agencyId] ?? 0 }));
    return { ...outward, copies };
  },
  isPublished: () => true,
  indexes: [
    // One for each way into the lists. Several lanes at once are merged by their order: one more index for what is open would
    // be written anew with every step, and by everybody above the holder.
    {
      fields: { 'state.holder.path': 1, 'state.inbox.lane': 1, 'state.inbox.order': 1 },
      arrays: ['state.holder.path'],
    },
    { fields: { 'state.holder.id': 1, 'state.inbox.lane': 1, 'state.inbox.order': 1 } },
    {
      fields: { 'state.addressedIds': 1, 'state.inbox.lane': 1, 'state.inbox.order': 1 },
      arrays: ['state.addressedIds'],
      partial: { 'state.addressedIds': { $exists: true } },
    },
    // For every case, as it has been since there are releases: an index that is there already cannot become a partial one.
    {
      fields: { 'state.holder.path': 1, 'state.inbox.release': 1 },
      arrays: ['state.holder.path'],
    },
    { fields: { 'state.holder.id': 1, 'state.inbox.release': 1 } },
    // Only whoever has it releases it.
    {
      fields: { 'state.holder.id': 1, 'state.inbox.draft': 1 },
      partial: { 'state.inbox.draft': { $exists: true } },
    },
    // Few are: those that have to follow the agencies they are about.
    {
      fields: { 'state.reportedIds': 1, _id: 1 },
      arrays: ['state.reportedIds'],
      partial: { 'state.protected': true },
    },
    { fields: { 'state.inbox.timerAt': 1 } },
    { fields: { 'state.inbox.counted': 1 }, arrays: ['state.inbox.counted'] },
    { fields: { 'state.changedDay': 1, _id: 1 } },
    // By what they are about: only while somebody has them to do, so that what is over costs nothing.
    {
      fields: {
        'state.categoryCode': 1,
        'state.protected': 1,
        'state.inbox.open': 1,
        'state.holder.id': 1,
      },
      partial: { 'state.inbox.open': true },
    },
    {
      fields: { 'state.categoryCode': 1, 'state.protected': 1, 'state.status': 1, 'state.master.id': 1 },
      partial: { 'state.master.id': { $exists: true } },
    },
    // Those that went on under another category by a merger.
    {
      fields: {
        'state.categoryOrigin': 1,
        'state.protected': 1,
        'state.inbox.open': 1,
        'state.holder.id': 1,
      },
      partial: { 'state.categoryOrigin': { $exists: true } },
    },
    // Few cases are in these: those that follow another, and masters that have something to tell.
    {
      fields: { 'state.master.id': 1, 'state.inbox.order': 1 },
      partial: { 'state.master.id': { $exists: true } },
    },
    {
      fields: { 'state.inbox.follows': 1, 'state.submittedAt': 1 },
      partial: { 'state.inbox.follows': { $exists: true } },
    },
    {
      fields: { 'state.inbox.follows': 1, 'state.inbox.followed': 1 },
      partial: { 'state.inbox.follows': { $exists: true } },
    },
    {
      fields: { 'state.inbox.follows': 1, 'state.danger': 1 },
      partial: { 'state.inbox.follows': { $exists: true } },
    },
    {
      fields: { 'state.inbox.handedTo': 1, 'state.inbox.order': 1 },
      arrays: ['state.inbox.handedTo'],
      partial: { 'state.inbox.handedTo': { $exists: true } },
    },
    {
      fields: { 'state.inbox.saidDanger': 1, 'state.dangerSaidAt': 1 },
      partial: { 'state.inbox.saidDanger': { $exists: true } },
    },
    { fields: { 'state.inbox.kept': 1 }, partial: { 'state.inbox.kept': { $exists: true } } },
    { fields: { 'state.inbox.spread': 1 }, partial: { 'state.inbox.spread': true } },
    { fields: { 'state.succeeded': 1 }, partial: { 'state.succeeded': { $exists: true } } },
  ],
};
