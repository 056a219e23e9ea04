import { argon2, randomBytes, timingSafeEqual } from 'node:crypto';
import type { Argon2Parameters } from 'node:crypto';
import { availableParallelism } from 'node:os';
import { AppError, encodeBase32 } from '@lapor/kernel';
import type { Issue } from '@lapor/kernel';
import type { Keyring } from '@lapor/store';
import { createWorkPool } from '../work-pool.ts';

/** How a secret is kept: `algorithm$parameters$salt$hash`, base64url, so that parameters can change later. */
export interface Secret {
  readonly kind: 'password' | 'one-time';
  readonly hash: string;
}

export interface Passwords {
  /** Argon2id in the thread pool, about 30 ms each. */
  hashPassword(password: string): Promise<Secret>;
  /** A code of 80 random bits and how it is kept. */
  makeOneTimeCode(): MadeCode;
  /** The same, as hard to guess, and the same code whenever it is made for this officer by this command. */
  oneTimeCodeFor(officerId: string, commandId: string): MadeCode;
  /** Takes the same time whether there is a secret or not, and whatever its kind. */
  verify(typed: string, secret: Secret | undefined): Promise<boolean>;
}

export interface MadeCode {
  readonly code: string;
  readonly secret: Secret;
}

/** What a hash takes: memory in KiB, and how often it is gone over. */
export interface HashCost {
  readonly memory: number;
  readonly passes: number;
}
/** Argon2id with m = 19 MiB, t = 2, p = 1. Source: OWASP Password Storage Cheat Sheet. */
export const OWASP_COST: HashCost = { memory: 19_456, passes: 2 };
/** Where the clock is a simulation's the officers are too: nobody's password is to be guessed there. */
export const SIMULATED_COST: HashCost = { memory: 64, passes: 1 };
const LANES = 1;
const TAG_BYTES = 32;
const CODE_BYTES = 10;
/** How many may wait for a hash; at 30 ms each nobody waits longer than a few seconds. */
const LONGEST_QUEUE = 500;

/** NIST SP 800-63B: length counts, composition rules do not. */
const SHORTEST = 10;
export const LONGEST_PASSWORD = 256;

export function createPasswords(keys: Keyring, cost: HashCost = OWASP_COST): Passwords {
  // The thread pool has four threads, and files need some of them too.
  const pool = createWorkPool(Math.min(3, availableParallelism()), LONGEST_QUEUE);
  const pepper = keys.mac('password-pepper', 'v1');
  const derive = (password: string, salt: Uint8Array, { memory, passes }: HashCost = cost): Promise<Buffer> =>
    pool.run(() =>
      argon2id({
        message: password.normalize('NFC'),
        nonce: salt,
        memory,
        passes,
        parallelism: LANES,
        tagLength: TAG_BYTES,
        secret: pepper,
      }),
    );
  const decoy = `argon2id$${cost.memory},${cost.passes}$${text(randomBytes(16))}$${text(randomBytes(TAG_BYTES))}`;

  return {
    async hashPassword(password) {
      const salt = randomBytes(16);
      const hash = await derive(password, salt);
      const parameters = `${cost.memory},${cost.passes}`;
      return { kind: 'password', hash: `argon2id$${parameters}$${text(salt)}$${text(hash)}` };
    },
    makeOneTimeCode: () => codeOf(keys, randomBytes(CODE_BYTES)),
    oneTimeCodeFor(officerId, commandId) {
      const bits = keys.mac('one-time-code-of', JSON.stringify([officerId, commandId]));
      return codeOf(keys, bits.subarray(0, CODE_BYTES));
    },
    async verify(typed, secret) {
      const [algorithm, parameters = '', salt = '', hash = ''] = (secret?.hash ?? decoy).split('$');
      if (algorithm === 'mac') {
        // The decoy's work is done here too: otherwise the clock would tell who has not started yet.
        await derive(typed, randomBytes(16));
        return same(codeMac(keys, bytes(salt), typed), bytes(hash));
      }
      const [memory = cost.memory, passes = cost.passes] = parameters.split(',').map(Number);
      const derived = await derive(typed, bytes(salt), { memory, passes });
      // Made when a hash cost less, as those of a simulation: here too the clock would tell who is there.
      if (memory * passes < cost.memory * cost.passes) await derive(typed, randomBytes(16));
      return same(derived, bytes(hash)) && secret !== undefined;
    },
  };
}

/** Broken rules of a password somebody wants to use; `username` where it is known whose. */
export function passwordIssues(password: string, username = ''): readonly Issue[] {
  const field = 'newPassword';
  const folded = password.toLowerCase();
  if (password.length < SHORTEST) return [{ field, rule: `has at least ${SHORTEST} characters` }];
  if (password.length > LONGEST_PASSWORD)
    return [{ field, rule: `has at most ${LONGEST_PASSWORD} characters` }];
  if (username !== '' && folded.includes(username.toLowerCase()))
    return [{ field, rule: 'does not contain the user name' }];
  if (new Set(folded).size < 4) return [{ field, rule: 'has at least 4 different characters' }];
  return [];
}

/**
 * Argon2 makes guessing slow because people choose what can be guessed. Nobody guesses 80 random bits, so one keyed hash is enough and
 * better: hundreds are made in an import without a minute of waiting.
 */
function codeOf(keys: Keyring, bits: Uint8Array): MadeCode {
  const code = encodeBase32(bits).replaceAll(/(.{4})(?=.)/g, '$1-');
  const salt = randomBytes(16);
  return {
    code,
    secret: { kind: 'one-time', hash: `mac$1$${text(salt)}$${text(codeMac(keys, salt, code))}` },
  };
}

/** Codes are typed off paper: any case, with or without dashes, O for 0, I and L for 1. */
function codeMac(keys: Keyring, salt: Uint8Array, typed: string): Uint8Array {
  const code = typed.toUpperCase().replaceAll(/[\s-]/g, '').replaceAll('O', '0').replaceAll(/[IL]/g, '1');
  return keys.mac('one-time-code', `${text(salt)}:${code}`);
}

function argon2id(parameters: Argon2Parameters): Promise<Buffer> {
  return new Promise((resolve, reject) => {
    argon2('argon2id', parameters, (error, hash) => {
      if (error === null) resolve(hash);
      else reject(new AppError('internal', 'hashing a password failed', { cause: error }));
    });
  });
}

function same(a: Uint8Array, b: Uint8Array): boolean {
  return a.length === b.length && timingSafeEqual(a, b);
}

function text(raw: Uint8Array): string {
  return Buffer.from(raw).toString('base64url');
}

function bytes(encoded: string): Buffer {
  return Buffer.from(encoded, 'base64url');
}
