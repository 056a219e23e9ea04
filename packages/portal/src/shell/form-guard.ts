import { randomBytes, timingSafeEqual } from 'node:crypto';
import { AppError } from '@lapor/kernel';
import type { FastifyReply, FastifyRequest } from 'fastify';

export const FORM_TOKEN_COOKIE = 'lapor_formulir';
export const FORM_TOKEN_FIELD = '_token';
const TOKEN = /^[\w-]{22}$/;

/** The token forms on this page carry; the same for all pages of a browser session. */
export function formTokenOf(request: FastifyRequest, reply: FastifyReply, https: boolean): string {
  const known = request.cookies[FORM_TOKEN_COOKIE];
  if (known !== undefined && TOKEN.test(known)) return known;
  const token = randomBytes(16).toString('base64url');
  void reply.setCookie(FORM_TOKEN_COOKIE, token, {
    path: '/',
    httpOnly: true,
    sameSite: 'lax',
    secure: https,
  });
  return token;
}

/**
 * Refuses a form that another site sent. Browsers say where a form comes from; where one says nothing (old ones, or plain HTTP),
 * the token in the form must be the one in the cookie, which another site can neither read nor have sent along.
 * @throws AppError forbidden
 */
export function requireOwnForm(request: FastifyRequest, token: string | undefined): void {
  const site = request.headers['sec-fetch-site'];
  if (site === 'same-origin') return;
  if (site === 'cross-site' || site === 'same-site') throw foreignForm();
  if (sameTokens(request.cookies[FORM_TOKEN_COOKIE], token)) return;
  if (!isOwnOrigin(request)) throw foreignForm();
}

function isOwnOrigin(request: FastifyRequest): boolean {
  const { origin } = request.headers;
  return origin !== undefined && URL.canParse(origin) && new URL(origin).host === request.host;
}

function sameTokens(cookie: string | undefined, token: string | undefined): boolean {
  if (cookie === undefined || token === undefined || !TOKEN.test(cookie) || !TOKEN.test(token)) return false;
  return timingSafeEqual(Buffer.from(cookie), Buffer.from(token));
}

function foreignForm(): AppError {
  return new AppError('forbidden', 'the form was not sent from this site', {
    extra: { foreignForm: true },
  });
}
