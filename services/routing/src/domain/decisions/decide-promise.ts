import { invalid } from '@lapor/kernel';
import type { CaseState } from '../case.ts';
import type { CommandOf, DecisionContext } from '../commands.ts';
import { contentOf, record, type Decision } from '../record.ts';
import { photoReuseOf } from '../reuse.ts';
import { countEvidence, requireSubstance } from '../substance.ts';

/** Its day has come: a promise is not done because it was made. */
export function decideAskPromise(state: CaseState, context: DecisionContext): Decision {
  const fields = { promisedFor: state.answer?.promisedFor ?? context.now };
  return record(state, context, 'PromiseDue', state.status, {}, fields);
}

export function decidePromiseKept(
  state: CaseState,
  command: CommandOf<'promise_kept'>,
  context: DecisionContext,
): Decision {
  return record(state, context, 'PromiseKept', state.status, {}, contentOf(command.words));
}

/** The agency shows that it was done; the reporter may still say that it was not, and reopen. */
export function decideReportPromise(
  state: CaseState,
  command: CommandOf<'report_promise'>,
  context: DecisionContext,
): Decision {
  const evidenceCount = countEvidence(command);
  if (evidenceCount === 0) throw invalid('evidence', 'a kept promise needs evidence');
  const words = requireSubstance(command.words, 'text', evidenceCount);
  const fields = { evidenceCount, ...photoReuseOf(command), ...contentOf(words) };
  return record(state, context, 'PromiseReported', state.status, {}, fields);
}
