import { AppError, invalid } from '@lapor/kernel';
import type { FastifyRequest } from 'fastify';

type Headers = FastifyRequest['headers'];

function headerOf(headers: Headers, name: string): string | undefined {
  const value = headers[name];
  return typeof value === 'string' && value !== '' ? value : undefined;
}

export function idempotencyKeyOf({ headers }: FastifyRequest): string | undefined {
  return headerOf(headers, 'idempotency-key');
}

function bearerOf(headers: Headers): string | undefined {
  return /^Bearer\s+(\S+)$/i.exec(headerOf(headers, 'authorization') ?? '')?.[1];
}

/** From `Access-Code` or `Authorization: Bearer`. */
export function accessCodeOf({ headers }: FastifyRequest): string | undefined {
  return headerOf(headers, 'access-code') ?? bearerOf(headers);
}

/** @throws AppError unauthenticated */
export function requireAccessCode(request: FastifyRequest): string {
  const code = accessCodeOf(request);
  if (code !== undefined) return code;
  throw new AppError('unauthenticated', 'the access code is missing', {
    issues: [{ field: 'Access-Code', rule: 'is required' }],
  });
}

/** An officer's session. @throws AppError unauthenticated */
export function requireToken(request: FastifyRequest): string {
  const token = bearerOf(request.headers);
  if (token !== undefined) return token;
  throw new AppError('unauthenticated', 'sign in first', {
    issues: [{ field: 'Authorization', rule: 'must be Bearer and the token of a session' }],
  });
}

export function findToken(request: FastifyRequest): string | undefined {
  return bearerOf(request.headers);
}

/** Nobody waits longer than this for routing. */
const LONGEST_WAIT_SECONDS = 10;

/** `Prefer: wait=5` (RFC 7240: any case, blanks around the sign, quotes); undefined when absent. */
export function waitSecondsOf({ headers }: FastifyRequest): number | undefined {
  const preferences = (headerOf(headers, 'prefer') ?? '').split(/[,;]/);
  for (const preference of preferences) {
    const seconds = /^\s*wait\s*=\s*"?(\d{1,15})"?\s*$/i.exec(preference)?.[1];
    if (seconds !== undefined) return Math.min(Number(seconds), LONGEST_WAIT_SECONDS);
  }
  return undefined;
}

/** `If-Match: "7"` → 7, else the version given in the body. @throws AppError invalid when they differ */
export function versionOf({ headers }: FastifyRequest, inBody: number | undefined): number | undefined {
  const tag = headerOf(headers, 'if-match');
  // RFC 9110 §13.1.1: "*" asks only that there is one.
  if (tag === undefined || tag === '*') return inBody;
  const version = Number(tag.replaceAll('"', ''));
  if (inBody === undefined || inBody === version) return version;
  throw invalid('expectedVersion', 'must be the same as If-Match');
}
