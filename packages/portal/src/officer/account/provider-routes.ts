import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { providerMessages } from '../../messages/provider-messages.ts';
import { html } from '../../shell/html.ts';
import type { Html } from '../../shell/html.ts';
import { openPage, queryOf } from '../../shell/page.ts';
import type { Page, Portal } from '../../shell/page.ts';
import { sendPage } from '../../shell/send-page.ts';
import { speaker } from '../../shell/speak.ts';
import { arrive } from './arrive.ts';
import { deviceOf } from './known-browser.ts';
import { askAsWhom, providerChoiceRoutes } from './provider-choice-routes.ts';
import { cookieOptions, PROVIDER_PATH, PROVIDER_SECONDS } from './provider-cookies.ts';
import { sendRefusal } from './provider-refusal.ts';
import { pathAfterSignIn } from '../officer-session.ts';

const say = speaker(providerMessages);
const COOKIE = 'lapor_sso';

/** Signing in at the government's own provider: there and back. */
export function providerRoutes(app: FastifyInstance, portal: Portal): void {
  const options = cookieOptions(portal);
  app.get(PROVIDER_PATH, async (request, reply) => {
    const page = openPage(portal, request, reply);
    try {
      const { url, flow } = await portal.api.beginProviderSignIn(page.context);
      const after = pathAfterSignIn(queryOf(request)['ke']);
      void reply.setCookie(COOKIE, `${flow} ${after}`, { ...options, maxAge: PROVIDER_SECONDS });
      return await reply.header('cache-control', 'no-store').redirect(url, 303);
    } catch (thrown) {
      return sendRefusal(reply, page, thrown);
    }
  });
  app.get(`${PROVIDER_PATH}/kembali`, async (request, reply) => {
    const page = openPage(portal, request, reply);
    const [flow = '', after] = (request.cookies[COOKIE] ?? '').split(' ');
    const device = deviceOf(request);
    void reply.clearCookie(COOKIE, options).header('cache-control', 'no-store');
    try {
      const come = await portal.api.finishProviderSignIn(flow, queryTextOf(request), {
        ...page.context,
        deviceToken: device,
      });
      return 'ticket' in come
        ? askAsWhom(reply, portal, { ticket: come.ticket, after: pathAfterSignIn(after) })
        : arrive(reply, portal, { come, device, after });
    } catch (thrown) {
      return sendRefusal(reply, page, thrown);
    }
  });
  providerChoiceRoutes(app, portal);
}

/** As it came: the provider has signed it, or not. */
function queryTextOf({ url }: FastifyRequest): string {
  const at = url.indexOf('?');
  return at < 0 ? '' : url.slice(at + 1);
}

/** The other way in, on the page of the first. */
export function providerButton(page: Page, name: string | undefined, after: string): Html {
  if (name === undefined) return html``;
  const t = say(page.language);
  const href = `${PROVIDER_PATH}?ke=${encodeURIComponent(after)}`;
  return html`<p class="actions"><a class="button plain" href="${href}">${t('signIn', { name })}</a></p>
    <p class="hint">${t('or')}</p>`;
}

/**
 * Signed out here; the browser goes on to the provider by itself. A page in between, for a form of ours may lead nowhere else
 * (Content-Security-Policy, form-action).
 */
export async function leaveForProvider(reply: FastifyReply, page: Page, url: string): Promise<FastifyReply> {
  const t = say(page.language);
  void reply.header('refresh', `0; url=${url}`).header('cache-control', 'no-store');
  return sendPage(reply, page, {
    title: t('leavingTitle'),
    side: 'officer',
    main: html`<div class="narrow">
      <h1>${t('leavingTitle')}</h1>
      <p>${t('leavingText')}</p>
      <p class="actions"><a class="button" href="${url}">${t('leavingOn')}</a></p>
    </div>`,
  });
}
