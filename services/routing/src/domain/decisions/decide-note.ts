import { invalid } from '@lapor/kernel';
import type { CaseState } from '../case.ts';
import type { CommandOf, DecisionContext } from '../commands.ts';
import { contentOf, record, type Decision } from '../record.ts';
import { relationsOf } from '../relations.ts';
import { heirIn } from '../succession.ts';
import { requireWords } from '../substance.ts';

/** A note among those who have the case, a message to another agency, or that agency's answer. The reporter never sees any. */
export function decideNote(state: CaseState, command: CommandOf<'note'>, context: DecisionContext): Decision {
  const { actor } = context;
  const words = requireWords(command.words, 'text');
  const byAgencyId = actor.kind === 'officer' || actor.kind === 'machine' ? actor.agencyId : state.holder.id;
  const toAgencyId = addresseeOf(state, command, byAgencyId, context);
  return record(
    state,
    context,
    'CaseNoteAdded',
    state.status,
    {},
    {
      byAgencyId,
      ...(toAgencyId === undefined ? {} : { toAgencyId }),
      ...contentOf(words),
    },
  );
}

/** Whoever has the case is told that somebody who coordinates waits for it. No status and no clock moves. */
export function decideNudge(
  state: CaseState,
  command: CommandOf<'nudge'>,
  context: DecisionContext,
): Decision {
  const byAgencyId = context.actor.kind === 'officer' ? context.actor.agencyId : state.holder.id;
  const fields = { byAgencyId, ...contentOf(command.words) };
  return record(state, context, 'CaseNudged', state.status, {}, fields);
}

function addresseeOf(
  state: CaseState,
  { toAgencyId }: CommandOf<'note'>,
  byAgencyId: string,
  { actor, agencies }: DecisionContext,
): string | undefined {
  const relations = relationsOf(state, actor);
  // Who was written to answers whoever has it now: the thread does not wander on from there.
  if (relations.size === 1 && relations.has('addressed')) {
    if (toAgencyId !== undefined && toAgencyId !== state.holder.id)
      throw invalid('toAgencyId', 'an answer goes to the agency that has the case');
    return state.holder.id;
  }
  if (toAgencyId === undefined) return undefined;
  if (state.protected) throw invalid('toAgencyId', 'a protected case has notes of its holder alone');
  const known = heirIn(agencies, toAgencyId);
  if (known === undefined) throw invalid('toAgencyId', 'must be a known agency');
  if (known.id === byAgencyId) throw invalid('toAgencyId', 'must be another agency');
  if (known.onboarded === false) throw invalid('toAgencyId', 'nobody works there on this platform');
  return known.id;
}
