import { createHash, timingSafeEqual } from 'node:crypto';
import { encodeBase32 } from '@lapor/kernel';
import type { Keyring } from '@lapor/store';
import { openSecrets } from './domain/agency-key/agency-key.ts';
import type { AgencyKeyState, OpenSecret } from './domain/agency-key/agency-key.ts';

const ID_LENGTH = 12;

/**
 * Ids and secrets come from the command by HMAC under the master key: asked again, the same key is told again, and yet the
 * store has no more than a hash of it.
 */
export interface KeySecrets {
  /** 60 bits. */
  idFor(command: string): string;
  /** 256 bits. */
  secretFor(keyId: string, command: string): string;
}

export function openKeySecrets(keys: Keyring): KeySecrets {
  const text = (purpose: string, data: string) => encodeBase32(keys.mac(purpose, data)).toLowerCase();
  return {
    idFor: (command) => text('agency-key-id', command).slice(0, ID_LENGTH),
    secretFor: (keyId, command) => text('agency-key-secret', JSON.stringify([keyId, command])),
  };
}

export function hashOfSecret(secret: string): string {
  return createHash('sha256').update(secret).digest('hex');
}

/** The secret of the key that this is, if it opens the door now. Compared in constant time. */
export function matchSecret(state: AgencyKeyState, secret: string, now: Date): OpenSecret | undefined {
  const given = Buffer.from(hashOfSecret(secret));
  return openSecrets(state, now).find(({ hash }) => {
    const known = Buffer.from(hash);
    return known.length === given.length && timingSafeEqual(known, given);
  });
}
