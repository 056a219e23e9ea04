import type { CaseState } from './case.ts';

/**
 * The parts of the tree in whose searches a case may turn up: every agency on the holder's path, as in the inbox. A protected one
 * only where it is held: not even how long a search takes tells anybody else that there is such a case.
 */
export function searchScopes(state: Pick<CaseState, 'holder' | 'protected'>): readonly string[] {
  return state.protected ? [state.holder.id] : state.holder.path;
}
