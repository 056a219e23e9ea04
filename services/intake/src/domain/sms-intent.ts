import { isBlank, normalizeTrackingId } from '@lapor/kernel';
import { DONE, EMPTY, NOT, OTHER, POLITE, STILL, STRONG, SUDAH, THANKS, UNSURE, YES } from './sms-words.ts';

/** What a text message says by itself. What it means depends on what its sender is asked for: `sms-meaning.ts`. */
export interface SmsReading {
  /** The number typed in front. */
  readonly trackingId: string | undefined;
  /** The words without that number. */
  readonly text: string;
  readonly verdict: 'solved' | 'not_solved' | undefined;
  /** 1 to 4; 0: none. Only beside `solved`. */
  readonly rating: number;
  /** `digits`: the verdict is 1 or 2 and all that is said. */
  readonly how: 'digits' | 'words' | undefined;
  /** `polite`: thanks, or nothing that could be read. `yes`: a bare yes. `little`: a word on a matter known already. */
  readonly tells: 'empty' | 'polite' | 'yes' | 'little' | 'news';
  /** Only a few words, about something the reader is taken to know. */
  readonly refersBack: boolean;
  /** Begins with LAPOR: a new report, whatever else is waited for. */
  readonly announced: boolean;
}

/** "1", "1.", "1 4" (solved, rated 4), "2" */
const DIGITS = /^[12][.!]?(?:\s+([1-4]))?$/;
/** Verdicts are short. */
const LONGEST_VERDICT = 12;
/** Of more words than this "still" may be part of a new report. */
const LONGEST_PLAINT = 6;
/** Past so many words nothing more is learned about what kind of message it is. */
const LOOKED_AT = 100;
const PLACE =
  /^(di|dekat|depan|belakang|samping|jl|jln|jalan|gg|gang|rt|rw|kp|kampung|perum|perumahan|komplek|kel|kelurahan|kec|kecamatan|simpang)$/;

/** The words of a text that tell something. */
export type TellingWords = (text: string) => readonly string[];

export function readSms(typed: string, telling: TellingWords): SmsReading {
  const whole = typed.replace(/\s+/g, ' ').trim();
  const { trackingId, text } = readLeadingTrackingId(whole) ?? { trackingId: undefined, text: whole };
  // Some keyboards type full-width digits.
  const plain = text.normalize('NFKC');
  const words = wordsOf(plain);
  const digits = DIGITS.exec(plain);
  const tells = tellingCount(words, telling);
  const verdict = readVerdict(words, plain.includes('?'));
  return {
    trackingId,
    text,
    verdict,
    rating: verdict === 'solved' ? ratingOf(words) : 0,
    how: verdict === undefined ? undefined : digits ? 'digits' : 'words',
    tells: isBlank(text) ? 'empty' : tellingOf(words, tells),
    refersBack: words.some(refersBack) && tells <= 3,
    announced: words[0] === 'lapor' && announcesNews(words.slice(1)),
  };
}

/** Lower case, without signs and emoji, "belummm" as "belum"; at most so many as can matter. */
function wordsOf(text: string): readonly string[] {
  return (
    text
      .slice(0, LOOKED_AT * 20)
      .toLowerCase()
      .replaceAll(/(\p{L})\1{2,}/gu, '$1')
      .replaceAll(/\b(terima|trima|thank)\s(kasih|you)\b/g, '$1$2')
      .match(/[\p{L}\p{N}]+/gu)
      ?.slice(0, LOOKED_AT) ?? []
  );
}

/** What answers "is it solved: 1, or 2?" beyond doubt; undefined: ask. To close wrongly is worse than to ask once more. */
function readVerdict(words: readonly string[], asks: boolean): SmsReading['verdict'] {
  if (words.length === 0 || words.length > LONGEST_VERDICT || words.some((word) => UNSURE.has(word)))
    return undefined;
  const polite = words.findIndex((word) => !POLITE.has(word) || SUDAH.has(word));
  if (polite === -1) return undefined;
  const said = words.slice(polite);
  const solved = saysDone(words, said);
  if (saysNot(said) && (!solved || said[0] === '2')) return 'not_solved';
  const clear =
    solved && !asks && words.every((word) => isFamiliar(word) && !NOT.has(word) && !STILL.has(word));
  return clear ? 'solved' : undefined;
}

