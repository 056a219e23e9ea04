import { agencyIdFor } from '@lapor/kernel';
import type { CaseState } from './case.ts';

/** Everybody's ancestor: whatever lies in the open is below it. */
export const ROOT = agencyIdFor('nasional');

/** Where words are kept: one word is another number in each. */
export interface SearchSpace {
  readonly words: string;
  /** The agencies in whose searches a case of this space may turn up. */
  readonly scopes: string;
}

export const OPEN_SPACE: SearchSpace = { words: 'words', scopes: 'scopes' };

/** Of the protected cases that an agency holds: nobody else looks there. */
export function ownSpace(agencyId: string): SearchSpace {
  return { words: `own:${agencyId}`, scopes: 'own' };
}

type Placed = Pick<CaseState, 'holder' | 'protected'>;

/** A protected case is kept apart: not even how long a search takes tells anybody else that there is one. */
export function searchSpace(state: Placed): SearchSpace {
  return state.protected ? ownSpace(state.holder.id) : OPEN_SPACE;
}

/** The agencies on the holder's path, as in the inbox; of a protected case none but its holder. */
export function searchScopes({ holder, protected: hidden }: Placed): readonly string[] {
  return hidden ? [holder.id] : holder.path.filter(isNarrow);
}

/** Whether a search in this part of the tree is of less than all that lies in the open. */
export function isNarrow(agencyId: string): boolean {
  return agencyId !== ROOT;
}
