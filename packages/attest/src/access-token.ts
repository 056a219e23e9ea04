import { AppError } from '@lapor/kernel';
import { readSigned } from './signing-key.ts';
import type { PublicKeys, SigningKey } from './signing-key.ts';

/** What an access token says (RFC 9068): who acts, as the directory knew them a moment ago. It names nobody. */
export interface AccessTokenClaims {
  /** Where the platform is reached. */
  readonly iss: string;
  readonly aud: 'lapor';
  /** The officer's id. */
  readonly sub: string;
  /** Seconds since 1970. */
  readonly iat: number;
  readonly exp: number;
  /** As the caller of a service is told, in JSON. */
  readonly caller: unknown;
}

const ACCESS_TOKEN = 'at+jwt';
/** So long somebody may go on whose access was taken away: no service is asked in between. */
export const ACCESS_TOKEN_SECONDS = 120;
/** Clocks of two machines run apart. */
const SKEW_SECONDS = 5;

/** By its shape: the token of a session has no dots. */
export function isAccessToken(text: string): boolean {
  return /^[\w-]+\.[\w-]+\.[\w-]+$/.test(text);
}

export async function signAccessToken(
  key: SigningKey,
  {
    issuer,
    subject,
    caller,
    notAfter,
  }: {
    readonly issuer: string;
    readonly subject: string;
    readonly caller: unknown;
    /** The session's end: no token outlives it. */
    readonly notAfter: Date;
  },
  now: Date,
): Promise<{ readonly token: string; readonly expiresAt: Date }> {
  const iat = Math.floor(now.getTime() / 1_000);
  const exp = Math.min(iat + ACCESS_TOKEN_SECONDS, Math.floor(notAfter.getTime() / 1_000));
  const claims: AccessTokenClaims = { iss: issuer, aud: 'lapor', sub: subject, iat, exp, caller };
  return { token: await key.sign(ACCESS_TOKEN, claims), expiresAt: new Date(exp * 1_000) };
}

/** @throws AppError unauthenticated when it is none, by none of `keys`, changed, over, or not of now */
export async function readAccessToken(
  token: string,
  keys: PublicKeys,
  now: Date,
): Promise<AccessTokenClaims> {
  const claims = await signedClaims(token, keys);
  const seconds = now.getTime() / 1_000;
  if (!isAccess(claims)) throw refused('is none of ours');
  if (claims.exp <= seconds || claims.iat > seconds + SKEW_SECONDS) throw refused('is over');
  return claims;
}

async function signedClaims(token: string, keys: PublicKeys): Promise<unknown> {
  try {
    return await readSigned(token, ACCESS_TOKEN, keys, 'token');
  } catch (cause) {
    throw refused('is none of ours', cause);
  }
}

function isAccess(claims: unknown): claims is AccessTokenClaims {
  const { aud, sub, iat, exp, caller } = (claims ?? {}) as Record<string, unknown>;
  const told = typeof sub === 'string' && typeof caller === 'object' && caller !== null;
  return aud === 'lapor' && told && typeof iat === 'number' && typeof exp === 'number';
}

function refused(what: string, cause?: unknown): AppError {
  return new AppError('unauthenticated', `the access token ${what}`, { cause });
}
