import { setImmediate } from 'node:timers/promises';
import type { DatabaseSync } from 'node:sqlite';
import type { PlainObject } from '../query/bson-order.ts';
import { parseFilter } from '../query/filter-syntax.ts';
import type { Projection } from '../query/query-syntax.ts';
import { mostById } from './by-id.ts';
import { coveredDocuments } from './covered-query.ts';
import { asDriverError } from './driver-errors.ts';
import { matcher } from './filter-matcher.ts';
import type { Matcher } from './filter-matcher.ts';
import { project } from './projection.ts';
import { candidateNumbers, documentByNumber, findDocuments } from './query-executor.ts';
import type { Query } from './query-executor.ts';

/** Up to so many documents are read at once: nothing else runs on this thread meanwhile. */
const AT_ONCE = 200;
/** Of what lies in the index itself: a tenth of the work. */
const COVERED_AT_ONCE = 2_000;

/**
 * Reads in slices. No statement stays open between them: an open one would pin the reader to an old state,
 * and others would not read what they wrote.
 */
export class EmbeddedCursor {
  readonly #database: DatabaseSync;
  readonly #query: Query;
  readonly #projection: Projection | undefined;
  #ready: PlainObject[] | undefined;
  #at = 0;
  #numbers: readonly number[] = [];
  /** Those of `#numbers` as they were first, where there are more behind them. */
  #begun: ReadonlySet<number> | undefined;
  #matches: Matcher | undefined;
  #toSkip = 0;
  #toGive = Infinity;

  constructor(database: DatabaseSync, query: Query, projection: Projection | undefined) {
    this.#database = database;
    this.#query = { ...query, projection };
    this.#projection = projection;
  }

  async next(): Promise<PlainObject | null> {
    this.#ready ??= this.#first();
    while (this.#at >= this.#ready.length) {
      if (this.#numbers.length === 0) return null;
      await setImmediate();
      this.#ready = this.#slice();
      this.#at = 0;
    }
    return this.#ready[this.#at++] ?? null;
  }

  async toArray(): Promise<PlainObject[]> {
    const all: PlainObject[] = [];
    for (let document = await this.next(); document !== null; document = await this.next())
      all.push(document);
    return all;
  }

  close(): Promise<void> {
    this.#ready = [];
    this.#numbers = [];
    this.#begun = undefined;
    return Promise.resolve();
  }

  /** Small answers in one go; for others, first only the numbers of the documents. */
  #first(): PlainObject[] {
    const covered = coveredDocuments(this.#database, this.#query, COVERED_AT_ONCE);
    if (covered) return covered;
    const { limit = 0, skip = 0 } = this.#query;
    if ((limit > 0 && limit + skip <= AT_ONCE) || mostById(this.#query.filter) <= AT_ONCE) return this.#all();
    // Mostly each candidate is one that is wanted: a page of a million is not to cost a million numbers.
    const enough = limit > 0 ? limit + skip : Infinity;
    const { numbers, sorted, all } = candidateNumbers(this.#database, this.#query, enough);
    if (!sorted || numbers.length <= AT_ONCE) return this.#all();
    this.#numbers = numbers;
    if (!all) this.#begun = new Set(numbers);
    this.#matches = matcher(parseFilter(this.#query.filter));
    this.#toSkip = skip;
    this.#toGive = limit || Infinity;
    return this.#slice();
  }

  #all(): PlainObject[] {
    try {
      return findDocuments(this.#database, this.#query).map(({ document }) =>
        project(document, this.#projection),
      );
    } catch (error) {
      throw asDriverError(error);
    }
  }

  #slice(): PlainObject[] {
    const slice: PlainObject[] = [];
    for (const seq of this.#numbers.slice(0, AT_ONCE)) {
      const found = documentByNumber(this.#database, this.#query, seq);
      if (!found || !this.#matches?.(found.document)) continue;
      if (this.#toSkip > 0) {
        this.#toSkip--;
      } else if (this.#toGive > 0) {
        this.#toGive--;
        slice.push(project(found.document, this.#projection));
      }
    }
    this.#numbers = this.#toGive > 0 ? this.#numbers.slice(AT_ONCE) : [];
    if (this.#numbers.length === 0 && this.#toGive > 0) this.#numbers = this.#others();
    return slice;
  }

  /** Candidates behind the first ones, where too few of those were wanted. */
  #others(): readonly number[] {
    const begun = this.#begun;
    if (begun === undefined) return [];
    this.#begun = undefined;
    const { numbers } = candidateNumbers(this.#database, this.#query, Infinity);
    return numbers.filter((seq) => !begun.has(seq));
  }
}
