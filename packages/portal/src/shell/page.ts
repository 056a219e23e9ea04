import { isLanguage, preferredLanguage } from '@lapor/kernel';
import type { Clock, Language } from '@lapor/kernel';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { OfficerSession } from '../officer-types.ts';
import type { PortalApi, RequestContext } from '../portal-api.ts';
import type { Assets } from './assets.ts';
import { formTokenOf } from './form-guard.ts';
import { momentsIn } from './moments.ts';
import type { Moments } from './moments.ts';

/** What every route has at hand. */
export interface Portal {
  readonly api: PortalApi;
  readonly assets: Assets;
  readonly clock: Clock;
  /** IANA name: the zone times are written in. */
  readonly timeZone: string;
  /** Reached over HTTPS: cookies say so. */
  readonly https: boolean;
}

/** One request for a page. */
export interface Page {
  readonly portal: Portal;
  readonly api: PortalApi;
  readonly language: Language;
  readonly moments: Moments;
  /** Path and query, for "the same page in the other language". */
  readonly url: string;
  /** As the browser called us, for what is printed: "lapor.batam.go.id". */
  readonly host: string;
  readonly formToken: string;
  readonly context: RequestContext;
  readonly session?: OfficerSession | undefined;
}

const LANGUAGE_COOKIE = 'lapor_bahasa';
const YEAR_SECONDS = 365 * 24 * 60 * 60;

export function openPage(portal: Portal, request: FastifyRequest, reply: FastifyReply): Page {
  const language = languageOf(portal, request, reply);
  return {
    portal,
    api: portal.api,
    language,
    moments: momentsIn(language, portal.timeZone, portal.clock.now()),
    url: request.method === 'GET' ? request.url : pathOf(request.url),
    host: request.host,
    formToken: formTokenOf(request, reply, portal.https),
    context: {
      clientAddress: request.ip,
      traceparent: headerOf(request, 'traceparent'),
      userAgent: headerOf(request, 'user-agent'),
    },
  };
}

/** Chosen in the address, else chosen before, else what the browser asks for. */
function languageOf(portal: Portal, request: FastifyRequest, reply: FastifyReply): Language {
  const asked = queryOf(request)['lang'];
  if (asked !== undefined && isLanguage(asked)) {
    void reply.setCookie(LANGUAGE_COOKIE, asked, {
      path: '/',
      httpOnly: true,
      sameSite: 'lax',
      secure: portal.https,
      maxAge: YEAR_SECONDS,
    });
    return asked;
  }
  const chosen = request.cookies[LANGUAGE_COOKIE];
  if (chosen !== undefined && isLanguage(chosen)) return chosen;
  return preferredLanguage(headerOf(request, 'accept-language'));
}

function headerOf({ headers }: FastifyRequest, name: string): string | undefined {
  const value = headers[name];
  return typeof value === 'string' ? value : undefined;
}

function pathOf(url: string): string {
  return url.split('?', 1)[0] ?? '/';
}

/** The query with one value per name; the last one wins. */
export function queryOf(request: FastifyRequest): Readonly<Record<string, string | undefined>> {
  return lastOfEach(request.query);
}

/** One of the parts of the address. */
export function parameterOf(request: FastifyRequest, name: string): string {
  return lastOfEach(request.params)[name] ?? '';
}

function lastOfEach(given: unknown): Readonly<Record<string, string | undefined>> {
  const values: Record<string, string> = Object.create(null) as Record<string, string>;
  for (const [name, value] of Object.entries(given ?? {})) {
    const last: unknown = Array.isArray(value) ? value.at(-1) : value;
    if (typeof last === 'string') values[name] = last;
  }
  return values;
}
