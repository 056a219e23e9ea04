import { type Keyring, LruMap } from '@lapor/store';
import { type Sketch, sketchOf } from '../domain/likeness/sketch.ts';

/** What is kept of words instead of them, under the installation's key. */
export interface Digests {
  /** A word is another digest in each space. */
  readonly keysOf: (space: string, words: readonly string[]) => readonly string[];
  /** Of words that are bare already. */
  readonly sketchOf: (words: readonly string[]) => Sketch;
}

/** Bytes of a digest. Two of a billion words that meet would show a case too many, not one too few. */
const DIGEST_BYTES = 6;
const WORDS_REMEMBERED = 8_192;

export function openDigests(keys: Keyring): Digests {
  const bytesOf = (purpose: string, text: string) => Buffer.from(keys.mac(purpose, text));
  // The space is digested with the word: of what one space holds nothing follows for another.
  const digestOf = remembering((text) => bytesOf('search-word', text).toString('base64url', 0, DIGEST_BYTES));
  const numberOf = remembering((word) => bytesOf('bare-word', word).readUInt32BE(0));
  return {
    keysOf: (space, words) => words.map((word) => digestOf(`${space}\n${word}`)),
    sketchOf: (words) => sketchOf(words.map(numberOf)),
  };
}

/** People use the same few thousand words: those they used last are not digested again. */
function remembering<Value>(digest: (word: string) => Value): (word: string) => Value {
  const known = new LruMap<string, Value>(WORDS_REMEMBERED);
  return (word) => {
    const before = known.get(word);
    if (before !== undefined) return before;
    const made = digest(word);
    known.set(word, made);
    return made;
  };
}
