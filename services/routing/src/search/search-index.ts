import { createHash } from 'node:crypto';
import { isDuplicateKey, type Keyring, type StoreConnection } from '@lapor/store';

/** A place in the order of a search: newest first. */
export interface Position {
  readonly order: number;
  readonly caseId: string;
}

/** What a case is found by, as it was at a version of it. */
export interface SearchEntry {
  readonly caseId: string;
  readonly version: number;
  readonly order: number;
  readonly keys: readonly string[];
  /** Made of the reporter's words too: never kept once these were erased. */
  readonly ofWords: boolean;
}

/** The version of the case that is in the index, and whether its words are to be left out. */
export interface Standing {
  readonly version: number;
  readonly erased: boolean;
}

/** Finds cases by words without having any: what is kept of a word is a keyed digest, one for each scope it may be found in. */
export interface SearchIndex {
  keysOf(scopes: readonly string[], words: readonly string[]): readonly string[];
  find(caseIds: readonly string[]): Promise<ReadonlyMap<string, Standing>>;
  /** False when for one of them, which then is not written, something as new is there or the words have been erased meanwhile. */
  put(entries: readonly SearchEntry[]): Promise<boolean>;
  /** From here on nothing of words is kept for this case; what it is found by otherwise is to be put again. */
  eraseWords(caseId: string): Promise<void>;
  /** The cases after a place that have this key, newest first. */
  newest(key: string, after: Position | undefined, limit: number): Promise<Newest>;
  /** Which of these cases have all of the keys. */
  having(caseIds: readonly string[], keys: readonly string[]): Promise<ReadonlySet<string>>;
}

export interface Newest {
  readonly places: readonly Position[];
  /** There are no more after these. */
  readonly all: boolean;
}

interface SearchDocument {
  readonly _id: string;
  readonly version: number;
  readonly order: number;
  readonly keys: readonly string[];
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
/** Of one place in the order there are seldom two. */
const MOST_OF_A_MOMENT = 64;
const PLACE = { _id: 1, order: 1 } as const;
const STANDING = { _id: 1, version: 1, erased: 1 } as const;

export function openSearchIndex(connection: StoreConnection, keys: Keyring): SearchIndex {
  const schema = new connection.mongoose.Schema(
    { _id: String, keys: [String], order: Number },
    { strict: false, versionKey: false },
  );
  schema.index({ keys: 1, order: -1 });
  return new StoredIndex(connection.model('search_terms', schema).collection, (word) =>
    Buffer.from(keys.mac('search-word', word)).subarray(0, DIGEST_BYTES),
  );
}

class StoredIndex implements SearchIndex {
  readonly #terms: Collection;
  readonly #digest: (word: string) => Uint8Array;

  constructor(terms: Collection, digest: (word: string) => Uint8Array) {
    this.#terms = terms;
    this.#digest = digest;
  }

  keysOf(scopes: readonly string[], words: readonly string[]): readonly string[] {
    const places = scopes.map((id) => createHash('sha256').update(id).digest());
    return words.flatMap((word) => {
      // The word alone is dear to digest, so it is done once: mixed with the scope it is another number in each.
      const digest = this.#digest(word);
      return places.map((place) =>
        Buffer.from(digest.map((byte, at) => byte ^ (place[at] ?? 0))).toString('base64url'),
      );
    });
  }

  async find(caseIds: readonly string[]) {
    const found = await this.#terms.find({ _id: { $in: caseIds } }, { projection: STANDING }).toArray();
    return new Map(found.map(({ _id, version, erased }) => [_id, { version, erased: erased === true }]));
  }

  async put(entries: readonly SearchEntry[]): Promise<boolean> {
    if (entries.length === 0) return true;
    try {
      await this.#terms.bulkWrite(entries.map(putting), { ordered: false });
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
      { $set: { erased: true, version: 0, order: 0, keys: [] } },
      { upsert: true },
    );
  }

  async newest(key: string, after: Position | undefined, most: number): Promise<Newest> {
    const filter = after === undefined ? { keys: key } : { keys: key, order: { $lte: after.order } };
    const limit = after === undefined ? most : most + MOST_OF_A_MOMENT;
    const found = await this.#terms.find(filter, { sort: { order: -1 }, limit, projection: PLACE }).toArray();
    const places = found.map(({ _id, order }) => ({ order, caseId: _id }));
    // Those of one moment come in the same order each time: up to the one that was seen they have been seen.
    const seen = places.findIndex(({ caseId }) => caseId === after?.caseId) + 1;
    return {
      places: places.slice(seen, seen + most),
      all: places.length < limit && places.length - seen <= most,
    };
  }

  async having(caseIds: readonly string[], keys: readonly string[]): Promise<ReadonlySet<string>> {
    const found = await this.#terms
      .find(
        { _id: { $in: [...caseIds] }, $and: keys.map((key) => ({ keys: key })) },
        { projection: { _id: 1 } },
      )
      .toArray();
    return new Set(found.map(({ _id }) => _id));
  }
}

function putting({ caseId, version, order, keys, ofWords }: SearchEntry): object {
  const filter = { _id: caseId, version: { $lt: version }, ...(ofWords ? { erased: { $ne: true } } : {}) };
  return { updateOne: { filter, update: { $set: { version, order, keys } }, upsert: true } };
}
