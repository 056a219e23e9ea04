import { invalid } from '@lapor/kernel';
import type { CaseState } from '../case.ts';
import type { CommandOf, DecisionContext } from '../commands.ts';
import { contentOf, record, type Decision } from '../record.ts';
import { expiredAt } from '../retention.ts';
import { requireWords } from '../substance.ts';
import { illegal } from '../legal.ts';
import { isFinal } from '../vocabulary.ts';

/** What is kept of the case is not destroyed by any policy, until somebody says that it may. */
export function decideLegalHold(
  state: CaseState,
  { type, words }: CommandOf<'set_legal_hold'> | CommandOf<'lift_legal_hold'>,
  context: DecisionContext,
): Decision {
  const { actor } = context;
  const byAgencyId = actor.kind === 'officer' ? actor.agencyId : state.holder.id;
  const fields = { byAgencyId, ...contentOf(requireWords(words, 'reason')) };
  const event = type === 'set_legal_hold' ? 'LegalHoldSet' : 'LegalHoldLifted';
  return record(state, context, event, state.status, {}, fields);
}

/** Nothing more where as much was begun already. Words are kept for as long as somebody works on the case. */
export function decideBeginErasure(
  state: CaseState,
  { words }: CommandOf<'begin_erasure'>,
  context: DecisionContext,
): Decision {
  if (isErasureBegun(state, words)) return { events: [], state };
  if (words && !isFinal(state.status)) throw invalid('words', 'are kept while somebody works on the case');
  return record(state, context, 'ErasureBegun', state.status, {}, { words });
}

/** With or without the words. */
export function isErasureBegun({ erasureBegun }: CaseState, words: boolean): boolean {
  return erasureBegun === 'all' || (!words && erasureBegun === 'identity');
}

/** It was kept for as long as the policy of today says; the history tells which one that was. */
export function decideAnonymise(state: CaseState, context: DecisionContext): Decision {
  const expired = expiredAt(state, context);
  if (expired === undefined) throw illegal(state, context.actor, context, 'its time is not over');
  const { keptFrom: finalSince, policyVersion } = expired;
  return record(state, context, 'CaseAnonymised', state.status, {}, { finalSince, policyVersion });
}
