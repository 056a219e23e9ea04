import { searchWords } from './search-words.ts';

/** A piece of a text around what was looked for; `hit`: one of the words. */
export interface ExcerptPart {
  readonly text: string;
  readonly hit: boolean;
}

/** Characters before the first hit, and all together. */
const BEFORE = 50;
const LONGEST = 160;
const WORD = /[\p{L}\p{M}\p{N}'’`]+/gu;

interface Hit {
  readonly from: number;
  readonly to: number;
}

/** The part of a text in which the first of the words is, all of them marked; undefined when it has none. */
export function excerptOf(text: string, words: ReadonlySet<string>): readonly ExcerptPart[] | undefined {
  const line = text.replaceAll(/\s+/g, ' ').trim();
  const hits = hitsIn(line, words);
  const [first] = hits;
  if (first === undefined) return undefined;
  const start = startOf(line, first.from);
  const end = endOf(line, start, first.to);
  const parts: ExcerptPart[] = start > 0 ? [{ text: '… ', hit: false }] : [];
  let at = start;
  for (const { from, to } of hits.filter((hit) => hit.to <= end)) {
    if (from > at) parts.push({ text: line.slice(at, from), hit: false });
    parts.push({ text: line.slice(from, to), hit: true });
    at = to;
  }
  if (at < end) parts.push({ text: line.slice(at, end), hit: false });
  return end < line.length ? [...parts, { text: ' …', hit: false }] : parts;
}

/** A text in which some of the words are, and the part of it that shows them. */
export interface Passage<Source> {
  readonly source: Source;
  readonly parts: readonly ExcerptPart[];
}

/** Where in some texts the words are, each word once: in the first text that has it. At most so many of them. */
export function passagesIn<Source extends { readonly text: string }>(
  sources: readonly Source[],
  words: ReadonlySet<string>,
  most: number,
): readonly Passage<Source>[] {
  const left = new Set(words);
  const passages: Passage<Source>[] = [];
  for (const source of sources) {
    if (left.size === 0 || passages.length === most) break;
    const parts = excerptOf(source.text, left);
    if (parts === undefined) continue;
    passages.push({ source, parts });
    for (const word of searchWords(source.text)) left.delete(word);
  }
  return passages;
}

function hitsIn(line: string, words: ReadonlySet<string>): readonly Hit[] {
  return Array.from(line.matchAll(WORD)).flatMap((found) =>
    isOneOf(words, found[0]) ? [{ from: found.index, to: found.index + found[0].length }] : [],
  );
}

/** Most words are what they are looked for by already; a page shows thousands. */
const PLAIN = /^[a-z]{1,32}$/;

function isOneOf(words: ReadonlySet<string>, written: string): boolean {
  const lower = written.toLowerCase();
  return PLAIN.test(lower) ? words.has(lower) : searchWords(written).some((word) => words.has(word));
}

/** After a space, where there is one near. */
function startOf(line: string, hit: number): number {
  if (hit <= BEFORE) return 0;
  const space = line.indexOf(' ', hit - BEFORE);
  return space === -1 || space >= hit ? hit : space + 1;
}

function endOf(line: string, start: number, least: number): number {
  if (line.length <= start + LONGEST) return line.length;
  const space = line.lastIndexOf(' ', start + LONGEST);
  return Math.max(space, least);
}
