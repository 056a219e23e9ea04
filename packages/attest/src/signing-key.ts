import { createPrivateKey, createPublicKey } from 'node:crypto';
import type { KeyObject } from 'node:crypto';
import { calculateJwkThumbprint, CompactSign, compactVerify, createLocalJWKSet, errors } from 'jose';
import type { JWK } from 'jose';
import { AppError } from '@lapor/kernel';

/** What a key signs, and nothing else: what stands for good, or tokens that are over in minutes. */
export type Purpose = 'proof' | 'token';

/** A public key as it is published: RFC 8037 (Ed25519), named by its thumbprint (RFC 7638), of tokens with TOKEN_KEY before it. */
export interface PublicKey {
  readonly kty: 'OKP';
  readonly crv: 'Ed25519';
  readonly x: string;
  readonly kid: string;
  readonly alg: 'EdDSA';
  readonly use: 'sig';
}

/** A JSON Web Key Set (RFC 7517). */
export interface PublicKeys {
  readonly keys: readonly PublicKey[];
}

export interface SigningKey {
  readonly publicKey: PublicKey;
  /** A compact JWS (RFC 7515) over the JSON of `claims`. The same claims give the same text. */
  sign(typ: string, claims: object): Promise<string>;
}

/** One set is published for all: the name says what a key is for. */
const TOKEN_KEY = 'token-';
const SEED_BYTES = 32;
/** PKCS #8 around an Ed25519 seed (RFC 8410 §7). */
const PKCS8_HEAD = Buffer.from('302e020100300506032b657004220420', 'hex');

/** The Ed25519 key pair of a secret seed of 32 bytes: the same seed, the same pair, on every replica. */
export async function openSigningKey(seed: Uint8Array, purpose: Purpose = 'proof'): Promise<SigningKey> {
  if (seed.length !== SEED_BYTES) throw new AppError('internal', `a seed has ${SEED_BYTES} bytes`);
  const key = createPrivateKey({
    key: Buffer.concat([PKCS8_HEAD, seed]),
    format: 'der',
    type: 'pkcs8',
  });
  const publicKey = await publicKeyOf(key, purpose);
  return {
    publicKey,
    sign(typ, claims) {
      const text = new TextEncoder().encode(JSON.stringify(claims));
      return new CompactSign(text).setProtectedHeader({ alg: 'EdDSA', typ, kid: publicKey.kid }).sign(key);
    },
  };
}

async function publicKeyOf(key: KeyObject, purpose: Purpose): Promise<PublicKey> {
  const { x = '' } = createPublicKey(key).export({ format: 'jwk' });
  const bare = { kty: 'OKP', crv: 'Ed25519', x } as const;
  const thumbprint = await calculateJwkThumbprint(bare);
  const kid = purpose === 'token' ? TOKEN_KEY + thumbprint : thumbprint;
  return { ...bare, kid, alg: 'EdDSA', use: 'sig' };
}

function purposeOf({ kid }: PublicKey): Purpose {
  return kid.startsWith(TOKEN_KEY) ? 'token' : 'proof';
}

/**
 * The claims of a compact JWS that one of `keys` signed as `typ`; keys of another purpose count for nothing.
 * @throws AppError invalid when it is no such text, of another kind, by none of these keys, or not as it was signed
 */
export async function readSigned(
  jws: string,
  typ: string,
  { keys }: PublicKeys,
  purpose: Purpose = 'proof',
): Promise<unknown> {
  try {
    const ours = keys.filter((key) => purposeOf(key) === purpose);
    const find = createLocalJWKSet({ keys: ours.map((key): JWK => ({ ...key })) });
    const { payload, protectedHeader } = await compactVerify(jws.trim(), find, { algorithms: ['EdDSA'] });
    if (protectedHeader.typ !== typ) throw refused(`is not a ${typ}`);
    return JSON.parse(new TextDecoder().decode(payload));
  } catch (cause) {
    if (cause instanceof AppError) throw cause;
    if (cause instanceof errors.JWKSNoMatchingKey) throw refused('was signed by none of these keys', cause);
    if (cause instanceof errors.JWSSignatureVerificationFailed)
      throw refused('is not as it was signed', cause);
    throw refused('is no signed text', cause);
  }
}

function refused(rule: string, cause?: unknown): AppError {
  return new AppError('invalid', `the text ${rule}`, { issues: [{ field: 'text', rule }], cause });
}
