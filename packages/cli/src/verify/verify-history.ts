import { checkInclusion } from '@lapor/attest';
import type { Inclusion, PublicKeys } from '@lapor/attest';
import { AppError, formatTrackingId } from '@lapor/kernel';
import { chainHash, type ChainLink, GENESIS } from '@lapor/store';
import { readKeys, type Verdict } from './verify-receipt.ts';

/** The file as the platform gives it. */
interface HistoryProof {
  readonly trackingId: string;
  readonly links: readonly (Omit<ChainLink, 'prev'> & { readonly hash: string })[];
  readonly inclusion?: Inclusion;
}

export interface HistoryQuestion {
  /** The proof, JSON. */
  readonly proof: string;
  /** A JSON Web Key Set. */
  readonly keys: string;
}

/** @throws AppError invalid when proof or keys cannot be read */
export async function verifyHistory({ proof: text, keys }: HistoryQuestion): Promise<Verdict> {
  const published = readKeys(keys);
  const proof = readProof(text);
  const broken = brokenLink(proof);
  if (broken !== undefined)
    return { lines: [`Not good: event ${broken} is not what was written then.`], good: false };
  const whole = `The ${proof.links.length} events of ${formatTrackingId(proof.trackingId)} follow one another unchanged.`;
  try {
    return { lines: [whole, await anchorOf(proof, published)], good: true };
  } catch (error) {
    if (!(error instanceof AppError)) throw error;
    return { lines: [whole, `Not good: ${error.message}.`], good: false };
  }
}

/** Number of the first event that does not hang on the one before it; undefined: all do. */
function brokenLink({ trackingId, links }: HistoryProof): number | undefined {
  let prev = GENESIS;
  for (const [index, { hash, ...link }] of links.entries()) {
    const seq = index + 1;
    const named = link.seq === seq && link.id === `${trackingId}:${seq}`;
    if (!named || chainHash({ ...link, prev }) !== hash) return seq;
    prev = hash;
  }
  return undefined;
}

async function anchorOf(
  { trackingId, links, inclusion }: HistoryProof,
  published: PublicKeys,
): Promise<string> {
  if (inclusion === undefined) return 'No daily root has been signed over them yet.';
  const { head } = inclusion;
  if (head.id !== trackingId || links[head.seq - 1]?.hash !== head.hash)
    throw new AppError('invalid', 'the signed head is not of this history');
  const { day, at, size } = await checkInclusion(inclusion, published);
  const rest = links.length - head.seq;
  return `Good: the first ${head.seq} are under the root of ${day}, signed ${at} over ${size} histories; ${rest} came later.`;
}

function readProof(text: string): HistoryProof {
  const rule = 'must be a proof as it was saved: riwayat-….json';
  try {
    const read = JSON.parse(text) as Partial<HistoryProof> | null;
    if (typeof read?.trackingId === 'string' && Array.isArray(read.links) && read.links.length > 0)
      return read as HistoryProof;
  } catch (cause) {
    throw new AppError('invalid', `the file ${rule}`, { cause });
  }
  throw new AppError('invalid', `the file ${rule}`);
}
