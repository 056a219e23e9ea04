import { editDistance } from './edit-distance.ts';

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
export function buildWordIndex(rows: Iterable<readonly string[]>): WordIndex {
  return indexOf(packWords(rows));
}

interface PackedWords {
  readonly text: PackedTexts;
  readonly rows: PackedLists;
  readonly trigrams: PackedLists;
}

/** Apart from `indexOf`, so that nothing needed only while building stays reachable from its closures. */
function packWords(rows: Iterable<readonly string[]>): PackedWords {
  const rowsByWord = new Map<string, number[]>();
  let row = 0;
  for (const words of rows) {
    for (const word of new Set(words)) {
      const list = rowsByWord.get(word);
      if (list === undefined) rowsByWord.set(word, [row]);
      else list.push(row);
    }
    row += 1;
  }
  const sorted = [...rowsByWord.keys()].sort();
  return {
    text: packTexts(sorted),
    rows: packLists(sorted.map((word) => rowsByWord.get(word) ?? [])),
    trigrams: packLists(trigramLists(sorted)),
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

function trigramLists(words: readonly string[]): readonly (readonly number[])[] {
  const lists: number[][] = Array.from({ length: RADIX ** 3 }, () => []);
  for (const [at, word] of words.entries()) {
    for (const trigram of trigramsOf(word)) lists[trigram]?.push(at);
  }
  return lists;
}

interface PackedLists {
  readonly bytes: number;
  readonly at: (list: number) => Uint32Array;
}

function packLists(lists: readonly (readonly number[])[]): PackedLists {
  const starts = startsOf(lists);
  const items = new Uint32Array(starts.at(-1) ?? 0);
  for (const [at, list] of lists.entries()) items.set(list, starts[at]);
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
  const starts = startsOf(texts);
  const heap = Buffer.from(texts.join(''), 'latin1');
  return {
    size: starts.length - 1,
    bytes: starts.byteLength + heap.byteLength,
    at: (text) => heap.toString('latin1', starts[text], starts[text + 1]),
    lengthAt: (text) => (starts[text + 1] ?? 0) - (starts[text] ?? 0),
  };
}

/** Where each one begins when they are laid end to end, and where the last one ends. */
function startsOf(parts: readonly { readonly length: number }[]): Uint32Array {
  const starts = new Uint32Array(parts.length + 1);
  for (const [at, part] of parts.entries()) starts[at + 1] = (starts[at] ?? 0) + part.length;
  return starts;
}
