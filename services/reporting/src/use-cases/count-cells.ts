import { AppError, BASE32_ALPHABET } from '@lapor/kernel';
import { viewAsOf } from '../domain/as-of.ts';
import { addTo, type Tally, tallyOf, type Total } from '../domain/tally.ts';
import { type Cell, type CellPlace, EVERYBODY, type ReportingStore, type StoredFact } from '../store.ts';

/**
 * A cell with more facts than this is split by the next character of their ids. So a changed fact makes this many be
 * counted again at most, however many cases a day has.
 */
export const MOST_FACTS_IN_A_CELL = 192;
/** Parts of one cell looked at together. */
const AT_ONCE = 4;
const TRIES = 8;

/** Which ids have changed under a place; undefined: take it that all have. */
type Changed = readonly string[] | undefined;

/** Counts one agency's day again, as far as it has changed. Safe to run beside other replicas. */
export async function countDay(
  store: ReportingStore,
  agency: string,
  day: string,
  changed: readonly string[],
): Promise<void> {
  const place = { agency, day, part: '' };
  const [known] = await store.cellsAt([place]);
  await countCell(store, place, known, changed);
}

/** The cell as it is written in the end. `known` was read before anything it is the sum of. */
async function countCell(
  store: ReportingStore,
  place: CellPlace,
  known: Cell | undefined,
  changed: Changed,
): Promise<Cell> {
  let before = known;
  for (let i = 0; i < TRIES; i += 1) {
    const counted = before?.split ? await sumParts(store, place, changed) : await countFacts(store, place);
    const cell: Cell = { ...place, ...counted, version: (before?.version ?? 0) + 1 };
    if (await store.saveCell(cell)) return cell;
    [before] = await store.cellsAt([place]);
  }
  throw new AppError(
    'conflict',
    `cell ${place.agency} ${place.day} ${place.part} is being written by others`,
  );
}

type Counted = Pick<Cell, 'split' | 'channels'>;

async function countFacts(store: ReportingStore, place: CellPlace): Promise<Counted> {
  const facts = await store.factsAt(place, MOST_FACTS_IN_A_CELL + 1);
  if (facts.length > MOST_FACTS_IN_A_CELL) return sumParts(store, place, undefined);
  return { split: false, channels: tallyByChannel(facts, place.agency) };
}

function tallyByChannel(facts: readonly StoredFact[], agency: string): Cell['channels'] {
  const subtree = agency === EVERYBODY ? undefined : agency;
  const totals = new Map<string, Total>();
  for (const fact of facts) {
    const view = viewAsOf(fact, subtree, Number.MAX_SAFE_INTEGER);
    if (view) addTo(totals, fact.channel, tallyOf(view, fact.reachable));
  }
  return talliesOf(totals);
}

function talliesOf(totals: ReadonlyMap<string, Total>): Readonly<Record<string, Tally>> {
  return Object.fromEntries([...totals].map(([channel, total]) => [channel, total.tally()]));
}

async function sumParts(store: ReportingStore, place: CellPlace, changed: Changed): Promise<Counted> {
  const parts = partsOf(place);
  const known = new Map((await store.cellsAt(parts)).map((cell) => [cell.part, cell]));
  const below = changed && Map.groupBy(changed, (id) => id.slice(0, place.part.length + 1));
  const stale = parts.filter(({ part }) => below?.has(part) ?? true);
  for (let i = 0; i < stale.length; i += AT_ONCE) {
    const counted = await Promise.all(
      stale
        .slice(i, i + AT_ONCE)
        .map((part) => countCell(store, part, known.get(part.part), below?.get(part.part))),
    );
    for (const cell of counted) known.set(cell.part, cell);
  }
  const totals = new Map<string, Total>();
  for (const cell of known.values()) {
    for (const [channel, tally] of Object.entries(cell.channels)) addTo(totals, channel, tally);
  }
  return { split: true, channels: talliesOf(totals) };
}

function partsOf(place: CellPlace): readonly CellPlace[] {
  return Array.from(BASE32_ALPHABET, (character) => ({ ...place, part: place.part + character }));
}
