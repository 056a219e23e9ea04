import { AppError, isTrackingId } from '@lapor/kernel';
import {
  Gathering,
  isDuplicateKey,
  type Model,
  Schema,
  type Settled,
  type StoreConnection,
} from '@lapor/store';
import { agenciesOf, type Fact } from './domain/fact.ts';
import { dayOf, daysBetween, DEFAULT_ZONE } from './domain/days.ts';
import type { Tally } from './domain/tally.ts';

/** A fact at rest: `agencies` and `day` are what cohorts are found by, `changedAt` what rollups catch up by. */
export interface StoredFact extends Fact {
  readonly _id: string;
  readonly agencies: readonly string[];
  /** Day of submission in the default zone. */
  readonly day: string;
  /** When this service wrote it (not domain time). */
  readonly changedAt: Date;
}

/** As much of a fact as says which cells are stale. */
export type ChangedFact = Pick<StoredFact, '_id' | 'agencies' | 'day' | 'changedAt'>;

/** Where a cell stands: an agency, a day, and the cases whose id begins with `part` (empty: all of that day). */
export interface CellPlace {
  readonly agency: string;
  readonly day: string;
  readonly part: string;
}

/** What one place comes to, by channel, as of now. Recomputed when a fact has changed: never incremented. */
export interface Cell extends CellPlace {
  /** Counts up with every write, so that a slower replica cannot put an older sum in place of a newer one. */
  readonly version: number;
  /** Too many facts to be counted in one go: the sum of the cells one character further on. Never undone. */
  readonly split: boolean;
  readonly channels: Readonly<Record<string, Tally>>;
}

export interface KnownAgency {
  readonly _id: string;
  readonly name: string;
  readonly kind: string;
  readonly parentId: string;
  readonly path: readonly string[];
  readonly onboarded: boolean;
}

/** A number more when figures are counted by other rules: all cells are counted anew then. 2: bounces are upheld returns; promises. 3:
 *  clocks. 4: complaints that follow another are no work of their own. */
const CELLS = 'cells4';
const ROLLUP_MARK = CELLS;
/**
 * An index over an array is walked from one bound only, so an agency's days are named one by one; a longer span is
 * mostly everything anyway.
 */
const MOST_DAYS_BY_NAME = 800;

/** The cell key of "every agency". */
export const EVERYBODY = '*';

const plain = { versionKey: false as const, minimize: false, strict: false };
const id = { _id: { type: String, required: true } };

function schemas() {
  const facts = new Schema({ ...id, agencies: [String], day: String, changedAt: Date }, plain);
  facts.index({ agencies: 1, day: 1, _id: 1 });
  facts.index({ day: 1, _id: 1 });
  facts.index({ changedAt: 1 });
  const cells = new Schema({ ...id, agency: String, part: String, day: String }, plain);
  cells.index({ agency: 1, part: 1, day: 1 });
  const agencies = new Schema({ ...id, parentId: String, onboarded: Boolean }, plain);
  agencies.index({ parentId: 1 });
  agencies.index({ onboarded: 1 });
  return { facts, cells, agencies, marks: new Schema(id, plain) };
}

/** Which facts make up a cohort. */
export interface CohortFilter {
  readonly agency: string | undefined;
  /** Days in the default zone, both inclusive. */
  readonly from: string;
  readonly to: string;
}

