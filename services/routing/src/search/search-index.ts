import { isDuplicateKey, type StoreConnection } from '@lapor/store';
import type { Sketched } from '../domain/likeness/like-texts.ts';
import type { Sketch } from '../domain/likeness/sketch.ts';
import { readSketch, writtenSketch } from './written-sketch.ts';

/** A place in the order of a search: newest first. */
export interface Position {
  readonly order: number;
  readonly caseId: string;
}

/** What a case is found by, as it was at an age of it. */
export interface SearchEntry {
  readonly caseId: string;
  /** Steps taken and messages written until then. */
  readonly age: number;
  /** Steps alone. */
  readonly steps: number;
  readonly order: number;
  readonly keys: readonly string[];
  /** For comparing what it says with what others say; absent where nothing may be known of that. */
  readonly sketch?: Sketch;
  /** Made of the reporter's words too: never kept once these were erased. */
  readonly ofWords: boolean;
}

/** The age at which the case is in the index, and whether its words are to be left out. */
export interface Standing {
  readonly age: number;
  /** 0 where it was not written down. */
  readonly steps: number;
  readonly erased: boolean;
  /** Written as entries are today; those of before are found by nothing. */
  readonly current: boolean;
}

/** One of these is enough. */
export type Key = readonly string[];

/** Finds cases by words without having any: a key is a digest of one. */
export interface SearchIndex {
  find(caseIds: readonly string[]): Promise<ReadonlyMap<string, Standing>>;
  /** False when for one of them, which then is not written, something as new is there or the words have been erased meanwhile. */
  put(entries: readonly SearchEntry[]): Promise<boolean>;
  /** From here on nothing of words is kept for this case; what it is found by otherwise is to be put again. */
  eraseWords(caseId: string): Promise<void>;
  /** Where in the order, at a place or before it, there are cases that have this key, newest first: so many entries are looked at. */
  newest(key: Key, from: number | undefined, limit: number): Promise<Newest>;
  /** At which of these orders there is a case that has the key. */
  having(key: Key, orders: readonly number[]): Promise<readonly number[]>;
  /** The cases that have all keys, at orders where each of these was found. */
  at(keys: readonly Key[], orders: readonly number[]): Promise<readonly Position[]>;
  /** What these cases say, as far as it may be compared. */
  sketches(caseIds: readonly string[]): Promise<readonly Sketched[]>;
  /** The same of those that have this key and lie between two places in the order, the newest of them. */
  sketchesAround(key: string, between: Between, limit: number): Promise<readonly Sketched[]>;
}

export interface Newest {
  /** Each once. Of one there is seldom more than one case. */
  readonly orders: readonly number[];
  /** There are no more after these. */
  readonly all: boolean;
}

/** Places in the order, both included. */
export interface Between {
  readonly from: number;
  readonly to: number;
}

interface SearchDocument {
  readonly _id: string;
  /** The age. */
  readonly version: number;
  readonly steps?: number;
  readonly order: number;
  /** Absent in entries of before. */
  readonly terms?: readonly string[];
  readonly sketch?: string;
  readonly form?: number;
  readonly erased?: true;
  /** What an older version of the platform found the case by; it may still be running beside this one. */
  readonly keys?: readonly string[];
}

interface Collection {
  findOne(filter: object, options?: object): Promise<SearchDocument | null>;
  find(filter: object, options?: object): { toArray(): Promise<SearchDocument[]> };
  updateOne(filter: object, update: object, options?: object): Promise<unknown>;
  bulkWrite(operations: readonly object[], options: object): Promise<unknown>;
}

/** How entries are written today. */
const FORM = 2;
/** Out of the index alone, on both profiles: most of what is looked at is not shown, and documents are large beside it. */
const ORDER = { order: 1, _id: 0 } as const;
/** Said to MongoDB, which else now and then takes the other index and reads what is in no index. */
const [BY_TERMS, BY_ORDER] = ['terms_1_order_-1', 'order_1__id_1'] as const;
const PLACE = { _id: 1, order: 1 } as const;
const SAID = { _id: 1, sketch: 1 } as const;
const STANDING = { _id: 1, version: 1, steps: 1, erased: 1, form: 1, keys: 1 } as const;
const BEFORE = { keys: 1, said: 1 } as const;
const OF_BEFORE = { $or: [{ form: { $ne: FORM } }, { keys: { $exists: true } }] } as const;

export function openSearchIndex(connection: StoreConnection): SearchIndex {
  const schema = new connection.mongoose.Schema(
    { _id: String, terms: [String], order: Number },
    { strict: false, versionKey: false },
  );
  schema.index({ terms: 1, order: -1 }, { name: BY_TERMS });
  // Small beside the other, so that it stays in memory: the entries, which are large, lie all over the disk.
  schema.index({ order: 1, _id: 1 }, { name: BY_ORDER });
  return new StoredIndex(connection.model('search_terms', schema).collection);
}

class StoredIndex implements SearchIndex {
  readonly #terms: Collection;

  constructor(terms: Collection) {
    this.#terms = terms;
  }

  async find(caseIds: readonly string[]) {
    const found = await this.#terms.find({ _id: { $in: caseIds } }, { projection: STANDING }).toArray();
    return new Map(
      found.map(({ _id, version, steps = 0, erased, form, keys }) => {
        const current = form === FORM && keys === undefined;
        return [_id, { age: version, steps, erased: erased === true, current }];
      }),
    );
  }

