import type { BusEvent } from '@lapor/events';
import { AppError } from '@lapor/kernel';
import { applyEvent, type Fact, type FactEvent } from '../domain/fact.ts';
import type { ReportingStore } from '../store.ts';

/** The owner of the events. */
export interface EventOwner {
  /** Everything, each case's events in order and together. */
  readonly replay: () => AsyncIterable<BusEvent>;
  /** All events of one case so far. */
  readonly ofCase: (caseId: string) => Promise<readonly BusEvent[]>;
}

const TRIES = 8;

/**
 * Makes every fact anew from the owner's events, then throws the cells away. Cases go on living meanwhile: a fact that was
 * written in between is made again from all its events, so that no old error survives.
 * @returns how many facts were made
 */
export async function rebuild(
  store: ReportingStore,
  owner: EventOwner,
  read: (event: BusEvent) => FactEvent | undefined,
): Promise<number> {
  let fact: Fact | undefined;
  let made = 0;
  const again = async (caseId: string) =>
    fold((await owner.ofCase(caseId)).flatMap((event) => read(event) ?? []));
  const keep = async () => {
    if (fact === undefined) return;
    await replaceFact(store, fact, again);
    made += 1;
  };
  for await (const event of owner.replay()) {
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

function fold(events: readonly FactEvent[]): Fact | undefined {
  let fact: Fact | undefined;
  for (const event of events) fact = applyEvent(fact, event);
  return fact;
}

async function replaceFact(
  store: ReportingStore,
  replayed: Fact,
  again: (caseId: string) => Promise<Fact | undefined>,
): Promise<void> {
  const { caseId } = replayed;
  let fact: Fact | undefined = replayed;
  for (let i = 0; i < TRIES && fact !== undefined; i += 1) {
    const before = (await store.findFact(caseId))?.pubSeq ?? 0;
    if (before <= fact.pubSeq && (await store.saveFact(fact, before))) return;
    fact = await again(caseId);
  }
  throw new AppError('conflict', `fact ${caseId} is being written by others`);
}
