import { AppError } from '@lapor/kernel';
import type { Loaded } from '@lapor/store';
import type { RoutingState } from '../case-store.ts';
import { hasFallenAway } from '../domain/following.ts';
import type { RoutingParts } from '../parts.ts';
import { countMembers } from './count-members.ts';
import { followMaster, readProgress } from './follow-master.ts';
import { type Move, movingAlong, succeeding } from './move-members.ts';

const MASTERS = 50;
const BATCH = 100;

/**
 * Brings what masters have done to all who follow them. What is left to do stands in the cases themselves: a master says that it has
 * something to tell, each of those who follow how far it has come. So it may be stopped anywhere and done by several at once.
 * @returns how many masters were done with
 */
export async function spreadProgress(parts: RoutingParts): Promise<number> {
  const waiting = await parts.cases.query({ 'state.inbox.spread': true }, { limit: MASTERS });
  let done = 0;
  for (const { id } of waiting) {
    try {
      await spreadFrom(parts, await parts.cases.get(id));
      done += 1;
    } catch (error) {
      parts.log.error(
        { caseId: id, err: error },
        'what a master did could not be brought to all; trying again',
      );
    }
  }
  return done;
}

async function spreadFrom(parts: RoutingParts, master: Loaded<RoutingState>): Promise<void> {
  const { leads } = master.state;
  if (leads === undefined) return;
  const all = { 'state.inbox.follows': master.id };
  const move = await moveFrom(parts, master);
  if (move !== undefined) await eachOf(parts, all, move);
  else if (leads.steps > leads.told) {
    const progress = await readProgress(parts, master);
    const behind = { ...all, 'state.inbox.followed': { $lt: leads.steps } };
    await eachOf(parts, behind, (member) => followMaster(parts, member, progress));
  }
  await countMembers(parts, master.id);
}

/** Where this one leads nobody any more. */
function moveFrom(parts: RoutingParts, master: Loaded<RoutingState>): Promise<Move | undefined> {
  if (master.state.master !== undefined) return movingAlong(parts, master);
  return hasFallenAway(master.state) ? succeeding(parts, master) : Promise.resolve(undefined);
}

/** Until nothing is found any more: what was done is not found again. */
async function eachOf(
  parts: RoutingParts,
  filter: Readonly<Record<string, unknown>>,
  act: Move,
): Promise<void> {
  let before = '';
  for (;;) {
    const members = await parts.cases.query(filter, { limit: BATCH });
    if (members.length === 0) return;
    const ids = members.map(({ id }) => id).join();
    if (ids === before) throw new AppError('unavailable', 'those who follow could not be brought further');
    before = ids;
    await Promise.all(members.map(act));
  }
}
