import { createHash } from 'node:crypto';
import { isDuplicateKey, type Keyring, LruMap, type StoreConnection } from '@lapor/store';
import type { Sketched } from '../domain/likeness/like-texts.ts';
import { type Sketch, sketchOf } from '../domain/likeness/sketch.ts';
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
  readonly erased: boolean;
}

/** What entries of before lack: what they are compared by; all that was said after the report. */
export type SearchPart = 'sketch' | 'said';

/** Finds cases by words without having any: what is kept of a word is a keyed digest, one for each scope it may be found in. */
export interface SearchIndex {
  keysOf(scopes: readonly string[], words: readonly string[]): readonly string[];
  find(caseIds: readonly string[]): Promise<ReadonlyMap<string, Standing>>;
  /** False when for one of them, which then is not written, something as new is there or the words have been erased meanwhile. */
  put(entries: readonly SearchEntry[]): Promise<boolean>;
  /** Which of these were indexed before there was this part. */
  without(part: SearchPart, caseIds: readonly string[]): Promise<readonly string[]>;
  /** Gives such entries what they lack; any other is left as it is. */
  complete(part: SearchPart, entries: readonly SearchEntry[]): Promise<void>;
  /** From here on nothing of words is kept for this case; what it is found by otherwise is to be put again. */
  eraseWords(caseId: string): Promise<void>;
  /** Where in the order, at a place or before it, there are cases that have this key, newest first: so many entries are looked at. */
  newest(key: string, from: number | undefined, limit: number): Promise<Newest>;
  /** At which of these orders there is a case that has the key. */
  having(key: string, orders: readonly number[]): Promise<readonly number[]>;
  /** The cases that have all keys, at orders where each of these was found. */
  at(keys: readonly string[], orders: readonly number[]): Promise<readonly Position[]>;
  /** Of words that are bare already. */
  sketchOf(words: readonly string[]): Sketch;
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
  readonly order: number;
  readonly keys: readonly string[];
  /** Absent in entries from before there were sketches. */
  readonly sketch?: string;
  /** Absent in entries from before what was said after the report was in them. */
  readonly said?: true;
  readonly erased?: true;
}

interface Collection {
  findOne(filter: object, options?: object): Promise<SearchDocument | null>;
  find(filter: object, options?: object): { toArray(): Promise<SearchDocument[]> };
  updateOne(filter: object, update: object, options?: object): Promise<unknown>;
  bulkWrite(operations: readonly object[], options: object): Promise<unknown>;
}

/** Bytes of a digest. Two of a billion words and scopes that meet would show a case too many, not one too few. */
const DIGEST_BYTES = 6;
const WORDS_REMEMBERED = 8_192;
/** Out of the index alone, on both profiles: most of what is looked at is not shown, and documents are large beside it. */
const ORDER = { order: 1, _id: 0 } as const;
/** Said to MongoDB, which else now and then takes the other index and reads what is in no index. */
const [BY_KEYS, BY_ORDER] = ['keys_1_order_-1', 'order_1__id_1'] as const;
const PLACE = { _id: 1, order: 1 } as const;
const SAID = { _id: 1, sketch: 1 } as const;
const STANDING = { _id: 1, version: 1, erased: 1 } as const;

export function openSearchIndex(connection: StoreConnection, keys: Keyring): SearchIndex {
  const schema = new connection.mongoose.Schema(
    { _id: String, keys: [String], order: Number },
    { strict: false, versionKey: false },
  );
  schema.index({ keys: 1, order: -1 }, { name: BY_KEYS });
  // Small beside the other, so that it stays in memory: the entries, which are large, lie all over the disk.
  schema.index({ order: 1, _id: 1 }, { name: BY_ORDER });
  return new StoredIndex(
    connection.model('search_terms', schema).collection,
    remembering((word) => Buffer.from(keys.mac('search-word', word)).subarray(0, DIGEST_BYTES)),
    remembering((word) => Buffer.from(keys.mac('bare-word', word)).readUInt32BE(0)),
  );
}

/** People use the same few thousand words: those they used last are not digested again. */
function remembering<Value>(digest: (word: string) => Value): (word: string) => Value {
  const known = new LruMap<string, Value>(WORDS_REMEMBERED);
  return (word) => {
    const before = known.get(word);
    if (before !== undefined) return before;
    const made = digest(word);
    known.set(word, made);
    return made;
  };
}

class StoredIndex implements SearchIndex {
  readonly #terms: Collection;
  readonly #digest: (word: string) => Uint8Array;
  readonly #number: (word: string) => number;

  constructor(terms: Collection, digest: (word: string) => Uint8Array, numberOf: (word: string) => number) {
    this.#terms = terms;
    this.#digest = digest;
    this.#number = numberOf;
  }

