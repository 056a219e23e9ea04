import { Schema, type StoreConnection } from '@lapor/store';
import { agenciesOf, type Fact } from './domain/fact.ts';
import { dayOf, DEFAULT_ZONE } from './domain/days.ts';
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

/** One agency's cohort of one day, by channel, as of now. Recomputed from facts when one of them has changed. */
export interface Cell {
  readonly _id: string;
  readonly agency: string;
  readonly day: string;
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

/** The cell key of "every agency". */
export const EVERYBODY = '*';

const plain = { versionKey: false as const, minimize: false, strict: false };
const id = { _id: { type: String, required: true } };

function schemas() {
  const facts = new Schema({ ...id, agencies: [String], day: String, changedAt: Date }, plain);
  facts.index({ agencies: 1, day: 1 });
  facts.index({ day: 1 });
  facts.index({ changedAt: 1 });
  const cells = new Schema({ ...id, agency: String, day: String }, plain);
  cells.index({ agency: 1, day: 1 });
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
  /** Writes the fact unless somebody was faster; `before` is its `pubSeq` as read (0: it was not there). */
  saveFact(fact: Fact, before: number): Promise<boolean>;
  cohort(filter: CohortFilter): AsyncIterable<StoredFact>;
  changedSince(moment: Date): AsyncIterable<StoredFact>;
  cells(agency: string, from: string, to: string): AsyncIterable<Cell>;
  saveCell(cell: Omit<Cell, '_id'>): Promise<void>;
  dropCells(): Promise<void>;
  mark(name: string): Promise<Date | undefined>;
  /** Moves a mark on, unless somebody has moved or removed it since it was read as `before`. */
  setMark(name: string, at: Date, before: Date | undefined): Promise<void>;
  saveAgency(agency: KnownAgency): Promise<void>;
  children(parentId: string): Promise<readonly KnownAgency[]>;
  onboarded(): Promise<readonly KnownAgency[]>;
}

const BODY_KINDS = ['ministry', 'body', 'province', 'regency', 'city', 'authority'];

export function openReportingStore(connection: StoreConnection, wallClock: () => Date): ReportingStore {
  const schema = schemas();
  const facts = connection.model<StoredFact>('facts', schema.facts as never).collection;
  const cells = connection.model<Cell>('cells', schema.cells as never).collection;
  const agencies = connection.model<KnownAgency>('agencies', schema.agencies as never).collection;
  const marks = connection.model<{ _id: string; at: Date }>('marks', schema.marks as never).collection;
  const list = async <Item>(found: { toArray(): Promise<unknown[]> }) =>
    (await found.toArray()) as readonly Item[];

  return {
    async findFact(caseId) {
      return ((await facts.findOne({ _id: caseId as never })) ?? undefined) as unknown as
        | StoredFact
        | undefined;
    },
    async saveFact(fact, before) {
      const rest = {
        ...fact,
        agencies: [...agenciesOf(fact)],
        day: dayOf(fact.submittedAt, DEFAULT_ZONE),
        changedAt: wallClock(),
      };
      try {
        const result = await facts.replaceOne({ _id: fact.caseId as never, pubSeq: before }, rest, {
          upsert: before === 0,
        });
        return result.matchedCount + (result.upsertedCount ?? 0) > 0;
      } catch (error) {
        // Two replicas inserted the same fact at once: one of them has to look again.
        if ((error as { code?: unknown }).code === 11000) return false;
        throw error;
      }
    },
    cohort({ agency, from, to }) {
      const day = { $gte: from, $lte: to };
      return facts.find(
        agency === undefined ? { day } : { agencies: agency, day },
      ) as unknown as AsyncIterable<StoredFact>;
    },
    changedSince(moment) {
      return facts.find({ changedAt: { $gte: moment } }) as unknown as AsyncIterable<StoredFact>;
    },
    cells(agency, from, to) {
      return cells.find({ agency, day: { $gte: from, $lte: to } }) as unknown as AsyncIterable<Cell>;
    },
    async saveCell(cell) {
      await cells.replaceOne({ _id: `${cell.agency}:${cell.day}` as never }, cell, { upsert: true });
    },
    async dropCells() {
      await marks.deleteOne({ _id: 'rollup' as never });
      await cells.deleteMany({ agency: { $gte: '' } });
    },
    async mark(name) {
      const found = (await marks.findOne({ _id: name as never })) as { at?: Date } | null;
      return found?.at;
    },
    async setMark(name, at, before) {
      if (before !== undefined) await marks.updateOne({ _id: name as never, at: before }, { $set: { at } });
      else await marks.updateOne({ _id: name as never }, { $setOnInsert: { at } }, { upsert: true });
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

function byName(agencies: readonly KnownAgency[]): readonly KnownAgency[] {
  return agencies.toSorted((a, b) => a.name.localeCompare(b.name, 'id'));
}
