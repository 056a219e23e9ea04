import { contentDigest, readReceipt } from '@lapor/attest';
import type { PublicKeys } from '@lapor/attest';
import { AppError, formatTrackingId } from '@lapor/kernel';

export interface ReceiptQuestion {
  /** The compact JWS. */
  readonly receipt: string;
  /** A JSON Web Key Set. */
  readonly keys: string;
  readonly title: string | undefined;
  readonly body: string | undefined;
}

export interface Verdict {
  readonly lines: readonly string[];
  readonly good: boolean;
}

/** @throws AppError invalid when the keys cannot be read */
export async function verifyReceipt({ receipt, keys, title, body }: ReceiptQuestion): Promise<Verdict> {
  const published = readKeys(keys);
  try {
    const claims = await readReceipt(receipt, published);
    const lines = [
      `Good: ${claims.iss} took complaint ${formatTrackingId(claims.sub)} in on ${claims.at}.`,
      `The words have the digest ${claims.content} (SHA-256 over JCS({body, title})).`,
    ];
    if (body === undefined) return { lines, good: true };
    const same = contentDigest({ title: title ?? '', body }) === claims.content;
    const told = same ? 'The words given are those that were taken in.' : 'The words given are others.';
    return { lines: [...lines, told], good: same };
  } catch (error) {
    if (!(error instanceof AppError)) throw error;
    return { lines: [`Not good: ${error.message}.`], good: false };
  }
}

export function readKeys(text: string): PublicKeys {
  const rule = 'must be a JSON Web Key Set, as /.well-known/jwks.json has it';
  try {
    const read = JSON.parse(text) as Partial<PublicKeys> | null;
    if (Array.isArray(read?.keys)) return { keys: read.keys };
  } catch (cause) {
    throw new AppError('invalid', `--keys ${rule}`, { cause });
  }
  throw new AppError('invalid', `--keys ${rule}`);
}
