import { hash } from 'node:crypto';
import type { Keyring } from '@lapor/store';

/** Bytes of a digest. */
const BYTES = 6;
/** Cases of one millisecond. */
const TIES = 2_048;

/** As routing makes of a word what a case is found by: another digest in each space. */
export type WordKeys = (space: string, words: readonly string[]) => readonly string[];

export function wordKeys(keyring: Keyring): WordKeys {
  const [digests, salts] = [new Map<string, Uint8Array>(), new Map<string, Uint8Array>()];
  const mixed = Buffer.alloc(BYTES);
  return (space, words) => {
    const salt = kept(salts, space, () => hash('sha256', space, 'buffer'));
    return words.map((word) => {
      const digest = kept(digests, word, () => Uint8Array.from(keyring.mac('search-word', word)));
      for (let at = 0; at < BYTES; at += 1) mixed[at] = (digest[at] ?? 0) ^ (salt[at] ?? 0);
      return mixed.toString('base64url');
    });
  };
}

/** What a case with an open report is found by, wherever it lies. */
export function caseKeys(
  keysOf: WordKeys,
  path: readonly string[],
  words: readonly string[],
): readonly string[] {
  return [...keysOf('words', words), ...keysOf('scopes', path.slice(1))];
}

/** As routing orders what it finds: by the moment of submission, and within it by chance. */
export function searchOrder(caseId: string, submittedAt: number): number {
  return submittedAt * TIES + (hash('sha256', caseId, 'buffer').readUInt16BE(0) % TIES);
}

function kept(values: Map<string, Uint8Array>, name: string, make: () => Uint8Array): Uint8Array {
  let value = values.get(name);
  if (value === undefined) values.set(name, (value = make()));
  return value;
}