export interface ReportingStore {
  findFact(caseId: string): Promise<StoredFact | undefined>;
  /** The fact as it was last read or written here, which may be old where there are replicas: `saveFact` tells. */
  rememberedFact(caseId: string): Fact | undefined;
  /** Writes the fact unless somebody was faster; `before` is its `pubSeq` as read (0: it was not there). @throws AppError invalid */
  saveFact(fact: Fact, before: number): Promise<boolean>;
  /** Notes an event that changes no figure. */
  passFact(caseId: string, pubSeq: number): Promise<void>;
  cohort(filter: CohortFilter): AsyncIterable<StoredFact>;
  /** The facts of one place, `limit` at most. */
  factsAt(place: CellPlace, limit: number): Promise<readonly StoredFact[]>;
  changedSince(moment: Date): AsyncIterable<ChangedFact>;
  /** The cells of whole days. */
  cells(agency: string, from: string, to: string): AsyncIterable<Cell>;
  cellsAt(places: readonly CellPlace[]): Promise<readonly Cell[]>;
  /** Writes the cell unless somebody was faster: `cell.version` is one more than was read (1: it was not there). */
  saveCell(cell: Cell): Promise<boolean>;
  dropCells(): Promise<void>;
  /** How far the cells have caught up with `changedAt`; undefined: there are none. */
  rollupMark(): Promise<Date | undefined>;
  /** Moves the mark on, unless somebody has moved or removed it since it was read as `before`. */
  setRollupMark(at: Date, before: Date | undefined): Promise<void>;
  saveAgency(agency: KnownAgency): Promise<void>;
  children(parentId: string): Promise<readonly KnownAgency[]>;
  onboarded(): Promise<readonly KnownAgency[]>;
}

/** Writes may become visible so long after their `changedAt`: who looks for changes looks so far back. */
export const OVERLAP_MILLISECONDS = 10_000;

/** Facts kept at hand: the next event of a case often follows soon. */
const REMEMBERED = 5_000;

const BODY_KINDS = ['ministry', 'body', 'province', 'regency', 'city', 'authority'];

export function openReportingStore(connection: StoreConnection, wallClock: () => Date): ReportingStore {
  const schema = schemas();
  const facts = connection.model<StoredFact>('facts', schema.facts as never).collection;
  const cells = connection.model<Cell>(CELLS, schema.cells as never).collection;
  const agencies = connection.model<KnownAgency>('agencies', schema.agencies as never).collection;
  const marks = connection.model<{ _id: string; at: Date }>('marks', schema.marks as never).collection;
  const list = async <Item>(found: { toArray(): Promise<unknown[]> }) =>
    (await found.toArray()) as readonly Item[];

  const saving = new Gathering<FactWrite, boolean>((writes) => saveTogether(facts, writes));
  const remembered = new Map<string, Fact>();
  const remember = (caseId: string, fact: Fact | undefined) => {
    remembered.delete(caseId);
    if (fact !== undefined) remembered.set(caseId, fact);
    const [oldest] = remembered.keys();
    if (remembered.size > REMEMBERED && oldest !== undefined) remembered.delete(oldest);
  };

  /** Written, perhaps, without our having heard of it in time: rollups may have gone past its `changedAt`. */
  const unheardOf = new Set<string>();
  const stampAgain = async (caseId: string) => {
    let at: Date;
    do {
      at = wallClock();
      await facts.updateOne({ _id: caseId as never }, { $max: { changedAt: at } });
    } while (isLate(at));
    unheardOf.delete(caseId);
  };
  const isLate = (at: Date) => Math.abs(wallClock().getTime() - at.getTime()) > OVERLAP_MILLISECONDS / 2;

  return {
    async findFact(caseId) {
      if (unheardOf.has(caseId)) await stampAgain(caseId);
      const found = await facts.findOne({ _id: caseId as never });
      const fact = (found ?? undefined) as unknown as StoredFact | undefined;
      remember(caseId, fact);
      return fact;
    },
    rememberedFact: (caseId) => remembered.get(caseId),
    async saveFact(fact, before) {
      // Cells are split by the characters of ids: another kind of id would drop out of the figures without a word.
      if (!isTrackingId(fact.caseId)) throw new AppError('invalid', `${fact.caseId} is not a tracking id`);
      const changedAt = wallClock();
      const rest = {
        ...fact,
        agencies: [...agenciesOf(fact)],
        day: dayOf(fact.submittedAt, DEFAULT_ZONE),
        changedAt,
      };
      remember(fact.caseId, undefined);
      unheardOf.add(fact.caseId);
      const saved = await saving.ask({ caseId: fact.caseId, before, rest });
      if (isLate(changedAt)) await stampAgain(fact.caseId);
      unheardOf.delete(fact.caseId);
      if (saved) remember(fact.caseId, fact);
      return saved;
    },
    async passFact(caseId, pubSeq) {
      remember(caseId, undefined);
      await facts.updateOne({ _id: caseId as never }, { $max: { pubSeq } });
    },
    cohort({ agency, from, to }) {
      const days = daysBetween(from, to, MOST_DAYS_BY_NAME);
      const day = agency === undefined || days === undefined ? { $gte: from, $lte: to } : { $in: days };
      return facts.find(
        agency === undefined ? { day } : { agencies: agency, day },
      ) as unknown as AsyncIterable<StoredFact>;
    },
    factsAt({ agency, day, part }, limit) {
      const filter = {
        ...(agency === EVERYBODY ? {} : { agencies: agency }),
        day,
        ...(part === '' ? {} : { _id: new RegExp(`^${part}`) }),
      };
      return list<StoredFact>(facts.find(filter as object, { limit }));
    },
    changedSince(moment) {
      return facts.find(
        { changedAt: { $gte: moment } },
        { projection: { agencies: 1, day: 1, changedAt: 1 } },
      ) as unknown as AsyncIterable<ChangedFact>;
    },
    cells(agency, from, to) {
      return cells.find({
        agency,
        part: '',
        day: { $gte: from, $lte: to },
      }) as unknown as AsyncIterable<Cell>;
    },
    cellsAt(places) {
      return list<Cell>(cells.find({ _id: { $in: places.map(cellId) as never[] } }));
    },
    saveCell(cell) {
      const before = cell.version - 1;
      return guarded(
        cells.replaceOne({ _id: cellId(cell) as never, version: before }, cell, { upsert: before === 0 }),
      );
    },
    async dropCells() {
      await marks.deleteOne({ _id: ROLLUP_MARK as never });
      await cells.deleteMany({ agency: { $gte: '' } });
    },
    async rollupMark() {
      const found = (await marks.findOne({ _id: ROLLUP_MARK as never })) as { at?: Date } | null;
      return found?.at;
    },
    async setRollupMark(at, before) {
      const _id = ROLLUP_MARK as never;
      if (before !== undefined) await marks.updateOne({ _id, at: before }, { $set: { at } });
      else await marks.updateOne({ _id }, { $setOnInsert: { at } }, { upsert: true });
    },
    async saveAgency({ _id, ...rest }) {
      await agencies.replaceOne({ _id: _id as never }, rest, { upsert: true });
    },
    async children(parentId) {
      return byName(await list<KnownAgency>(agencies.find({ parentId }, { limit: 2_000 })));
    },
    async onboarded() {
      const all = await list<KnownAgency>(agencies.find({ onboarded: true }, { limit: 20_000 }));
      return byName(all.filter((agency) => BODY_KINDS.includes(agency.kind)));
    },
  };
}

