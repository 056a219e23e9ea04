import { AppError, toAppError } from '@lapor/kernel';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { OfficerSession } from '../officer-types.ts';
import { httpStatusOf, sendError } from '../shell/error-page.ts';
import { openPage } from '../shell/page.ts';
import type { Page, Portal } from '../shell/page.ts';
import { seeOther } from '../shell/send-page.ts';

const COOKIE = 'lapor_petugas';

function options(portal: Portal) {
  // Lax: links in notices must find the officer signed in.
  return { path: '/', httpOnly: true, sameSite: 'lax', secure: portal.https } as const;
}

export function keepToken(reply: FastifyReply, portal: Portal, token: string): void {
  void reply.setCookie(COOKIE, token, options(portal));
}

export function dropToken(reply: FastifyReply, portal: Portal): void {
  void reply.clearCookie(COOKIE, options(portal));
}

export function tokenOf(request: FastifyRequest): string | undefined {
  const token = request.cookies[COOKIE];
  return token === undefined || token === '' ? undefined : token;
}

export interface OfficerPage extends Page {
  readonly session: OfficerSession;
  readonly token: string;
}

type Handler = (page: OfficerPage, request: FastifyRequest, reply: FastifyReply) => Promise<FastifyReply>;

/** Opens a page for whoever is signed in; others are led to the log-in, and back. */
export function forOfficers(portal: Portal, handler: Handler) {
  return openedFor(portal, handler, ({ secondFactor }, request) => {
    if (secondFactor === 'awaited') return codePath(request);
    return secondFactor === 'required' ? '/petugas/keamanan/dua-langkah' : undefined;
  });
}

/** Also for whoever must set up a second factor before anything else. */
export function forWhoeverSetsUp(portal: Portal, handler: Handler) {
  return openedFor(portal, handler, ({ secondFactor }, request) =>
    secondFactor === 'awaited' ? codePath(request) : undefined,
  );
}

/** `elsewhere`: where this session is to go first. */
function openedFor(
  portal: Portal,
  handler: Handler,
  elsewhere: (session: OfficerSession, request: FastifyRequest) => string | undefined,
) {
  return async (request: FastifyRequest, reply: FastifyReply): Promise<FastifyReply> => {
    const page = openPage(portal, request, reply);
    const token = tokenOf(request);
    const session = token === undefined ? undefined : await portal.api.session(token);
    if (token === undefined || session === undefined) return seeOther(reply, signInPath(request));
    const first = session.mustSetPassword ? '/masuk/sandi' : elsewhere(session, request);
    if (first !== undefined) return seeOther(reply, first);
    const signedIn = { ...page, session, token };
    try {
      return await handler(signedIn, request, reply);
    } catch (thrown) {
      const error = toAppError(thrown);
      if (error.code === 'unauthenticated') return seeOther(reply, signInPath(request));
      // What went wrong on our side is noted by whoever handles all errors.
      if (httpStatusOf(error.code) >= 500) throw thrown;
      return sendError(signedIn, request, reply, error);
    }
  };
}

function codePath(request: FastifyRequest): string {
  return signInPath(request).replace('/masuk', '/masuk/kode');
}

function signInPath(request: FastifyRequest): string {
  const back = request.method === 'GET' ? `?ke=${encodeURIComponent(request.url)}` : '';
  return `/masuk${back}`;
}

/** What comes first after the log-in, else where it was meant to lead. */
export function waysOn({ secondFactor, mustSetPassword }: OfficerSession, after: string): string {
  if (secondFactor === 'awaited') return `/masuk/kode?ke=${encodeURIComponent(after)}`;
  return mustSetPassword ? '/masuk/sandi' : after;
}

/** Where to go after the log-in: only ever a page for officers. */
export function pathAfterSignIn(asked: string | undefined): string {
  return asked !== undefined && /^\/petugas(?:[/?][\w\-./?=&%]*)?$/.test(asked) ? asked : '/petugas';
}

/** Who decides for others: disposes, and looks after the staff. */
export function isAdmin({ officer }: OfficerSession): boolean {
  return officer.role === 'national_admin' || officer.role === 'agency_admin';
}

/** Who looks after accounts and keys: admins, and inspectors in their own inspectorate. */
export function looksAfterStaff(session: OfficerSession): boolean {
  return isAdmin(session) || session.officer.role === 'inspectorate';
}

/** @throws AppError forbidden */
export function requireStaffManager({ session }: OfficerPage): void {
  if (!looksAfterStaff(session)) throw new AppError('forbidden', 'only admins and inspectors do');
}

/** @throws AppError forbidden */
export function requireAdmin({ session }: OfficerPage): void {
  if (!isAdmin(session)) throw new AppError('forbidden', 'only admins manage officers');
}
