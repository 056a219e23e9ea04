import { createHash } from 'node:crypto';
import { AppError, invalid } from '@lapor/kernel';

/** A place in a feed that shows whether it is still the same place: feeds are lost with a broker, and restored from backups. */
export interface FeedPlace {
  /** Number in the transport's log. */
  readonly seq: number;
  /** When the transport stored it, milliseconds since 1970. */
  readonly storedAt: number;
  /** Of whose copy of which event lies there. */
  readonly digest: string;
}

const POSITION = /^(\d{1,15})-(\d{1,15})-([0-9a-f]{16})$/;
/** How far the clocks of those who store may be apart, in milliseconds. */
const CLOCKS_APART = 600_000;

export function copyDigest(agencyId: string, eventId: string): string {
  return createHash('sha256').update(`${agencyId}\n${eventId}`).digest('hex').slice(0, 16);
}

export function writePosition({ seq, storedAt, digest }: FeedPlace): string {
  return `${seq}-${storedAt}-${digest}`;
}

/** @throws AppError invalid */
export function readPosition(position: string): FeedPlace {
  const [, seq, storedAt, digest] = POSITION.exec(position) ?? [];
  if (seq === undefined || storedAt === undefined || digest === undefined)
    throw invalid('after', 'must be a position that the feed gave');
  return { seq: Number(seq), storedAt: Number(storedAt), digest };
}

/** What the transport has at the number of a position. */
export type Found = 'forgotten' | 'not_yet' | { readonly digest: string };

/** Where to read on: behind a number, or from what was stored at a time on. */
export type Start = { readonly afterSeq: number } | { readonly fromTime: number };

/**
 * Behind the place, if it is the same. If something else lies there now, or nothing yet, the log was cut or made anew: all it
 * got since was stored later than what the reader has seen.
 * @throws AppError illegal when what came after the place may be gone
 */
export function startAfter(place: FeedPlace, found: Found): Start {
  if (found === 'forgotten') {
    throw new AppError('illegal', 'the feed no longer keeps what came after this position', {
      issues: [
        { field: 'after', rule: 'must not be older than what the feed keeps: list the cases and begin anew' },
      ],
    });
  }
  if (found !== 'not_yet' && found.digest === place.digest) return { afterSeq: place.seq };
  return { fromTime: place.storedAt - CLOCKS_APART };
}
