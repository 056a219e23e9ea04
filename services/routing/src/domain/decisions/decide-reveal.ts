import type { CaseState } from '../case.ts';
import type { CommandOf, DecisionContext } from '../commands.ts';
import { contentOf, record, type Decision } from '../record.ts';
import { requireWords } from '../substance.ts';

/** Writes down that somebody looks at who the reporter is, and why: in the chain, where nobody takes it out again. */
export function decideReveal(
  state: CaseState,
  { purpose, words }: CommandOf<'reveal'>,
  context: DecisionContext,
): Decision {
  const { actor } = context;
  const byAgencyId = actor.kind === 'officer' ? actor.agencyId : state.holder.id;
  const reason = contentOf(requireWords(words, 'reason'));
  return record(
    state,
    context,
    'CaseIdentityRevealed',
    state.status,
    {},
    {
      byAgencyId,
      purpose,
      ...reason,
    },
  );
}
