import { hash } from 'node:crypto';
import canonicalize from 'canonicalize';
import { AppError } from '@lapor/kernel';
import { leafHash, rootFromPath } from './merkle-tree.ts';
import type { Hash } from './merkle-tree.ts';
import { readSigned } from './signing-key.ts';
import type { PublicKeys, SigningKey } from './signing-key.ts';

/** How far a history had come: its newest event then, by which all before it are fixed. */
export interface Head {
  /** The tracking id. */
  readonly id: string;
  readonly seq: number;
  /** Of the event `seq`, hex. */
  readonly hash: string;
}

/** One signature over the heads of all histories that changed on a day. */
export interface DailyRootClaims {
  /** yyyy-mm-dd, UTC. */
  readonly day: string;
  /** When it was made, ISO 8601 UTC. */
  readonly at: string;
  /** How many histories. */
  readonly size: number;
  /** Root of the hash tree (RFC 9162) over their heads in the order of their ids, hex. */
  readonly root: string;
  /** SHA-256 of the signed root before this one, hex; zeros for the first: a day cannot be left out afterwards. */
  readonly prev: string;
}

/** That a head is under a daily root. */
export interface Inclusion {
  readonly head: Head;
  readonly index: number;
  /** Hex, from the leaf upwards. */
  readonly path: readonly string[];
  /** The signed root, a compact JWS. */
  readonly root: string;
}

const DAILY_ROOT = 'lapor-daily-root+jws';
export const FIRST_ROOT = '0'.repeat(64);

/** SHA-256 of 0 and JCS({hash, id, seq}). */
export function headHash({ id, seq, hash: newest }: Head): Hash {
  return leafHash(canonicalize({ id, seq, hash: newest }) ?? '');
}

export function signDailyRoot(key: SigningKey, claims: DailyRootClaims): Promise<string> {
  return key.sign(DAILY_ROOT, claims);
}

/** What the next root names as the one before. */
export function rootDigest(signed: string): string {
  return hash('sha256', signed, 'hex');
}

/** @throws AppError invalid when it is no daily root, by none of `keys`, or was changed */
export async function readDailyRoot(signed: string, keys: PublicKeys): Promise<DailyRootClaims> {
  const claims = await readSigned(signed, DAILY_ROOT, keys);
  if (!isDailyRoot(claims)) throw new AppError('invalid', 'the text is signed, and is no daily root');
  return claims;
}

/** The root that a head is under. @throws AppError invalid when it is not */
export async function checkInclusion(
  { head, index, path, root }: Inclusion,
  keys: PublicKeys,
): Promise<DailyRootClaims> {
  const claims = await readDailyRoot(root, keys);
  const hashes = path.map((one) => Buffer.from(one, 'hex'));
  const reached = rootFromPath(headHash(head), { index, size: claims.size, path: hashes });
  if (reached?.toString('hex') === claims.root) return claims;
  throw new AppError('invalid', `the history is not under the root of ${claims.day}`);
}

function isDailyRoot(claims: unknown): claims is DailyRootClaims {
  const { day, at, size, root, prev } = (claims ?? {}) as Record<string, unknown>;
  return [day, at, root, prev].every((one) => typeof one === 'string') && Number.isInteger(size);
}
