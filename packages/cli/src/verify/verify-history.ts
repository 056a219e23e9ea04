import { checkInclusion, checkRootChain } from '@lapor/attest';
import type { DailyRootClaims, Inclusion, PublicKeys } from '@lapor/attest';
import { AppError, formatTrackingId } from '@lapor/kernel';
import { chainHash, type ChainLink, GENESIS } from '@lapor/store';
import { readKeys, type Verdict } from './verify-receipt.ts';
import { readRoots } from './verify-roots.ts';

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
  /** Signed roots that somebody kept: the proof must be under one of them. */
  readonly roots?: string | undefined;
  /** When the proof was saved. */
  readonly savedAt: Date;
}

const DAY = 86_400_000;
/**
 * A case that changes again right after midnight is under the root of the second night: older than that, what is under none is not
 * vouched for by anybody. Counted from the day's begin; the hours are those of a night's work.
 */
const LONGEST_WITHOUT_ROOT = 2 * DAY + 6 * 3_600_000;
/** Clocks of two machines run apart. */
const SKEW = 5 * 60_000;

/** @throws AppError invalid when proof or keys cannot be read */
export async function verifyHistory(question: HistoryQuestion): Promise<Verdict> {
  const published = readKeys(question.keys);
  const proof = readProof(question.proof);
  const broken = brokenLink(proof);
  if (broken !== undefined)
    return { lines: [`Not good: event ${broken} is not what was written then.`], good: false };
  const whole = `The ${proof.links.length} events of ${formatTrackingId(proof.trackingId)} follow one another unchanged.`;
  try {
    return { lines: [whole, await anchorOf(proof, published, question)], good: true };
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
  proof: HistoryProof,
  published: PublicKeys,
  { roots, savedAt }: HistoryQuestion,
): Promise<string> {
  const { links, inclusion } = proof;
  const signed = inclusion === undefined ? undefined : await checkSigned(proof, inclusion, published);
  if (roots !== undefined && inclusion !== undefined) await checkKept(inclusion, roots, published);
  const rest = links.slice(inclusion?.head.seq ?? 0);
  for (const { seq, at } of rest) requireYoung(seq, Date.parse(at), savedAt.getTime());
  if (signed === undefined)
    return 'They are of these days: the first daily root over them has yet to be signed. Save the history once more then.';
  const { day, at, size } = signed;
  const later = rest.length === 0 ? 'none came later' : `${rest.length} came later, and are of these days`;
  return `Good: the first ${inclusion?.head.seq} are under the root of ${day}, signed ${at} over ${size} histories; ${later}.`;
}

async function checkSigned(
  { trackingId, links }: HistoryProof,
  inclusion: Inclusion,
  published: PublicKeys,
): Promise<DailyRootClaims> {
  const { head } = inclusion;
  if (head.id !== trackingId || links[head.seq - 1]?.hash !== head.hash)
    throw new AppError('invalid', 'the signed head is not of this history');
  const signed = await checkInclusion(inclusion, published);
  const last = Date.parse(signed.at) + SKEW;
  const after = links.slice(0, head.seq).find(({ at }) => !(Date.parse(at) <= last));
  if (after !== undefined)
    throw new AppError('invalid', `event ${after.seq} is dated after the root it is under`);
  return signed;
}

async function checkKept({ root }: Inclusion, text: string, published: PublicKeys): Promise<void> {
  const roots = readRoots(text);
  await checkRootChain(roots, published);
  if (!roots.some((kept) => kept.trim() === root.trim()))
    throw new AppError('invalid', 'its root is none of those that were kept');
}

function requireYoung(seq: number, at: number, saved: number): void {
  if (!(at <= saved + SKEW))
    throw new AppError('invalid', `event ${seq} is dated after the history was saved`);
  const begin = at - (at % DAY);
  if (saved - begin > LONGEST_WITHOUT_ROOT)
    throw new AppError(
      'invalid',
      `event ${seq} is of ${new Date(at).toISOString()}, and under no daily root`,
    );
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
