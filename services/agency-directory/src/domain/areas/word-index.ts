import { editDistance } from './edit-distance.ts';
import { ROWS_AT_ONCE } from './steps.ts';
import type { Steps } from './steps.ts';

/** Distinct words, sorted, with the rows they occur in, and trigrams to find misspelled ones. */
export interface WordIndex {
  readonly size: number;
  readonly bytes: number;
  lengthAt(word: number): number;
  /** The word with exactly this text, or -1. */
  find(text: string): number;
  /** The range [from, to) of words that start with this text. */
  startingWith(text: string): readonly [number, number];
  /** Words at most `limit` edits away, with their distance. */
  similarTo(text: string, limit: number): readonly SimilarWord[];
  /** The rows that contain the word, ascending. */
  rowsOf(word: number): Uint32Array;
}

export interface SimilarWord {
  readonly word: number;
  readonly distance: number;
}

/** `rows` gives the words of each row: row 0, row 1, … */
export function* buildWordIndex(rows: Iterable<readonly string[]>): Steps<WordIndex> {
  return indexOf(yield* packWords(rows));
}

interface PackedWords {
  readonly text: PackedTexts;
  readonly rows: PackedLists;
  readonly trigrams: PackedLists;
}

/** Apart from `indexOf`, so that nothing needed only while building stays reachable from its closures. */
function* packWords(rows: Iterable<readonly string[]>): Steps<PackedWords> {
  const ids = new Map<string, number>();
  // One entry per occurrence: which word, in which row.
  const occurrences: number[] = [];
  const occurrenceRows: number[] = [];
  const lastRow: number[] = [];
  let row = 0;
  for (const words of rows) {
    for (const word of words) {
      const id = ids.get(word) ?? ids.size;
      if (id === ids.size) ids.set(word, id);
      if (lastRow[id] === row) continue;
      lastRow[id] = row;
      occurrences.push(id);
      occurrenceRows.push(row);
    }
    row += 1;
    if (row % ROWS_AT_ONCE === 0) yield;
  }
  const sorted = [...ids.keys()].sort();
  const rank = new Uint32Array(ids.size);
  for (const [at, word] of sorted.entries()) rank[ids.get(word) ?? 0] = at;
  yield;
  return {
    text: packTexts(sorted),
    rows: yield* packLists(sorted.length, occurrences.length, (at, put) =>
      put(rank[occurrences[at] ?? 0] ?? 0, occurrenceRows[at] ?? 0),
    ),
    trigrams: yield* packLists(RADIX ** 3, sorted.length, (at, put) => {
      for (const trigram of trigramsOf(sorted[at] ?? '')) put(trigram, at);
    }),
  };
}

function indexOf({ text, rows, trigrams }: PackedWords): WordIndex {
  const hits = new Uint8Array(text.size);

  const firstNotBelow = (wanted: string): number => {
    let low = 0;
    let high = text.size;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if (text.at(middle) < wanted) low = middle + 1;
      else high = middle;
    }
    return low;
  };

  return {
    size: text.size,
    bytes: text.bytes + rows.bytes + trigrams.bytes + hits.byteLength,
    lengthAt: text.lengthAt,
    find(wanted) {
      const at = firstNotBelow(wanted);
      return at < text.size && text.at(at) === wanted ? at : -1;
    },
    startingWith: (wanted) => [firstNotBelow(wanted), firstNotBelow(`${wanted}\uffff`)],
    similarTo(wanted, limit) {
      const candidates: number[] = [];
      for (const trigram of trigramsOf(wanted)) {
        for (const word of trigrams.at(trigram)) {
          if (hits[word] === 0) candidates.push(word);
          hits[word] = (hits[word] ?? 0) + 1;
        }
      }
      // One edit breaks at most three of the word's trigrams, a swap of neighbours four.
      const least = Math.max(1, wanted.length - 3 * limit - 1);
      const similar: SimilarWord[] = [];
      for (const word of candidates) {
        const shared = hits[word] ?? 0;
        hits[word] = 0;
        if (shared < least || Math.abs(text.lengthAt(word) - wanted.length) > limit) continue;
        const distance = editDistance(wanted, text.at(word), limit);
        if (distance <= limit) similar.push({ word, distance });
      }
      return similar;
    },
    rowsOf: rows.at,
  };
}

const RADIX = 37;

/** Letters and digits 1…36, the word's edges 0. Words are [a-z0-9]+ only. */
function symbolAt(word: string, at: number): number {
  if (at < 0 || at >= word.length) return 0;
  const code = word.charCodeAt(at);
  return code >= 97 ? code - 96 : code - 21;
}

function trigramsOf(word: string): ReadonlySet<number> {
  const trigrams = new Set<number>();
  for (let at = -1; at < word.length - 1; at += 1) {
    trigrams.add((symbolAt(word, at) * RADIX + symbolAt(word, at + 1)) * RADIX + symbolAt(word, at + 2));
  }
  return trigrams;
}

interface PackedLists {
  readonly bytes: number;
  readonly at: (list: number) => Uint32Array;
}

type Put = (list: number, item: number) => void;

/** Lists laid end to end. `fill` is run twice for each source: to count, then to put the items where they belong. */
function* packLists(
  count: number,
  sources: number,
  fill: (source: number, put: Put) => void,
): Steps<PackedLists> {
  const ends = new Uint32Array(count + 1);
  yield* fillAll(sources, fill, (list) => {
    ends[list + 1] = (ends[list + 1] ?? 0) + 1;
  });
  for (let list = 1; list <= count; list += 1) ends[list] = (ends[list] ?? 0) + (ends[list - 1] ?? 0);
  const items = new Uint32Array(ends[count] ?? 0);
  const next = ends.slice();
  yield* fillAll(sources, fill, (list, item) => {
    const place = next[list] ?? 0;
    items[place] = item;
    next[list] = place + 1;
  });
  return listsAt(ends, items);
}

function* fillAll(sources: number, fill: (source: number, put: Put) => void, put: Put): Steps<void> {
  for (let source = 0; source < sources; source += 1) {
    fill(source, put);
    if (source % ROWS_AT_ONCE === 0) yield;
  }
}

function listsAt(starts: Uint32Array, items: Uint32Array): PackedLists {
  return {
    bytes: starts.byteLength + items.byteLength,
    at: (list) => items.subarray(starts[list], starts[list + 1]),
  };
}

interface PackedTexts {
  readonly size: number;
  readonly bytes: number;
  readonly at: (text: number) => string;
  readonly lengthAt: (text: number) => number;
}

function packTexts(texts: readonly string[]): PackedTexts {
  const starts = new Uint32Array(texts.length + 1);
  for (const [at, text] of texts.entries()) starts[at + 1] = (starts[at] ?? 0) + text.length;
  return textsAt(starts, Buffer.from(texts.join(''), 'latin1'));
}

function textsAt(starts: Uint32Array, heap: Buffer): PackedTexts {
  return {
    size: starts.length - 1,
    bytes: starts.byteLength + heap.byteLength,
    at: (text) => heap.toString('latin1', starts[text], starts[text + 1]),
    lengthAt: (text) => (starts[text + 1] ?? 0) - (starts[text] ?? 0),
  };
}
