import { createHash } from 'node:crypto';
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
  const digestOf = remembering((word) =>
    Buffer.from(keys.mac('search-word', word)).subarray(0, DIGEST_BYTES),
  );
  const numberOf = remembering((word) => Buffer.from(keys.mac('bare-word', word)).readUInt32BE(0));
  return {
    keysOf(space, words) {
      const salt = createHash('sha256').update(space).digest();
      const mixed = Buffer.alloc(DIGEST_BYTES);
      return words.map((word) => {
        // The word alone is dear to digest, so it is remembered: mixed with the space it is another number in each.
        const digest = digestOf(word);
        for (let at = 0; at < DIGEST_BYTES; at += 1) mixed[at] = (digest[at] ?? 0) ^ (salt[at] ?? 0);
        return mixed.toString('base64url');
      });
    },
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
