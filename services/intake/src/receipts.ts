import { openSigningKey, signReceipt } from '@lapor/attest';
import type { PublicKeys, SaidWords } from '@lapor/attest';
import type { Keyring } from '@lapor/store';

/** Signs receipts; the same on every replica, and the same each time. */
export interface Receipts {
  /** A compact JWS. `at`: when it was taken in, ISO 8601 UTC. */
  sign(trackingId: string, at: string, words: SaidWords): Promise<string>;
  /** Whatever signs receipts or ever did. */
  readonly keys: PublicKeys;
}

export async function openReceipts(keyring: Keyring, issuer: string): Promise<Receipts> {
  const pairs = await Promise.all(keyring.signingSeeds('receipt').map((seed) => openSigningKey(seed)));
  const [newest] = pairs;
  if (newest === undefined) throw new Error('a keyring has at least one secret');
  return {
    sign: (trackingId, at, words) => signReceipt(newest, { issuer, trackingId, at }, words),
    keys: { keys: pairs.map(({ publicKey }) => publicKey) },
  };
}
