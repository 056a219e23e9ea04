import type { CaseStatusName } from '../complaint-types.ts';
import type { CaseListItem } from '../officer-types.ts';
import type { Moments } from '../shell/moments.ts';

/** In the order an officer works through them. */
export const GROUPS = ['danger', 'release', 'mine', 'late', 'today', 'week', 'later', 'waiting'] as const;
export type GroupName = (typeof GROUPS)[number];

export interface Group {
  readonly name: GroupName;
  readonly cases: readonly CaseListItem[];
  /** There may be more of them on further pages. */
  readonly more: boolean;
}

/** It is the reporter's turn: nothing for the office to do. Danger that nobody has followed up waits for no answer. */
const REPORTERS_TURN: readonly CaseStatusName[] = ['held', 'answered'];
const WEEK_DAYS = 6;

export function isReportersTurn({ status, nextClock }: Pick<CaseListItem, 'status' | 'nextClock'>): boolean {
  return REPORTERS_TURN.includes(status) && nextClock !== 'urgent';
}

/**
 * The open cases by when something must be done; `release`: drafted answers that wait for this officer, `mine`: what waits for an admin's own
 * decision. Empty groups are left out.
 */
export function groupCases(
  cases: readonly CaseListItem[],
  moments: Moments,
  mine: ReadonlySet<string> = new Set(),
  more: ReadonlySet<GroupName> = new Set(),
): readonly Group[] {
  const groups = new Map<GroupName, CaseListItem[]>();
  for (const item of cases) {
    const name = groupOf(item, moments, mine);
    groups.set(name, [...(groups.get(name) ?? []), item]);
  }
  return GROUPS.flatMap((name) => {
    const found = groups.get(name);
    return found === undefined ? [] : [{ name, cases: found, more: more.has(name) }];
  });
}

/** In which groups there may be more after this last case of a page: danger comes first, then what is due. */
export function groupsFrom(last: CaseListItem, moments: Moments): ReadonlySet<GroupName> {
  const from = last.danger ? 'danger' : dueGroupOf(last, moments);
  return new Set([...BY_DUE.slice(BY_DUE.indexOf(from)), 'waiting']);
}

const BY_DUE: readonly GroupName[] = ['danger', 'late', 'today', 'week', 'later'];

function groupOf(item: CaseListItem, moments: Moments, mine: ReadonlySet<string>): GroupName {
  if (isReportersTurn(item)) return 'waiting';
  if (item.danger) return 'danger';
  if (item.legal.includes('release-answer')) return 'release';
  if (mine.has(item.id)) return 'mine';
  return dueGroupOf(item, moments);
}

function dueGroupOf(item: CaseListItem, moments: Moments): GroupName {
  if (item.overdue) return 'late';
  const days = item.nextDueAt === undefined ? Infinity : moments.daysAhead(item.nextDueAt);
  if (days <= 0) return 'today';
  return days <= WEEK_DAYS ? 'week' : 'later';
}
