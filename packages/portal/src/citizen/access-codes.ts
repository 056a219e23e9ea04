import type { FastifyReply, FastifyRequest } from 'fastify';
import type { Portal } from '../shell/page.ts';

const COOKIE = 'lapor_kode';

/** Sent only for the pages of this one complaint, never readable by a script, gone when the browser closes. */
function options(portal: Portal, trackingId: string) {
  return {
    path: `/lacak/${trackingId}`,
    httpOnly: true,
    sameSite: 'lax',
    secure: portal.https,
  } as const;
}

/** Keeps the access code for the pages of its complaint: it is never in an address. */
export function rememberCode(reply: FastifyReply, portal: Portal, trackingId: string, code: string): void {
  void reply.setCookie(COOKIE, code, options(portal, trackingId));
}

export function forgetCode(reply: FastifyReply, portal: Portal, trackingId: string): void {
  void reply.clearCookie(COOKIE, options(portal, trackingId));
}

export function codeOf(request: FastifyRequest): string | undefined {
  const code = request.cookies[COOKIE];
  return code === undefined || code === '' ? undefined : code;
}