  async sketches(caseIds: readonly string[]) {
    const found = await this.#terms.find({ _id: { $in: [...caseIds] } }, { projection: SAID }).toArray();
    return found.map(sketched);
  }

  async sketchesAround(key: string, { from, to }: Between, limit: number) {
    const filter = { terms: key, order: { $gte: from, $lte: to } };
    const found = await this.#terms
      .find(filter, { sort: { order: -1 }, limit, hint: BY_TERMS, projection: SAID })
      .toArray();
    return found.map(sketched);
  }

  async put(entries: readonly SearchEntry[]): Promise<boolean> {
    if (entries.length === 0) return true;
    try {
      const operations = entries.map((entry) => ({ updateOne: { ...writing(entry), upsert: true } }));
      await this.#terms.bulkWrite(operations, { ordered: false });
      return true;
    } catch (error) {
      // It is there, and is not to be replaced by this.
      if (isDuplicateKey(error)) return false;
      throw error;
    }
  }

  async eraseWords(caseId: string): Promise<void> {
    await this.#terms.updateOne(
      { _id: caseId },
      {
        $set: { erased: true, version: 0, steps: 0, order: 0, terms: [], sketch: '', form: FORM },
        $unset: BEFORE,
      },
      { upsert: true },
    );
  }

  async newest(key: Key, from: number | undefined, limit: number): Promise<Newest> {
    const each = await Promise.all(key.map((one) => this.#newest(one, from, limit)));
    const [only] = each;
    if (only !== undefined && each.length === 1) return only;
    const orders = [...new Set(each.flatMap((one) => one.orders))].toSorted((one, other) => other - one);
    // As far as all of them have been read.
    const to = Math.max(...each.map((one) => (one.all ? -Infinity : (one.orders.at(-1) ?? -Infinity))));
    return { orders: orders.filter((order) => order >= to), all: each.every(({ all }) => all) };
  }

  async #newest(key: string, from: number | undefined, limit: number): Promise<Newest> {
    const filter = from === undefined ? { terms: key } : { terms: key, order: { $lte: from } };
    const found = await this.#terms
      .find(filter, { sort: { order: -1 }, limit, ...inOneTrip(limit), hint: BY_TERMS, projection: ORDER })
      .toArray();
    return { orders: [...new Set(found.map(({ order }) => order))], all: found.length < limit };
  }

  async having(key: Key, orders: readonly number[]): Promise<readonly number[]> {
    if (orders.length === 0) return [];
    const having = new Set<number>();
    await Promise.all(
      key.map(async (one) => {
        const filter = { terms: one, order: { $in: orders } };
        const options = { ...inOneTrip(orders.length), hint: BY_TERMS, projection: ORDER };
        for (const { order } of await this.#terms.find(filter, options).toArray()) having.add(order);
      }),
    );
    return orders.filter((order) => having.has(order));
  }

  async at(keys: readonly Key[], orders: readonly number[]): Promise<readonly Position[]> {
    const all = await this.#places({ order: { $in: orders } }, BY_ORDER, orders.length);
    const counts = new Map<number, number>();
    for (const { order } of all) counts.set(order, (counts.get(order) ?? 0) + 1);
    const [alone, crowded] = [new Set<number>(), new Set<number>()];
    for (const [order, count] of counts) (count === 1 ? alone : crowded).add(order);
    const places = all.filter(({ order }) => alone.has(order));
    if (crowded.size === 0) return places.toSorted(inOrder);
    // All of them in one document: what two of one order have between them, neither has.
    const having = keys.map((key) => ({ terms: key.length === 1 ? key[0] : { $in: key } }));
    const filter = { $and: having, order: { $in: [...crowded] } };
    return [...places, ...(await this.#places(filter, BY_TERMS, crowded.size))].toSorted(inOrder);
  }

  async #places(filter: object, hint: string, count: number): Promise<readonly Position[]> {
    if (count === 0) return [];
    const found = await this.#terms.find(filter, { ...inOneTrip(count), hint, projection: PLACE }).toArray();
    return found.map(({ _id, order }) => ({ order, caseId: _id }));
  }
}

/** MongoDB gives a hundred first and the rest when it is asked again, unless told how many there will be. */
function inOneTrip(count: number): { readonly batchSize: number } {
  return { batchSize: count + 1 };
}

/** Newest first; those of one order always in the same way. */
function inOrder(one: Position, other: Position): number {
  return other.order - one.order || (one.caseId < other.caseId ? -1 : 1);
}

/** Whether a place comes after another one. */
export function isAfter(place: Position, other: Position | undefined): boolean {
  return other === undefined || inOrder(other, place) < 0;
}

function sketched({ _id, sketch = '' }: Pick<SearchDocument, '_id' | 'sketch'>): Sketched {
  return { caseId: _id, sketch: readSketch(sketch) };
}

/** Nothing as new is there, but for what was written by a version of before. */
function writing({ caseId, age, steps, order, keys: terms, sketch = [], ofWords }: SearchEntry) {
  const older = { $or: [{ version: { $lt: age } }, { version: age, ...OF_BEFORE }] };
  const filter = { _id: caseId, ...older, ...(ofWords ? { erased: { $ne: true } } : {}) };
  const $set = { version: age, steps, order, terms, sketch: writtenSketch(sketch), form: FORM };
  return { filter, update: { $set, $unset: BEFORE } };
}
