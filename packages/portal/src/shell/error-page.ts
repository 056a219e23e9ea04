import { AppError, toAppError } from '@lapor/kernel';
import type { ErrorCode } from '@lapor/kernel';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { errorMessages } from '../messages/error-messages.ts';
import { html } from './html.ts';
import type { View } from './layout.ts';
import { openPage } from './page.ts';
import type { Page, Portal } from './page.ts';
import { sendPage } from './send-page.ts';
import { speaker } from './speak.ts';

const STATUSES: Readonly<Record<ErrorCode, number>> = {
  invalid: 400,
  unauthenticated: 401,
  forbidden: 403,
  not_found: 404,
  conflict: 409,
  illegal: 409,
  unprocessable: 422,
  too_large: 413,
  unsupported: 415,
  rate_limited: 429,
  unavailable: 503,
  timeout: 504,
  internal: 500,
};

export function httpStatusOf(code: ErrorCode): number {
  return STATUSES[code];
}

/** What the framework itself refuses. */
function known(error: Error): AppError {
  if (error instanceof AppError) return error;
  const { statusCode } = error as { statusCode?: number };
  if (statusCode === 413) return new AppError('too_large', error.message, { cause: error });
  if (statusCode === 415) return new AppError('unsupported', error.message, { cause: error });
  if (statusCode !== undefined && statusCode >= 400 && statusCode < 500)
    return new AppError('invalid', error.message, { cause: error });
  return toAppError(error);
}

/** The one sentence about an error for a person. */
export function errorText(page: Page, error: AppError): string {
  const t = speaker(errorMessages)(page.language);
  if (error.extra['foreignForm'] === true) return t('foreignForm');
  const { retryAfterSeconds } = error.extra;
  if (error.code === 'rate_limited' && typeof retryAfterSeconds === 'number')
    return `${t('text.rate_limited')} ${t('retryAfter', { minutes: Math.ceil(retryAfterSeconds / 60) })}`;
  return t(`text.${error.code}`);
}

/** Everything thrown on the way to a page becomes a page. */
export function errorHandler(portal: Portal) {
  return (thrown: Error, request: FastifyRequest, reply: FastifyReply): FastifyReply => {
    const error = known(thrown);
    const status = httpStatusOf(error.code);
    if (status >= 500) request.log.error({ err: error, route: request.routeOptions.url }, 'page failed');
    return sendError(openPage(portal, request, reply), request, reply, error);
  };
}

/** The page about an error, with the menu of whoever is signed in. */
export function sendError(
  page: Page,
  { url }: FastifyRequest,
  reply: FastifyReply,
  error: AppError,
): FastifyReply {
  return sendPage(reply, page, errorView(page, error, url), httpStatusOf(error.code));
}

function errorView(page: Page, error: AppError, url: string): View {
  const t = speaker(errorMessages)(page.language);
  const officer = url.startsWith('/petugas') || url.startsWith('/masuk');
  const link = (href: string, text: string) => html`<a class="button" href="${href}">${text}</a>`;
  const inside = page.session === undefined ? link('/masuk', t('toSignIn')) : link('/petugas', t('toInbox'));
  const way = officer ? inside : link('/', t('toHome'));
  return {
    title: t(`title.${error.code}`),
    side: officer ? 'officer' : 'citizen',
    main: html`<div class="narrow lost">
      <h1>${t(`title.${error.code}`)}</h1>
      <p>${errorText(page, error)}</p>
      <p class="actions">
        ${way}
        ${!officer && html`<a class="button plain" href="/lacak">${t('toTrack')}</a>`}
      </p>
    </div>`,
  };
}
