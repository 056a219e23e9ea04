import { AppError } from '@lapor/kernel';
import {
  calculateJwkThumbprint,
  CompactEncrypt,
  compactDecrypt,
  exportJWK,
  generateKeyPair,
  importJWK,
} from 'jose';
import type { JWK } from 'jose';

/** What is sealed can be opened by whoever has the private key, and by nobody on the way: not by whoever asked for it either. */
export interface Sealer {
  /** RFC 7638, of the recipient's key. */
  readonly thumbprint: string;
  /** A compact JWE on one line. */
  seal(value: unknown): Promise<string>;
}

const ENCRYPTION = 'A256GCM';
const CURVES: readonly string[] = ['X25519', 'P-256'];

/** @throws AppError invalid for what is no public key of a kind we seal to */
export async function openSealer(key: Readonly<Record<string, unknown>>): Promise<Sealer> {
  if (typeof key['d'] === 'string')
    throw unfit('must be the public key alone: keep the private one to yourself');
  if (typeof key['crv'] !== 'string' || !CURVES.includes(key['crv']))
    throw unfit(`must be a JSON Web Key of the curve ${CURVES.join(' or ')}`);
  const jwk = key as JWK;
  try {
    const recipient = await importJWK(jwk, 'ECDH-ES');
    const thumbprint = await calculateJwkThumbprint(jwk);
    const header = { alg: 'ECDH-ES', enc: ENCRYPTION, kid: thumbprint };
    return {
      thumbprint,
      seal: (value) =>
        new CompactEncrypt(Buffer.from(JSON.stringify(value))).setProtectedHeader(header).encrypt(recipient),
    };
  } catch (cause) {
    throw unfit('cannot be read as a JSON Web Key', cause);
  }
}

/** @throws AppError invalid for another key, or what was changed on the way */
export async function openSealedLine(line: string, key: Readonly<Record<string, unknown>>): Promise<unknown> {
  try {
    const { plaintext } = await compactDecrypt(line, await importJWK(key as JWK, 'ECDH-ES'));
    return JSON.parse(Buffer.from(plaintext).toString());
  } catch (cause) {
    throw new AppError('invalid', 'it is not sealed for this key, or was changed', { cause });
  }
}

/** A pair of keys for somebody who is to be sent sealed things. */
export async function createSealingPair(): Promise<{
  readonly publicKey: Readonly<Record<string, unknown>>;
  readonly privateKey: Readonly<Record<string, unknown>>;
}> {
  const pair = await generateKeyPair('ECDH-ES', { crv: 'X25519', extractable: true });
  return {
    publicKey: { ...(await exportJWK(pair.publicKey)) },
    privateKey: { ...(await exportJWK(pair.privateKey)) },
  };
}

function unfit(rule: string, cause?: unknown): AppError {
  return new AppError('invalid', `the key ${rule}`, { issues: [{ field: 'key', rule }], cause });
}
