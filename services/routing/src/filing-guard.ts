import type { SequenceGuard } from '@lapor/events';
import type { AggregateStore } from '@lapor/store';

/** What intake tells first of a complaint is its filing, and what comes of that is the case. */
const FILING = 1;

/**
 * A guard of intake's events that writes nothing of a complaint's first: that it has taken effect is told by the case being
 * there. Most complaints have no other.
 */
export function filingGuard(
  guard: SequenceGuard,
  cases: Pick<AggregateStore<unknown, never>, 'find'>,
): SequenceGuard {
  return {
    async last(caseId, incoming) {
      const last = await guard.last(caseId, incoming);
      if (last >= FILING || incoming === FILING) return last;
      return (await cases.find(caseId)) === undefined ? last : FILING;
    },
    async advance(caseId, pubSeq) {
      if (pubSeq > FILING) await guard.advance(caseId, pubSeq);
    },
  };
}
