import { invalid } from '@lapor/kernel';
import type { CaseState } from '../case.ts';
import type { CommandOf, DecisionContext, Words } from '../commands.ts';
import { contentOf, record, type Decision } from '../record.ts';
import { isBareAcknowledgement, requireWords } from '../substance.ts';

/** "Surat Polresta 112": fewer words name no ground. */
const LEAST_WORDS = 3;

/** Writes down that somebody looks at who the reporter is, and why: in the chain, where nobody takes it out again. */
export function decideReveal(
  state: CaseState,
  { purpose, words }: CommandOf<'reveal'>,
  context: DecisionContext,
): Decision {
  const { actor } = context;
  const byAgencyId = actor.kind === 'officer' ? actor.agencyId : state.holder.id;
  const reason = contentOf(requireGround(words));
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

/** The reporter reads it: which letter, order or need it is. Nobody can tell whether it is true, but "x" and "..." say nothing. */
function requireGround(words: Words): Words {
  const { text } = requireWords(words, 'reason');
  const said = new Set(text.toLowerCase().match(/[\p{L}\p{N}]{2,}/gu));
  if (said.size < LEAST_WORDS || isBareAcknowledgement(text, 0))
    throw invalid('reason', 'must say why: which letter, order or need it is');
  return words;
}
