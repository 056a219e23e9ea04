import { AppError } from '@lapor/kernel';
import type { Because, ReasonRef } from '../reason-ref.ts';

/** A secret of a key, as far as the store knows it. */
export type KeySecret = {
  /** 1 for the first, one more with each rotation: what a connection was opened with. */
  readonly generation: number;
  /** SHA-256, hex. A fast hash is enough: nobody guesses 256 bits. */
  readonly hash: string;
};

export type AgencyKeyState = {
  readonly agencyId: string;
  readonly label: string;
  /** ISO 8601 UTC, like all times here. */
  readonly createdAt: string;
  readonly expiresAt?: string;
  readonly secret: KeySecret;
  /** The one before; two open at most: whoever rotates again ends the older one. */
  readonly previous?: KeySecret & { readonly until: string };
  readonly rotatedAt?: string;
  readonly revokedAt?: string;
  /** Indexed: which keys the broker must know. */
  readonly revoked: boolean;
};

export type AgencyKeyEvent =
  | {
      readonly type: 'AgencyKeyCreated';
      readonly data: {
        readonly agencyId: string;
        readonly label: string;
        readonly hash: string;
        readonly expiresAt?: string;
      } & Because;
    }
  | {
      readonly type: 'AgencyKeyRotated';
      readonly data: { readonly hash: string; readonly until: string } & Because;
    }
  | { readonly type: 'AgencyKeyRevoked'; readonly data: { readonly agencyId: string } & Because };

export function evolveAgencyKey(
  state: AgencyKeyState | undefined,
  event: AgencyKeyEvent,
  { at }: { readonly at: string },
): AgencyKeyState {
  if (event.type === 'AgencyKeyCreated') {
    const { hash, reason: _reason, ...given } = event.data;
    return { ...given, createdAt: at, secret: { generation: 1, hash }, revoked: false };
  }
  if (state === undefined) throw new AppError('internal', `${event.type} before AgencyKeyCreated`);
  if (event.type === 'AgencyKeyRevoked') return { ...state, revokedAt: at, revoked: true };
  const { hash, until } = event.data;
  return {
    ...state,
    secret: { generation: state.secret.generation + 1, hash },
    previous: { ...state.secret, until },
    rotatedAt: at,
  };
}

export type NewAgencyKey = Extract<AgencyKeyEvent, { type: 'AgencyKeyCreated' }>['data'];

/** Asked again, it is the same key: secret and id come from the command. */
export function createKey(
  state: AgencyKeyState | undefined,
  key: NewAgencyKey,
  now: Date,
): readonly AgencyKeyEvent[] {
  if (state !== undefined) return [];
  if (key.expiresAt !== undefined && new Date(key.expiresAt) <= now) {
    throw new AppError('invalid', 'expires_at: lies in the future', {
      issues: [{ field: 'expires_at', rule: 'lies in the future' }],
    });
  }
  return [{ type: 'AgencyKeyCreated', data: key }];
}

/** @throws AppError illegal when the key opens nothing any more */
export function rotateKey(
  state: AgencyKeyState | undefined,
  {
    hash,
    graceSeconds,
    reason,
  }: { readonly hash: string; readonly graceSeconds: number; readonly reason: ReasonRef },
  now: Date,
): readonly AgencyKeyEvent[] {
  if (state === undefined) throw new AppError('not_found', 'the key does not exist');
  if (state.secret.hash === hash || state.previous?.hash === hash) return [];
  if (statusOf(state, now) !== 'active') {
    throw new AppError('illegal', 'the key has ended', { extra: { legal: ['create'] } });
  }
  const until = new Date(now.getTime() + graceSeconds * 1_000).toISOString();
  return [{ type: 'AgencyKeyRotated', data: { hash, until, reason } }];
}

export function revokeKey(state: AgencyKeyState | undefined, reason: ReasonRef): readonly AgencyKeyEvent[] {
  if (state === undefined) throw new AppError('not_found', 'the key does not exist');
  return state.revoked ? [] : [{ type: 'AgencyKeyRevoked', data: { agencyId: state.agencyId, reason } }];
}

export type AgencyKeyStatus = 'active' | 'expired' | 'revoked';

export function statusOf(state: AgencyKeyState, now: Date): AgencyKeyStatus {
  if (state.revoked) return 'revoked';
  return state.expiresAt !== undefined && new Date(state.expiresAt) <= now ? 'expired' : 'active';
}

/** A secret that opens the door now, and when it ends if that is known. */
export interface OpenSecret extends KeySecret {
  readonly until: Date | undefined;
}

export function openSecrets(state: AgencyKeyState, now: Date): readonly OpenSecret[] {
  if (statusOf(state, now) !== 'active') return [];
  const end = state.expiresAt === undefined ? undefined : new Date(state.expiresAt);
  const current = { ...state.secret, until: end };
  if (state.previous === undefined) return [current];
  const until = new Date(Math.min(Date.parse(state.previous.until), end?.getTime() ?? Infinity));
  return until <= now ? [current] : [current, { ...state.previous, until }];
}
