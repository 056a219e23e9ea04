import type { Loaded } from '@lapor/store';
import type { RoutingState } from '../case-store.ts';
import type { RoutingParts } from '../parts.ts';
import { followMaster, readProgress } from './follow-master.ts';
import { movingAlong } from './move-members.ts';

/**
 * The case with all that its master has done: whoever looks at one report or decides on it needs not wait until all have been
 * brought the news.
 */
export async function caughtUp(
  parts: RoutingParts,
  loaded: Loaded<RoutingState>,
): Promise<Loaded<RoutingState>> {
  const { master, inbox } = loaded.state;
  if (master === undefined || inbox.follows === undefined) return loaded;
  const found = await parts.cases.find(master.id);
  if (found === undefined) return loaded;
  const move = found.state.master === undefined ? undefined : await movingAlong(parts, found);
  if (move !== undefined) {
    await move(loaded);
    const moved = await parts.cases.get(loaded.id);
    return moved.state.master?.id === master.id ? moved : caughtUp(parts, moved);
  }
  if ((found.state.leads?.steps ?? 0) <= master.followed) return loaded;
  await followMaster(parts, loaded, await readProgress(parts, found));
  return parts.cases.get(loaded.id);
}
