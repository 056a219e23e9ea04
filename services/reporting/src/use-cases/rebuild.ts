import type { BusEvent } from '@lapor/events';
import { applyEvent, type Fact, type FactEvent } from '../domain/fact.ts';
import type { ReportingStore } from '../store.ts';

/**
 * Makes every fact anew from the owner's events, then throws the cells away. New events may come in meanwhile:
 * a fact that has moved on since is left to them.
 * @returns how many facts were made
 */
export async function rebuild(
  store: ReportingStore,
  events: AsyncIterable<BusEvent>,
  read: (event: BusEvent) => FactEvent | undefined,
): Promise<number> {
  let fact: Fact | undefined;
  let made = 0;
  const keep = async () => {
    if (fact === undefined) return;
    const stored = await store.findFact(fact.caseId);
    if ((stored?.pubSeq ?? 0) <= fact.pubSeq) await store.saveFact(fact, stored?.pubSeq ?? 0);
    made += 1;
  };
  for await (const event of events) {
    const next = read(event);
    if (next === undefined) continue;
    if (fact !== undefined && fact.caseId !== next.caseId) {
      await keep();
      fact = undefined;
    }
    fact = applyEvent(fact, next);
  }
  await keep();
  await store.dropCells();
  return made;
}
