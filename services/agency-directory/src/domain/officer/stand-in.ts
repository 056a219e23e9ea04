import { isAway } from './absence.ts';
import { absenceOn } from './planned-absences.ts';
import type { OfficerState } from './officer.ts';

/** More hands than anything passes through. */
const MOST_STEPS = 10;

/**
 * Who does what was this officer's to do, today: the officer, else the deputy of one who is away, else the successor of one who has
 * left, and so on until somebody is there. Undefined: nobody in particular. Nothing is written when somebody leaves: whoever was
 * to be told, or was to stand in, is looked for when it is needed.
 */
export async function standInOf(
  officerId: string,
  find: (officerId: string) => Promise<OfficerState | undefined>,
  today: string,
): Promise<string | undefined> {
  const seen = new Set<string>();
  let at: string | undefined = officerId;
  while (at !== undefined && !seen.has(at) && seen.size < MOST_STEPS) {
    seen.add(at);
    const state: OfficerState | undefined = await find(at);
    if (state === undefined) return undefined;
    if (state.status === 'deactivated') at = state.successorId;
    else if (isAway(state, today)) at = absenceOn(state, today)?.deputyId;
    else return at;
  }
  return undefined;
}