/** Whether a write guarded by what was read before it went through. */
async function guarded(
  write: Promise<{ readonly matchedCount: number; readonly upsertedCount?: number }>,
): Promise<boolean> {
  try {
    const { matchedCount, upsertedCount } = await write;
    return matchedCount + (upsertedCount ?? 0) > 0;
  } catch (error) {
    // Two replicas inserted the same document at once: one of them has to look again.
    if (isDuplicateKey(error)) return false;
    throw error;
  }
}

function cellId({ agency, day, part }: CellPlace): string {
  return `${agency}:${day}:${part}`;
}

function byName(agencies: readonly KnownAgency[]): readonly KnownAgency[] {
  return agencies.toSorted((a, b) => a.name.localeCompare(b.name, 'id'));
}

interface FactWrite {
  readonly caseId: string;
  readonly before: number;
  readonly rest: object;
}

/** All of them, or nobody can tell which: then each has to look again, and finds its own or another's. */
async function saveTogether(
  facts: Pick<Model<StoredFact>['collection'], 'bulkWrite'>,
  writes: readonly FactWrite[],
): Promise<readonly Settled<boolean>[]> {
  const operations = writes.map(({ caseId, before, rest }) => ({
    replaceOne: { filter: { _id: caseId, pubSeq: before }, replacement: rest, upsert: before === 0 },
  }));
  const together = facts.bulkWrite(operations as never, { ordered: false });
  const saved = await guarded(
    together.then(({ matchedCount, upsertedCount }) => ({
      matchedCount: matchedCount + upsertedCount === writes.length ? writes.length : 0,
    })),
  );
  return writes.map(() => ({ answer: saved }));
}
