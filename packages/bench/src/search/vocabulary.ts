import { readFileSync } from 'node:fs';
import { searchWords } from '@lapor/language';

const COMPLAINTS = new URL(
  '../../../../services/agency-directory/data/demo/complaints.json',
  import.meta.url,
);
const SIZE = 40_000;
/** Zipf and Mandelbrot: the n-th word is as common as 1 / (n + SHIFT), which is how languages are. */
const SHIFT = 2.7;
/** Of a report, its title among them: most are a few sentences, some a letter. */
const [FEWEST, MOST] = [8, 40];
/** Said in between, by which nobody is found. */
const SMALL = ['di', 'yang', 'dan', 'tidak', 'ada', 'sudah', 'untuk', 'saya', 'kami', 'belum'];
const ONSETS = 'b c d g h j k l m n p r s t w ng ny'.split(' ');
const VOWELS = ['a', 'i', 'u', 'e', 'o', 'ai'];
const ENDS = ['', '', '', 'n', 'ng', 'r', 's', 't', 'k'];

/** From 0 to below 1, always the same ones for a seed: two runs make the same. */
export type Random = () => number;

export function randomFrom(seed: number): Random {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

export function pick<Value>(values: readonly Value[], random: Random): Value {
  const value = values[Math.floor(random() * values.length)];
  if (value === undefined) throw new RangeError('there is nothing to pick from');
  return value;
}

/** Values of which the n-th is as likely as 1 / (n + shift). */
export function zipf<Value>(values: readonly Value[], shift: number): (random: Random) => Value {
  const sums = new Float64Array(values.length);
  let sum = 0;
  for (let at = 0; at < values.length; at += 1) sums[at] = sum += 1 / (at + 1 + shift);
  return (random) => {
    const wanted = random() * sum;
    let [low, high] = [0, sums.length - 1];
    while (low < high) {
      const middle = (low + high) >>> 1;
      if ((sums[middle] ?? 0) > wanted) high = middle;
      else low = middle + 1;
    }
    return values[low] as Value;
  };
}

export interface Vocabulary {
  /** The n-th commonest, from 1. */
  word(rank: number): string;
  /** What somebody might have written, in words at least. */
  text(random: Random): string;
}

/** Words of complaints made up for the demo, the commonest first, then others that sound alike. */
export function openVocabulary(): Vocabulary {
  const words = [...new Set([...ofComplaints(), ...made(2 * SIZE)])].slice(0, SIZE);
  const drawn = zipf(words, SHIFT);
  return {
    word(rank) {
      const word = words[rank - 1];
      if (word === undefined) throw new RangeError(`there is no word ${rank}`);
      return word;
    },
    text(random) {
      // Short ones are commoner than long ones.
      const count = FEWEST + Math.floor((MOST - FEWEST) * random() ** 2);
      const said = Array.from({ length: count }, () =>
        random() < 0.3 ? `${pick(SMALL, random)} ${drawn(random)}` : drawn(random),
      );
      return said.join(' ');
    },
  };
}

function ofComplaints(): readonly string[] {
  const complaints = JSON.parse(readFileSync(COMPLAINTS, 'utf8')) as readonly { readonly body: string }[];
  const counts = new Map<string, number>();
  for (const { body } of complaints)
    for (const word of searchWords(body))
      if (/^[a-z]+$/.test(word)) counts.set(word, (counts.get(word) ?? 0) + 1);
  return [...counts].toSorted((one, other) => other[1] - one[1]).map(([word]) => word);
}

function made(count: number): readonly string[] {
  const random = randomFrom(5);
  const syllable = () => pick(ONSETS, random) + pick(VOWELS, random);
  return Array.from({ length: count }, () => {
    const more = random() < 0.5 ? syllable() : '';
    return syllable() + more + syllable() + pick(ENDS, random);
  });
}
