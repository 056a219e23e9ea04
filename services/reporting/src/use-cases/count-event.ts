import type { SequenceGuard } from '@lapor/events';
import { AppError } from '@lapor/kernel';
import { applyEvent, type Fact, type FactEvent } from '../domain/fact.ts';
import type { ReportingStore } from '../store.ts';

const TRIES = 8;

/** Takes an event into its fact. Safe to repeat: the fact knows what it has counted. */
export async function countEvent(store: ReportingStore, event: FactEvent): Promise<void> {
  let before = factBefore(store, event);
  for (let i = 0; i < TRIES; i += 1) {
    if (i > 0 || before === 'unknown') before = await store.findFact(event.caseId);
    const after = applyEvent(before, event);
    if (after === before || (await store.saveFact(after, before?.pubSeq ?? 0))) return;
  }
  throw new AppError('conflict', `fact ${event.caseId} is being written by others`);
}

/** What is at hand when the event follows it directly; the first event of a case follows nothing. The write is guarded. */
function factBefore(store: ReportingStore, { caseId, pubSeq }: FactEvent): Fact | undefined | 'unknown' {
  const fact = store.rememberedFact(caseId);
  return (fact?.pubSeq ?? 0) === pubSeq - 1 ? fact : 'unknown';
}

/** The facts themselves know what has been counted: nothing else has to be written for it. */
export function factGuard(store: ReportingStore): SequenceGuard {
  return {
    async last(caseId, incoming) {
      const known = store.rememberedFact(caseId)?.pubSeq ?? 0;
      if (incoming === known + 1) return known;
      return (await store.findFact(caseId))?.pubSeq ?? 0;
    },
    async advance(caseId, pubSeq) {
      const known = store.rememberedFact(caseId)?.pubSeq ?? 0;
      if (known < pubSeq) await store.passFact(caseId, pubSeq);
    },
  };
}
