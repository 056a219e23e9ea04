import { maskIdentity } from './masking.ts';

/** What stands where something was: as long for a short name as for a long one. */
export const BLACK = '█████';

/**
 * A text as the public may read it: NIK, phone numbers and e-mail addresses never, and besides whatever somebody marked, wherever
 * it stands and however it is written. Nothing but black comes in: these are the writer's own words, or none.
 */
export function blackOut(text: string, marked: readonly string[]): string {
  const masked = maskIdentity(text);
  const pattern = patternOf(marked);
  return pattern === undefined ? masked : masked.replace(pattern, BLACK);
}

/** Longest first, so that "Budi Santoso" goes as one, and not its half. */
function patternOf(marked: readonly string[]): RegExp | undefined {
  const wanted = marked.map((each) => each.normalize('NFKC').trim()).filter((each) => each !== '');
  if (wanted.length === 0) return undefined;
  const parts = wanted.toSorted((a, b) => b.length - a.length).map(wholeWords);
  return new RegExp(parts.join('|'), 'giu');
}

/** "Ani" is not in "berani"; between its words may be any blank, and a line end. */
function wholeWords(marked: string): string {
  const inside = marked
    .split(/\s+/u)
    .map(escaped)
    .join(String.raw`\s+`);
  const before = /^[\p{L}\p{N}]/u.test(marked) ? String.raw`(?<![\p{L}\p{N}])` : '';
  const after = /[\p{L}\p{N}]$/u.test(marked) ? String.raw`(?![\p{L}\p{N}])` : '';
  return before + inside + after;
}

function escaped(text: string): string {
  return text.replaceAll(/[.*+?^${}()|[\]\\/-]/gu, String.raw`\$&`);
}

export type SuggestionKind = 'name' | 'plate' | 'account' | 'address';

export interface Suggestion {
  readonly text: string;
  readonly kind: SuggestionKind;
}

/** Somebody called by name: after a form of address, the words that begin with a capital. */
const NAME =
  /(?<![\p{L}\p{N}])(?:[Pp]ak|[Bb]apak|[Bb]u|[Ii]bu|[Ss]dri?\.?|[Ss]audara|[Ss]audari|[Mm]as|[Mm]bak|[Kk]ak|[Bb]ang|[Dd]r\.?|[Dd]rg\.?|[Hh]j?\.)\s+(\p{Lu}\p{Ll}+(?:\s+\p{Lu}\p{Ll}+){0,3})/gu;
/** BP 1234 AB: one or two letters, one to four digits, up to three letters. */
const PLATE = /(?<![\p{L}\p{N}])[A-Z]{1,2}[ -]?\d{1,4}[ -]?[A-Z]{1,3}(?![\p{L}\p{N}])/gu;
/** Digits near the word for an account, or a bank's name. */
const ACCOUNT =
  /(?:rek(?:ening)?\.?|norek|no\.? ?rek\.?|BCA|BRI|BNI|BSI|BTN|Mandiri|va|virtual account)\D{0,20}?(\d[\d .-]{4,20}\d)/giu;
/** A house: a street, and a number in it. */
const ADDRESS =
  /(?<![\p{L}\p{N}])(?:jl|jln|jalan|gang|gg|blok|perum|perumahan)\.?\s[\p{L}\d .]{2,40}?\s(?:no\.?|nomor|blok)\s?[A-Za-z]?\d{1,4}(?:\/\d{1,4})?/giu;

const MOST_SUGGESTIONS = 30;

/**
 * What somebody may want to black out, to look at and tick: plate numbers, accounts, houses, people who are called by name. Simple
 * patterns: they find too much and overlook some.
 * @param name the reporter's, where whoever marks may know it
 */
export function suggestHidden(texts: readonly string[], name?: string): readonly Suggestion[] {
  const found = new Map<string, SuggestionKind>();
  const whole = texts.map((text) => maskIdentity(text)).join('\n');
  const take = (pattern: RegExp, kind: SuggestionKind) => {
    for (const [all, group] of whole.matchAll(pattern)) {
      const text = (group ?? all).replaceAll(/\s+/gu, ' ').trim();
      if (!found.has(text)) found.set(text, kind);
    }
  };
  for (const part of name === undefined ? [] : [name, ...name.split(/\s+/u)])
    if (part.length > 2 && blackOut(whole, [part]) !== blackOut(whole, [])) found.set(part, 'name');
  take(NAME, 'name');
  take(ACCOUNT, 'account');
  take(PLATE, 'plate');
  take(ADDRESS, 'address');
  return [...found].slice(0, MOST_SUGGESTIONS).map(([text, kind]) => ({ text, kind }));
}
