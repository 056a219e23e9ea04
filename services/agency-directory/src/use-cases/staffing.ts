import type { Actor } from '@lapor/store';
import { freshCommand } from '../commands.ts';
import { enterAgency } from '../domain/agency/agency.ts';
import { worksOnCases } from '@lapor/kernel';
import type { DirectoryParts } from '../parts.ts';
import { staffOf } from './staff.ts';
import { mapInParallel } from '../work-pool.ts';

/** Enough at once that the store reads without a pause. */
const WIDTH = 64;

/**
 * An agency gets cases while somebody is there who can act on them, invited at least; else they go to the tier above. Read again after
 * each write: where one comes while the last one goes, it ends as it is.
 */
export async function settleStaffing(parts: DirectoryParts, actor: Actor, agencyId: string): Promise<void> {
  // The root serves whoever has nobody else.
  if (agencyId === parts.reference.rootId) return;
  for (;;) {
    const onboarded = await isStaffed(parts, agencyId);
    const agency = await parts.agencies.find(agencyId);
    if (agency === undefined || agency.state.onboarded === onboarded) return;
    const { state } = await parts.agencies.execute(freshCommand(agencyId, actor, 'staff'), (before) =>
      before === undefined ? [] : enterAgency(before, { ...before, onboarded }),
    );
    parts.view.put({ agencyId, ...state });
    await parts.announce();
  }
}

/** Of an agency and all below it: also what somebody who was cut off has left unsettled. */
export async function settleStaffingBelow(
  parts: DirectoryParts,
  actor: Actor,
  agencyId: string,
): Promise<void> {
  const open = parts.view.subtree(agencyId).filter(({ active }) => active);
  await mapInParallel(open, WIDTH, (agency) => settleStaffing(parts, actor, agency.agencyId));
}

async function isStaffed(parts: DirectoryParts, agencyId: string): Promise<boolean> {
  return (await staffOf(parts, agencyId)).some(({ state }) => worksOnCases(state.role));
}