  keysOf(scopes: readonly string[], words: readonly string[]): readonly string[] {
    const places = scopes.map((id) => createHash('sha256').update(id).digest());
    const mixed = Buffer.alloc(DIGEST_BYTES);
    return words.flatMap((word) => {
      // The word alone is dear to digest, so it is done once: mixed with the scope it is another number in each.
      const digest = this.#digest(word);
      return places.map((place) => {
        for (let at = 0; at < DIGEST_BYTES; at += 1) mixed[at] = (digest[at] ?? 0) ^ (place[at] ?? 0);
        return mixed.toString('base64url');
      });
    });
  }

  async find(caseIds: readonly string[]) {
    const found = await this.#terms.find({ _id: { $in: caseIds } }, { projection: STANDING }).toArray();
    return new Map(found.map(({ _id, version, erased }) => [_id, { age: version, erased: erased === true }]));
  }

  sketchOf(words: readonly string[]): Sketch {
    return sketchOf(words.map(this.#number));
  }

  async sketches(caseIds: readonly string[]) {
    const found = await this.#terms.find({ _id: { $in: [...caseIds] } }, { projection: SAID }).toArray();
    return found.map(sketched);
  }

  async sketchesAround(key: string, { from, to }: Between, limit: number) {
    const filter = { keys: key, order: { $gte: from, $lte: to } };
    const found = await this.#terms
      .find(filter, { sort: { order: -1 }, limit, hint: BY_KEYS, projection: SAID })
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

  async without(part: SearchPart, caseIds: readonly string[]) {
    const found = await this.#terms
      .find({ _id: { $in: [...caseIds] } }, { projection: { _id: 1, [part]: 1 } })
      .toArray();
    return found.flatMap((entry) => (entry[part] === undefined ? [entry._id] : []));
  }

  async complete(part: SearchPart, entries: readonly SearchEntry[]): Promise<void> {
    if (entries.length === 0) return;
    const operations = entries.map((entry) => {
      const { filter, update } = writing(entry);
      // Of this age too; what has the part by now has all the rest.
      const lacking = { ...filter, version: { $lte: entry.age }, [part]: { $exists: false } };
      return { updateOne: { filter: lacking, update } };
    });
    await this.#terms.bulkWrite(operations, { ordered: false });
  }

  async eraseWords(caseId: string): Promise<void> {
    await this.#terms.updateOne(
      { _id: caseId },
      { $set: { erased: true, version: 0, order: 0, keys: [], sketch: '' } },
      { upsert: true },
    );
  }

  async newest(key: string, from: number | undefined, limit: number): Promise<Newest> {
    const filter = from === undefined ? { keys: key } : { keys: key, order: { $lte: from } };
    const found = await this.#terms
      .find(filter, { sort: { order: -1 }, limit, ...inOneTrip(limit), hint: BY_KEYS, projection: ORDER })
      .toArray();
    return { orders: [...new Set(found.map(({ order }) => order))], all: found.length < limit };
  }

  async having(key: string, orders: readonly number[]): Promise<readonly number[]> {
    if (orders.length === 0) return [];
    const filter = { keys: key, order: { $in: orders } };
    const found = await this.#terms
      .find(filter, { ...inOneTrip(orders.length), hint: BY_KEYS, projection: ORDER })
      .toArray();
    const having = new Set(found.map(({ order }) => order));
    return orders.filter((order) => having.has(order));
  }

  async at(keys: readonly string[], orders: readonly number[]): Promise<readonly Position[]> {
    const all = await this.#places({ order: { $in: orders } }, BY_ORDER, orders.length);
    const counts = new Map<number, number>();
    for (const { order } of all) counts.set(order, (counts.get(order) ?? 0) + 1);
    const [alone, crowded] = [new Set<number>(), new Set<number>()];
    for (const [order, count] of counts) (count === 1 ? alone : crowded).add(order);
    const places = all.filter(({ order }) => alone.has(order));
    if (crowded.size === 0) return places.toSorted(inOrder);
    // All of them in one document: what two of one order have between them, neither has.
    const filter = { $and: keys.map((key) => ({ keys: key })), order: { $in: [...crowded] } };
    return [...places, ...(await this.#places(filter, BY_KEYS, crowded.size))].toSorted(inOrder);
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

function writing({ caseId, age, order, keys, sketch = [], ofWords }: SearchEntry) {
  const filter = { _id: caseId, version: { $lt: age }, ...(ofWords ? { erased: { $ne: true } } : {}) };
  const all = { version: age, order, keys, sketch: writtenSketch(sketch), said: true };
  return { filter, update: { $set: all } };
}
