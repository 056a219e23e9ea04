import {
  createCipheriv,
  createDecipheriv,
  createHmac,
  createSecretKey,
  hkdfSync,
  randomBytes,
} from 'node:crypto';
import type { KeyObject } from 'node:crypto';
import { AppError } from '@lapor/kernel';
import type { Keyring } from './contents.ts';

export const KEY_BYTES = 32;
const NONCE_BYTES = 12;
const TAG_BYTES = 16;

export interface KeyringOptions {
  /** The installation's master secret, 32 bytes. */
  readonly secret: Uint8Array;
  /** Each service has keys of its own: what one wrapped no other unwraps. */
  readonly service: string;
  /** Number of `secret`, 1 to 255; raised when it is replaced. Default 1. */
  readonly version?: number;
  /** Secrets replaced since, by their number: still needed to unwrap, and the oldest one for `mac`. */
  readonly replaced?: ReadonlyMap<number, Uint8Array>;
}

/**
 * Keys derived from the master secret (HKDF-SHA-256, RFC 5869), one per service and purpose. Wrapped keys begin with
 * the number of the secret that wrapped them, so that the secret can be replaced. What `mac` derives (tracking ids,
 * access codes) is in people's hands: it stays with the first secret for ever.
 */
export function openKeyring(options: KeyringOptions): Keyring {
  const version = options.version ?? 1;
  const secrets = new Map([...(options.replaced ?? []), [version, options.secret]]);
  for (const [number, secret] of secrets) checkSecret(number, secret);
  const first = Math.min(...secrets.keys());
  // As key objects: node makes one of raw bytes at each use, which costs more than the digest itself.
  const derived = new Map<string, KeyObject>();
  const keyFor = (number: number, purpose: string): KeyObject => {
    const name = `${number}:${purpose}`;
    const known = derived.get(name);
    if (known) return known;
    const secret = secrets.get(number);
    if (!secret) throw new AppError('internal', `master secret number ${number} is missing`);
    const key = derive(secret, `lapor/${options.service}/${purpose}`);
    derived.set(name, key);
    return key;
  };
  return {
    mac: (purpose, data) =>
      createHmac('sha256', keyFor(first, `mac/${purpose}`))
        .update(data)
        .digest(),
    signingSeeds: (purpose) =>
      [...secrets]
        .toSorted(([a], [b]) => b - a)
        .map(([, secret]) => derive(secret, `lapor/${options.service}/sign/${purpose}`).export()),
    wrap(dataKey) {
      const head = Uint8Array.of(version);
      return Buffer.concat([head, seal(keyFor(version, 'wrap'), dataKey, head)]);
    },
    unwrap(wrapped) {
      const head = wrapped.subarray(0, 1);
      return open(keyFor(head[0] ?? 0, 'wrap'), wrapped.subarray(1), head);
    },
  };
}

/** AES-256-GCM: nonce, ciphertext, tag, one after the other. `bound` must be the same when it is opened. */
export function seal(key: KeyObject, plain: Uint8Array, bound: Uint8Array): Buffer {
  const nonce = randomBytes(NONCE_BYTES);
  const cipher = createCipheriv('aes-256-gcm', key, nonce).setAAD(bound);
  return Buffer.concat([nonce, cipher.update(plain), cipher.final(), cipher.getAuthTag()]);
}

/** @throws AppError internal when key, binding or a single bit is not what it was */
export function open(key: KeyObject, sealed: Uint8Array, bound: Uint8Array): Buffer {
  const tagAt = sealed.length - TAG_BYTES;
  if (tagAt < NONCE_BYTES) throw new AppError('internal', 'a sealed value is cut off');
  try {
    const decipher = createDecipheriv('aes-256-gcm', key, sealed.subarray(0, NONCE_BYTES), {
      authTagLength: TAG_BYTES,
    });
    decipher.setAAD(bound).setAuthTag(sealed.subarray(tagAt));
    return Buffer.concat([decipher.update(sealed.subarray(NONCE_BYTES, tagAt)), decipher.final()]);
  } catch (error) {
    throw new AppError('internal', 'a sealed value does not open with its key', { cause: error });
  }
}

function derive(secret: Uint8Array, info: string): KeyObject {
  return createSecretKey(new Uint8Array(hkdfSync('sha256', secret, 'lapor', info, KEY_BYTES)));
}

function checkSecret(number: number, secret: Uint8Array): void {
  if (!Number.isInteger(number) || number < 1 || number > 255) {
    throw new RangeError('a master secret is numbered from 1 to 255');
  }
  if (secret.length !== KEY_BYTES) throw new RangeError(`a master secret has ${KEY_BYTES} bytes`);
}
