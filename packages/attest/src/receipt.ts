import { hash } from 'node:crypto';
import canonicalize from 'canonicalize';
import { AppError, isTrackingId } from '@lapor/kernel';
import { readSigned } from './signing-key.ts';
import type { PublicKeys, SigningKey } from './signing-key.ts';

/** What was said, as far as a receipt vouches for it. */
export interface SaidWords {
  /** Empty when there was none. */
  readonly title: string;
  readonly body: string;
}

/** What a receipt says: this text was taken in under this number at this time. It names nobody. */
export interface ReceiptClaims {
  /** Name of the installation. */
  readonly iss: string;
  /** The tracking id. */
  readonly sub: string;
  /** Seconds since 1970, as JWTs tell time. */
  readonly iat: number;
  /** The same to the millisecond, ISO 8601 UTC. */
  readonly at: string;
  /** SHA-256 over JCS({body, title}), hex. */
  readonly content: string;
}

const RECEIPT = 'lapor-receipt+jws';

/**
 * SHA-256 over JCS({body, title}) (RFC 8785), hex. Line ends count as "\n" and blanks at either end not at all: copying and
 * pasting changes them.
 */
export function contentDigest({ title, body }: SaidWords): string {
  return hash('sha256', canonicalize({ title: tidy(title), body: tidy(body) }) ?? '', 'hex');
}

function tidy(text: string): string {
  return text.replaceAll(/\r\n?/g, '\n').trim();
}

/** Signing again gives the same text. `at`: ISO 8601 UTC. */
export function signReceipt(
  key: SigningKey,
  receipt: { readonly issuer: string; readonly trackingId: string; readonly at: string },
  words: SaidWords,
): Promise<string> {
  const claims: ReceiptClaims = {
    iss: receipt.issuer,
    sub: receipt.trackingId,
    iat: Math.floor(Date.parse(receipt.at) / 1000),
    at: receipt.at,
    content: contentDigest(words),
  };
  return key.sign(RECEIPT, claims);
}

/** @throws AppError invalid when it is no receipt, by none of `keys`, or was changed */
export async function readReceipt(jws: string, keys: PublicKeys): Promise<ReceiptClaims> {
  const claims = await readSigned(jws, RECEIPT, keys);
  if (!isReceipt(claims)) throw new AppError('invalid', 'the text is signed, and is no receipt');
  return claims;
}

function isReceipt(claims: unknown): claims is ReceiptClaims {
  const { iss, sub, at, content } = (claims ?? {}) as Record<string, unknown>;
  const texts = [iss, at, content].every((one) => typeof one === 'string');
  return texts && typeof sub === 'string' && isTrackingId(sub);
}
