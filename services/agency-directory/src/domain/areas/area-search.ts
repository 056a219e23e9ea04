import { areaKey, AREA_LEVELS, normalizeAreaCode, tierOfKey } from './area-code.ts';
import type { AreaLevel } from './area-code.ts';
import type { Area } from './area.ts';
import type { AreaTable } from './area-table.ts';
import { MAX_WORDS, otherSpellingOf, properWords, queryWordsOf, wordsOf } from './area-words.ts';
import type { QueryWord } from './area-words.ts';
import type { Steps } from './steps.ts';
import { buildWordIndex } from './word-index.ts';
import type { WordIndex } from './word-index.ts';

export interface AreaSearchOptions {
  readonly level?: AreaLevel;
  /** Only this area and what lies in it. */
  readonly within?: string;
  /** Default 10. */
  readonly limit?: number;
}

export interface AreaMatch {
  readonly area: Area;
  /** 0…1: how much of what was typed was found: own names counting more than those of the areas above. */
  readonly score: number;
}

export interface AreaSearch {
  readonly bytes: number;
  readonly search: (text: string, options?: AreaSearchOptions) => readonly AreaMatch[];
}

interface Hit {
  readonly row: number;
  readonly score: number;
}

interface Scope {
  readonly from: number;
  readonly to: number;
  readonly tier: number;
  readonly limit: number;
}

const DEFAULT_LIMIT = 10;
/** Below this the first pass was not convincing, and typing mistakes are considered. */
const GOOD_ENOUGH = 0.84;
/** A word found in the name one, two, three tiers up counts this much of one found in the own name. */
const INHERITED: readonly number[] = [1, 0.96, 0.92, 0.88];
const WRONG_TIER = 0.85;
const WEAK_WEIGHT = 0.12;
/** Hits below this, or below this share of the best one, are noise. */
const LEAST = 0.3;
const LEAST_OF_BEST = 0.5;

export function* createAreaSearch(table: AreaTable, areaAt: (row: number) => Area): Steps<AreaSearch> {
  const wordCounts = new Uint8Array(table.size);
  const index = yield* buildWordIndex(nameWords(table, wordCounts));
  /** `likeness[word * size + row]`: 0…255, how well the query's word is found in the row's own name. */
  const likeness = new Uint8Array(table.size * MAX_WORDS);
  const seen = new Uint8Array(table.size);

  /** Fills `likeness` for one query, ranks the rows it touched, and clears it again. */
  function pass(words: readonly QueryWord[], fuzzy: boolean, scope: Scope): Hit[] {
    const touched: number[] = [];
    const candidates: number[] = [];
    const weights = words.map((word, at) => {
      let rows = 0;
      for (const [like, value] of likeWords(index, word.text, at === words.length - 1, fuzzy)) {
        for (const row of index.rowsOf(like)) {
          rows += 1;
          const place = at * table.size + row;
          if (likeness[place] === 0) touched.push(place);
          if ((likeness[place] ?? 0) < value) likeness[place] = value;
          if (word.weak || seen[row] === 1 || row < scope.from || row >= scope.to) continue;
          seen[row] = 1;
          candidates.push(row);
        }
      }
      return weightOf(word, rows, table.size);
    });
    const hits: Hit[] = [];
    for (const row of candidates) {
      seen[row] = 0;
      if (scope.tier >= 0 && tierOfKey(table.keyAt(row)) !== scope.tier) continue;
      hits.push({ row, score: scoreOf(row, words, weights) });
    }
    for (const place of touched) likeness[place] = 0;
    return best(hits, scope.limit);
  }

  function scoreOf(row: number, words: readonly QueryWord[], weights: readonly number[]): number {
    let total = 0;
    let found = 0;
    let own = 0;
    for (const [at, word] of words.entries()) {
      let most = 0;
      let up = 0;
      for (let above = row; above >= 0; above = table.parentOf(above)) {
        const like = (likeness[at * table.size + above] ?? 0) / 255;
        if (like > 0) {
          if (up === 0) own += like;
          most = Math.max(most, like * (INHERITED[up] ?? 0) * tierFactor(word, table.keyAt(above)));
        }
        up += 1;
      }
      found += most * (weights[at] ?? 0);
      if (most > 0 || !word.weak) total += weights[at] ?? 0;
    }
    const ownShare = Math.min(1, own / (wordCounts[row] ?? 1));
    const height = 3 - tierOfKey(table.keyAt(row));
    const whole = ownShare === 1 && isWholeName(row, words) ? 0.03 : 0;
    return 0.86 * (found / total) + 0.05 * ownShare + 0.02 * height + whole;
  }

  function isWholeName(row: number, words: readonly QueryWord[]): boolean {
    const typed = words.map((word) => word.text).join(' ');
    const name = wordsOf(table.nameAt(row));
    return typed === name.join(' ') || typed === properWords(name).join(' ');
  }

  return {
    bytes: index.bytes + likeness.byteLength + seen.byteLength + wordCounts.byteLength,
    search(text, options = {}) {
      const scope = scopeOf(table, options);
      const words = queryWordsOf(text);
      if (words.length === 0 || scope === undefined) return [];
      let hits = pass(words, false, scope);
      if ((hits[0]?.score ?? 0) < GOOD_ENOUGH) {
        for (const other of [split(index, words, scope), joined(index, words)]) {
          if (other !== undefined) hits = better(hits, pass(other, false, scope));
        }
      }
      if ((hits[0]?.score ?? 0) < GOOD_ENOUGH) hits = better(hits, pass(words, true, scope));
      return hits.map(({ row, score }) => ({ area: areaAt(row), score }));
    },
  };
}