function saysDone(words: readonly string[], said: readonly string[]): boolean {
  const done = words.some((word, at) => {
    const before = words[at - 1] ?? '';
    if (NOT.has(before) || STILL.has(before)) return false;
    return STRONG.has(word) || (DONE.has(word) && SUDAH.has(before));
  });
  // "Ya sudah" resigns, "terima kasih sudah" thanks: alone it must come first.
  return done || said[0] === '1' || said[0] === 'satu' || SUDAH.has(words[0] ?? '');
}

function saysNot(said: readonly string[]): boolean {
  const [first = '', second = ''] = said;
  const rest = said.slice(1);
  const still = STILL.has(first) || (said.length <= LONGEST_PLAINT && said.some((word) => STILL.has(word)));
  // Two lamps are no verdict: what follows must be about how it is with the matter.
  if (first === '2' || first === 'dua')
    return still || rest.every((word) => isFamiliar(word) || NOT.has(word));
  if (still) return true;
  return (
    NOT.has(first) && (second === '' || STRONG.has(second) || DONE.has(second) || rest.every(isFamiliar))
  );
}

/** Words that add nothing new: courtesy, how it is with the matter, and "the road" of which the report was. */
function isFamiliar(word: string): boolean {
  const known = [POLITE, DONE, STRONG, SUDAH, OTHER].some((set) => set.has(word));
  return known || /^[1-4]$/.test(word) || (/.{3}nya$/.test(word) && !EMPTY.has(word));
}

function announcesNews(rest: readonly string[]): boolean {
  return rest.some((word) => !isFamiliar(word) && !NOT.has(word) && !STILL.has(word));
}

function ratingOf(words: readonly string[]): number {
  const [digit] = words.slice(1).filter((word) => /^[1-4]$/.test(word));
  return Number(digit ?? 0);
}

function tellingOf(words: readonly string[], telling: number): SmsReading['tells'] {
  if (words.every((word) => POLITE.has(word)))
    return words.some((word) => YES.has(word)) && !words.some((word) => THANKS.has(word)) ? 'yes' : 'polite';
  if (telling >= 6) return 'news';
  if (words.some(refersBack)) return 'little';
  return telling >= 5 || (telling >= 3 && words.some((word) => PLACE.test(word))) ? 'news' : 'little';
}

/** How many words tell something. */
function tellingCount(words: readonly string[], telling: TellingWords): number {
  const unfamiliar = words.filter((word) => !isFamiliar(word) && !NOT.has(word));
  // Words of other scripts are not taken apart: each may tell something.
  const foreign = new Set(unfamiliar.filter((word) => !/[a-z0-9]/.test(word))).size;
  return telling(unfamiliar.join(' ')).length + foreign;
}

function refersBack(word: string): boolean {
  return STILL.has(word) || SUDAH.has(word) || EMPTY.has(word) || /.{3}nya$/.test(word);
}

/** "7K3M-9Q2-TXA masih rusak" → the id and the rest. The check character keeps ordinary words from being taken for one. */
function readLeadingTrackingId(text: string): { trackingId: string; text: string } | undefined {
  const match = /^#?([0-9A-Za-z]{4}-?[0-9A-Za-z]{3}-?[0-9A-Za-z]{3})[\s:,]+(.+)$/u.exec(text);
  const typed = match?.[1];
  const rest = match?.[2];
  if (typed === undefined || rest === undefined || !/\d/.test(typed)) return undefined;
  const trackingId = normalizeTrackingId(typed);
  return trackingId === undefined ? undefined : { trackingId, text: rest };
}
