import { hash } from 'node:crypto';
import type { Keyring } from '@lapor/store';

/** Bytes of a digest. */
const BYTES = 6;
/** Cases of one millisecond. */
const TIES = 2_048;

/** As routing makes of a word what a case is found by: another digest in each space. */
export type WordKeys = (space: string, words: readonly string[]) => readonly string[];

export function wordKeys(keyring: Keyring): WordKeys {
  const digests = new Map<string, string>();
  return (space, words) =>
    words.map((word) => {
      const text = `${space}\n${word}`;
      return kept(digests, text, () =>
        Buffer.from(keyring.mac('search-word', text)).toString('base64url', 0, BYTES),
      );
    });
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

function kept(values: Map<string, string>, name: string, make: () => string): string {
  let value = values.get(name);
  if (value === undefined) values.set(name, (value = make()));
  return value;
}
