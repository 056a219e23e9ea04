import { AppError } from '@lapor/kernel';
import { applyEvent, type FactEvent } from '../domain/fact.ts';
import type { ReportingStore } from '../store.ts';

const TRIES = 8;

/** Takes an event into its fact. Safe to repeat: the fact knows what it has counted. */
export async function countEvent(store: ReportingStore, event: FactEvent): Promise<void> {
  for (let i = 0; i < TRIES; i += 1) {
    const before = await store.findFact(event.caseId);
    const after = applyEvent(before, event);
    if (after === before || (await store.saveFact(after, before?.pubSeq ?? 0))) return;
  }
  throw new AppError('conflict', `fact ${event.caseId} is being written by others`);
}
