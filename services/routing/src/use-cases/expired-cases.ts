import { AppError, invalid } from '@lapor/kernel';
import { PLATFORM } from '../domain/agency.ts';
import { keptAs, type RoutingState } from '../case-store.ts';
import { type Expired, expiredAt, shortestYears, yearsAfter } from '../domain/retention.ts';
import { FINAL_STATUSES, type FinalStatus } from '../domain/vocabulary.ts';
import type { RoutingParts } from '../parts.ts';
import { decideOnCase } from './decide-on-case.ts';

const MOST = 500;
const PAGE = 100;
/** After any id. */
const LAST = '~';

export interface ExpiredCase extends Expired {
  readonly caseId: string;
  readonly status: FinalStatus;
  readonly protected: boolean;
}

/** Final cases that have been kept for as long as today's policy says, how they ended by how they ended, the longest final first. */
export async function expiredCases(
  parts: RoutingParts,
  { pageSize, pageToken }: { readonly pageSize: number; readonly pageToken: string },
): Promise<{ readonly cases: readonly ExpiredCase[]; readonly nextPageToken: string }> {
  if (pageSize > MOST) throw invalid('pageSize', `must be at most ${MOST}`);
  const limit = pageSize === 0 ? PAGE : pageSize;
  const policies = await parts.directory.policies();
  const now = parts.clock.now().getTime();
  const cases: ExpiredCase[] = [];
  let after = pageToken;
  for (const status of FINAL_STATUSES.toSorted()) {
    const until = keptAs(status, yearsAfter(now, -shortestYears(policies, now, status))) + LAST;
    if (after >= until) continue;
    const left = limit - cases.length;
    const from = after > keptAs(status, 0) ? after : keptAs(status, 0);
    const page = await parts.cases.query(
      { 'state.inbox.kept': { $gt: from, $lte: until } },
      { sort: { 'state.inbox.kept': 1 }, limit: left },
    );
    for (const { state } of page) cases.push(...(await ifExpired(parts, state, status)));
    after = page.at(-1)?.state.inbox.kept ?? after;
    if (page.length === left) return { cases, nextPageToken: after };
  }
  return { cases, nextPageToken: '' };
}

/** Where it lies the day may not have begun on which its time is over. */
async function ifExpired(
  parts: RoutingParts,
  state: RoutingState,
  status: FinalStatus,
): Promise<readonly ExpiredCase[]> {
  const [policies, calendars] = await Promise.all([
    parts.directory.policies(),
    parts.directory.calendars([state.areaCalendar]),
  ]);
  const expired = expiredAt(state, { now: parts.clock.now().getTime(), policies, calendars });
  return expired === undefined ? [] : [{ caseId: state.id, status, protected: state.protected, ...expired }];
}

/**
 * Writes into the history that the case is anonymised from here on. False when it may not be (any more): it goes on, is on hold, or its
 * time is not over. Any number of times.
 */
export async function anonymiseCase(parts: RoutingParts, caseId: string): Promise<boolean> {
  const { state, head } = await parts.cases.get(caseId);
  if (state.anonymisedAt !== undefined) return true;
  const commandId = `anonymise:${state.finalSince ?? 0}:${head}`;
  const order = { caseId, commandId, bodyHash: commandId, actor: PLATFORM } as const;
  try {
    await decideOnCase(parts, { ...order, command: { type: 'anonymise' } }, state);
    return true;
  } catch (error) {
    // Another replica was faster, or somebody put it on hold: that is how it should be.
    if (!(error instanceof AppError) || error.code !== 'illegal') throw error;
    return (await parts.cases.get(caseId)).state.anonymisedAt !== undefined;
  }
}
