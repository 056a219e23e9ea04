import { createHash } from 'node:crypto';

/** A hash tree as RFC 9162 §2.1 has it: leaves and nodes are told apart, so that no node passes for a leaf. */

/** SHA-256, raw bytes. */
export type Hash = Buffer;

export function leafHash(entry: string): Hash {
  return createHash('sha256').update(Uint8Array.of(0)).update(entry).digest();
}

function nodeHash(left: Hash, right: Hash): Hash {
  return createHash('sha256').update(Uint8Array.of(1)).update(left).update(right).digest();
}

/** Of leaf hashes, or of the roots of aligned subtrees of one and the same power of two (the last may be smaller). */
export function treeRoot(hashes: readonly Hash[]): Hash {
  const [only, ...others] = hashes;
  if (only === undefined) return createHash('sha256').digest();
  if (others.length === 0) return only;
  const split = splitOf(hashes.length);
  return nodeHash(treeRoot(hashes.slice(0, split)), treeRoot(hashes.slice(split)));
}

/** What has to be hashed together with the entry at `index`, from the leaf upwards (RFC 9162 §2.1.3.1). */
export function inclusionPath(hashes: readonly Hash[], index: number): readonly Hash[] {
  if (hashes.length <= 1) return [];
  const split = splitOf(hashes.length);
  const [left, right] = [hashes.slice(0, split), hashes.slice(split)];
  return index < split
    ? [...inclusionPath(left, index), treeRoot(right)]
    : [...inclusionPath(right, index - split), treeRoot(left)];
}

/** The root of a tree of `size` entries with `leaf` at `index` (RFC 9162 §2.1.3.2); undefined: the path does not fit. */
export function rootFromPath(
  leaf: Hash,
  { index, size, path }: { readonly index: number; readonly size: number; readonly path: readonly Hash[] },
): Hash | undefined {
  if (index < 0 || index >= size) return undefined;
  let at = index;
  let last = size - 1;
  let hash = leaf;
  for (const sibling of path) {
    if (last === 0) return undefined;
    if (at % 2 === 1 || at === last) {
      hash = nodeHash(sibling, hash);
      while (at % 2 === 0 && at !== 0) {
        at = Math.floor(at / 2);
        last = Math.floor(last / 2);
      }
    } else {
      hash = nodeHash(hash, sibling);
    }
    at = Math.floor(at / 2);
    last = Math.floor(last / 2);
  }
  return last === 0 ? hash : undefined;
}

/** The largest power of two below `count`. */
function splitOf(count: number): number {
  return 2 ** (Math.ceil(Math.log2(count)) - 1);
}
