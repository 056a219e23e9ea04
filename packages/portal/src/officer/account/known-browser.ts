import { randomBytes } from 'node:crypto';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { Portal } from '../../shell/page.ts';

const COOKIE = 'lapor_perangkat';
const TOKEN = /^[\w-]{43}$/;
/** Browsers keep no cookie for longer. */
const SECONDS = 400 * 86_400;

/** What this browser is known by at the log-in, now or from now on. Opens nothing. */
export function deviceOf(request: FastifyRequest): string {
  const kept = request.cookies[COOKIE] ?? '';
  return TOKEN.test(kept) ? kept : randomBytes(32).toString('base64url');
}

/** After a log-in: an address changes from day to day, and whoever is told of each soon reads none of it. */
export function keepDevice(reply: FastifyReply, portal: Portal, device: string): void {
  const options = { path: '/masuk', httpOnly: true, sameSite: 'lax', secure: portal.https } as const;
  void reply.setCookie(COOKIE, device, { ...options, maxAge: SECONDS });
}
