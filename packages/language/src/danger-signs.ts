import { mayBeMadeOf, rootsOf, wordsInText } from './word-forms.ts';

/** One sign of danger. A word stands for all its inflected forms, `=word` for itself only. */
export interface DangerSign {
  readonly id: string;
  /** One list of alternatives per part; every part must be there. */
  readonly near: readonly (readonly string[])[];
  /** How many words the parts may be away from the first one. Default 5. */
  readonly within?: number;
  /** Words that take the hit back when one stands within three words of it. */
  readonly unless?: readonly string[];
}

export interface DangerMatch {
  readonly signId: string;
  /** The words it was found in, to show an officer why. */
  readonly words: readonly string[];
}

export interface DangerMatcher {
  /** May somebody be in danger now? Rather once too often than once too few. */
  readonly isDangerous: (text: string) => boolean;
  readonly findDanger: (text: string) => DangerMatch | undefined;
}

const DEFAULT_WITHIN = 5;
const UNLESS_REACH = 3;

export function createDangerMatcher(signs: readonly DangerSign[]): DangerMatcher {
  const roots = signs.flatMap(({ near, unless = [] }) => [...near.flat(), ...unless]);
  const isOfInterest = mayBeMadeOf(roots.filter((form) => !form.startsWith('=')));
  const findDanger = (text: string): DangerMatch | undefined => {
    const words = wordsInText(text);
    const placesByForm = formsOf(words, isOfInterest);
    for (const sign of signs) {
      const places = findSign(sign, placesByForm);
      if (places !== undefined) {
        return { signId: sign.id, words: places.map((place) => words[place] ?? '') };
      }
    }
    return undefined;
  };
  return { findDanger, isDangerous: (text) => findDanger(text) !== undefined };
}

/** "=kebakaran" → where just that word stands; "bakar" → where a word made of that root stands. */
function formsOf(
  words: readonly string[],
  isOfInterest: (word: string) => boolean,
): ReadonlyMap<string, readonly number[]> {
  const places = new Map<string, number[]>();
  const add = (form: string, place: number) => {
    const list = places.get(form);
    if (list === undefined) places.set(form, [place]);
    else list.push(place);
  };
  for (const [place, word] of words.entries()) {
    add(`=${word}`, place);
    if (isOfInterest(word)) for (const root of rootsOf(word)) add(root, place);
  }
  return places;
}

function findSign(
  sign: DangerSign,
  placesByForm: ReadonlyMap<string, readonly number[]>,
): readonly number[] | undefined {
  const placesOf = (forms: readonly string[]) => forms.flatMap((form) => placesByForm.get(form) ?? []);
  const [firstPart = [], ...otherParts] = sign.near;
  const first = placesOf(firstPart);
  if (first.length === 0) return undefined;
  const others = otherParts.map(placesOf);
  const reach = sign.within ?? DEFAULT_WITHIN;
  const spoilers = placesOf(sign.unless ?? []);
  for (const start of first) {
    const rest = others.map((places) =>
      places.find((place) => place !== start && Math.abs(place - start) <= reach),
    );
    if (rest.includes(undefined)) continue;
    const found = [start, ...rest.filter((place) => place !== undefined)];
    const from = Math.min(...found) - UNLESS_REACH;
    const to = Math.max(...found) + UNLESS_REACH;
    if (!spoilers.some((place) => place >= from && place <= to)) return found;
  }
  return undefined;
}