/** The words of every name; on the way, how many of them are proper ones. */
function* nameWords(table: AreaTable, counts: Uint8Array): Generator<readonly string[]> {
  for (let row = 0; row < table.size; row += 1) {
    const words = wordsOf(table.nameAt(row));
    counts[row] = properWords(words).length;
    yield words;
  }
}

function scopeOf(table: AreaTable, options: AreaSearchOptions): Scope | undefined {
  const tier = options.level === undefined ? -1 : AREA_LEVELS.indexOf(options.level);
  const limit = options.limit ?? DEFAULT_LIMIT;
  if (options.within === undefined) return { from: 0, to: table.size, tier, limit };
  const code = normalizeAreaCode(options.within);
  const from = code === undefined ? -1 : table.rowOfKey(areaKey(code));
  return from < 0 ? undefined : { from, to: table.endOfSubtree(from), tier, limit };
}

/** The words of the index that may be meant, each with how alike it is, 1…255. */
function likeWords(
  index: WordIndex,
  text: string,
  unfinished: boolean,
  fuzzy: boolean,
): ReadonlyMap<number, number> {
  const like = new Map<number, number>();
  const add = (word: number, value: number) => {
    like.set(word, Math.max(like.get(word) ?? 0, Math.round(255 * Math.max(0.01, value))));
  };
  const other = otherSpellingOf(text);
  if (other !== undefined && index.find(other) >= 0) add(index.find(other), 0.98);
  if (index.find(text) >= 0) add(index.find(text), 1);
  if (unfinished && text.length >= 2) {
    const [from, to] = index.startingWith(text);
    for (let word = from; word < to; word += 1) add(word, 0.85 + (0.1 * text.length) / index.lengthAt(word));
  }
  if (fuzzy) {
    for (const { word, distance } of index.similarTo(text, allowedEdits(text))) {
      add(word, 1 - (1.3 * distance) / Math.max(text.length, index.lengthAt(word)));
    }
  }
  return like;
}

function allowedEdits(text: string): number {
  if (text.length < 3) return 0;
  return text.length < 6 ? 1 : 2;
}

/** Rare words say more than common ones; a word nobody bears still counts, so that missing it costs. */
function weightOf(word: QueryWord, rows: number, size: number): number {
  if (word.weak) return WEAK_WEIGHT;
  return rows === 0 ? 0.75 : 0.5 + (0.5 * Math.log(size / rows)) / Math.log(size);
}

function tierFactor(word: QueryWord, key: number): number {
  return word.tier === undefined || AREA_LEVELS[tierOfKey(key)] === word.tier ? 1 : WRONG_TIER;
}

/** "tanjungpinang" → "tanjung pinang", when both halves are words we know, and the whole is none around here. */
function split(
  index: WordIndex,
  words: readonly QueryWord[],
  scope: Scope,
): readonly QueryWord[] | undefined {
  const all = words.flatMap((word) => {
    const whole = index.find(word.text);
    if (whole >= 0 && index.rowsOf(whole).some((row) => row >= scope.from && row < scope.to)) return [word];
    let halves: readonly [string, string] | undefined;
    for (let at = 3; at <= word.text.length - 3; at += 1) {
      const pair = [word.text.slice(0, at), word.text.slice(at)] as const;
      if (index.find(pair[0]) >= 0 && index.find(pair[1]) >= 0) halves = pair;
    }
    return halves === undefined ? [word] : halves.map((text) => ({ ...word, text }));
  });
  return all.length === words.length ? undefined : all.slice(0, MAX_WORDS);
}

/** "sima lungun" → "simalungun", when that is a word we know. */
function joined(index: WordIndex, words: readonly QueryWord[]): readonly QueryWord[] | undefined {
  for (const [at, word] of words.entries()) {
    const next = words[at + 1];
    if (next === undefined) return undefined;
    if (!word.weak && index.find(word.text + next.text) >= 0) {
      return [...words.slice(0, at), { ...word, text: word.text + next.text }, ...words.slice(at + 2)];
    }
  }
  return undefined;
}

function best(hits: Hit[], limit: number): Hit[] {
  hits.sort((a, b) => b.score - a.score || a.row - b.row);
  const least = Math.max(LEAST, (hits[0]?.score ?? 0) * LEAST_OF_BEST);
  return hits.slice(0, limit).filter(({ score }) => score >= least);
}

function better(a: Hit[], b: Hit[]): Hit[] {
  return (b[0]?.score ?? 0) > (a[0]?.score ?? 0) ? b : a;
}
