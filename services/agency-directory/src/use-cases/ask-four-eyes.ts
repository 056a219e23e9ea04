import type { FourEyesAsked } from '../domain/officer/staff-change.ts';
import type { DirectoryParts } from '../parts.ts';
import type { Decided } from '../stores/change-guard.ts';
import { changeStaff } from './change-staff.ts';
import { releasersOf } from './releasers.ts';

/**
 * Four eyes from now on, in sight of everybody who goes from there in any replica: whoever releases as the last one and this are not
 * both done. `refuse`: says, and throws, that nobody is there who could release.
 */
export async function askFourEyes(
  parts: DirectoryParts,
  asked: Omit<FourEyesAsked, 'kind'> & Decided,
  refuse: () => void,
): Promise<void> {
  const { agencyId } = asked;
  await changeStaff(parts, agencyId, async () => {
    const known = await parts.agencies.find(agencyId);
    // Where they are asked for already somebody has stayed.
    if (known?.state.fourEyes !== true && (await releasersOf(parts, agencyId)).length === 0) refuse();
    return { kind: 'four_eyes', ...asked };
  });
}
