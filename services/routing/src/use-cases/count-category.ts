import { reachOf } from '@lapor/contracts';
import type { Caller } from '@lapor/contracts/common/v1/common';
import { AppError } from '@lapor/kernel';
import { OPEN_STATUSES } from '../domain/vocabulary.ts';
import type { RoutingParts } from '../parts.ts';

const MOST_HOLDERS = 100;

export interface CategoryCount {
  readonly open: number;
  readonly following: number;
  readonly holders: readonly { readonly agencyId: string; readonly open: number }[];
}

/**
 * Open cases of a category, or those that a merger has taken from it and from what had been merged into it before, and who has them:
 * stretches of an index, however many cases there are. Protected ones are left out: of so few by topic and place anybody could tell which.
 * @throws AppError forbidden
 */
export async function countCategory(
  { cases, directory }: Pick<RoutingParts, 'cases' | 'directory'>,
  caller: Caller,
  { categoryCode, mergedAway }: { readonly categoryCode: string; readonly mergedAway: boolean },
): Promise<CategoryCount> {
  if (reachOf(caller, 'manage_nation') !== 'everywhere')
    throw new AppError('forbidden', 'only the national admin may');
  const which = mergedAway
    ? [categoryCode, ...(await directory.mergedInto(categoryCode))].map((code) => ({
        'state.categoryOrigin': code,
      }))
    : [{ 'state.categoryCode': categoryCode }];
  const counts: CategoryCount[] = [];
  for (const each of which) counts.push(await countThose(cases, { ...each, 'state.protected': false }));
  return counts.reduce(together);
}

async function countThose(cases: RoutingParts['cases'], ofCategory: object): Promise<CategoryCount> {
  const open = { ...ofCategory, 'state.inbox.open': true };
  const holders: { readonly agencyId: string; readonly open: number }[] = [];
  for (let after = ''; holders.length < MOST_HOLDERS;) {
    const [next] = await cases.query(
      { ...open, 'state.holder.id': { $gt: after } },
      { sort: { 'state.holder.id': 1 }, limit: 1 },
    );
    if (next === undefined) break;
    after = next.state.holder.id;
    holders.push({ agencyId: after, open: await cases.count({ ...open, 'state.holder.id': after }) });
  }
  const following = await Promise.all(
    OPEN_STATUSES.map((status) =>
      cases.count({ ...ofCategory, 'state.status': status, 'state.master.id': { $gt: '' } }),
    ),
  );
  return {
    open: await cases.count(open),
    following: following.reduce((sum, count) => sum + count, 0),
    holders: holders.toSorted((a, b) => b.open - a.open),
  };
}

function together(one: CategoryCount, other: CategoryCount): CategoryCount {
  const open = new Map(one.holders.map((holder) => [holder.agencyId, holder.open]));
  for (const holder of other.holders)
    open.set(holder.agencyId, (open.get(holder.agencyId) ?? 0) + holder.open);
  const holders = [...open].map(([agencyId, count]) => ({ agencyId, open: count }));
  return {
    open: one.open + other.open,
    following: one.following + other.following,
    holders: holders.toSorted((a, b) => b.open - a.open).slice(0, MOST_HOLDERS),
  };
}
