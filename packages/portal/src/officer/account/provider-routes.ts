import { toAppError } from '@lapor/kernel';
import type { AppError } from '@lapor/kernel';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { providerMessages } from '../../messages/provider-messages.ts';
import { httpStatusOf } from '../../shell/error-page.ts';
import type { Colleague, SignedIn } from '../../officer-types.ts';
import { formStart } from '../../shell/form-fields.ts';
import { FORM_TOKEN_FIELD, requireOwnForm } from '../../shell/form-guard.ts';
import { formOf } from '../../shell/form-values.ts';
import { html } from '../../shell/html.ts';
import type { Html } from '../../shell/html.ts';
import type { View } from '../../shell/layout.ts';
import { openPage, queryOf } from '../../shell/page.ts';
import type { Page, Portal } from '../../shell/page.ts';
import { seeOther, sendPage } from '../../shell/send-page.ts';
import { speaker } from '../../shell/speak.ts';
import { colleagueOptions } from './absence-page.ts';
import { deviceOf, keepDevice } from './known-browser.ts';
import { keepToken, pathAfterSignIn, waysOn } from '../officer-session.ts';

const say = speaker(providerMessages);
const COOKIE = 'lapor_sso';
const CHOICE_COOKIE = 'lapor_sso_pilih';
const BEGIN_PATH = '/masuk/sso';
/** As long as the directory takes the answer. */
const COOKIE_SECONDS = 600;

/** Signing in at the government's own provider: there and back. */
export function providerRoutes(app: FastifyInstance, portal: Portal): void {
  // Lax: the provider's page leads back here, and the browser must know that it was the one that began.
  const options = { path: BEGIN_PATH, httpOnly: true, sameSite: 'lax', secure: portal.https } as const;
  app.get(BEGIN_PATH, async (request, reply) => {
    const page = openPage(portal, request, reply);
    try {
      const { url, flow } = await portal.api.beginProviderSignIn(page.context);
      const after = pathAfterSignIn(queryOf(request)['ke']);
      void reply.setCookie(COOKIE, `${flow} ${after}`, { ...options, maxAge: COOKIE_SECONDS });
      return await reply.header('cache-control', 'no-store').redirect(url, 303);
    } catch (thrown) {
      return sendRefusal(reply, page, thrown);
    }
  });
  app.get(`${BEGIN_PATH}/kembali`, async (request, reply) => {
    const page = openPage(portal, request, reply);
    const [flow = '', after] = (request.cookies[COOKIE] ?? '').split(' ');
    const device = deviceOf(request);
    void reply.clearCookie(COOKIE, options).header('cache-control', 'no-store');
    try {
      const come = await portal.api.finishProviderSignIn(flow, queryTextOf(request), {
        ...page.context,
        deviceToken: device,
      });
      if ('ticket' in come) {
        const choice = `${come.ticket} ${pathAfterSignIn(after)}`;
        void reply.setCookie(CHOICE_COOKIE, choice, { ...options, maxAge: COOKIE_SECONDS });
        return await sendPage(reply, page, choiceView(page, come.accounts));
      }
      return arrive(reply, portal, { come, device, after });
    } catch (thrown) {
      return sendRefusal(reply, page, thrown);
    }
  });
  app.post(`${BEGIN_PATH}/pilih`, async (request, reply) => {
    const page = openPage(portal, request, reply);
    const values = formOf(request);
    requireOwnForm(request, values.text(FORM_TOKEN_FIELD));
    const [ticket = '', after] = (request.cookies[CHOICE_COOKIE] ?? '').split(' ');
    const device = deviceOf(request);
    void reply.clearCookie(CHOICE_COOKIE, options).header('cache-control', 'no-store');
    try {
      const context = { ...page.context, deviceToken: device };
      const come = await portal.api.chooseProviderAccount(ticket, values.typed('akun'), context);
      return arrive(reply, portal, { come, device, after });
    } catch (thrown) {
      return sendRefusal(reply, page, thrown);
    }
  });
}

function arrive(
  reply: FastifyReply,
  portal: Portal,
  {
    come,
    device,
    after,
  }: { readonly come: SignedIn; readonly device: string; readonly after: string | undefined },
): FastifyReply {
  keepToken(reply, portal, come.token);
  keepDevice(reply, portal, device);
  return seeOther(reply, waysOn(come, pathAfterSignIn(after)));
}

/** Somebody serves two offices under one address: as whom do they come? */
function choiceView(page: Page, accounts: readonly Colleague[]): View {
  const t = say(page.language);
  return {
    title: t('chooseTitle'),
    side: 'officer',
    main: html`<div class="narrow"><h1>${t('chooseTitle')}</h1><p>${t('chooseText')}</p>
${formStart(page, { action: `${BEGIN_PATH}/pilih`, className: 'card' })}${colleagueOptions(page.language, accounts).map(({ value, label }) => html`<p class="actions"><button class="button plain" name="akun" value="${value}">${label}</button></p>`)}</form>
<p><a href="/masuk">${t('back')}</a></p></div>`,
  };
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
  const href = `${BEGIN_PATH}?ke=${encodeURIComponent(after)}`;
  return html`<p class="actions"><a class="button plain" href="${href}">${t('signIn', { name })}</a></p>
    <p class="hint">${t('or')}</p>`;
}

async function sendRefusal(reply: FastifyReply, page: Page, thrown: unknown): Promise<FastifyReply> {
  const error = toAppError(thrown);
  if (!['unauthenticated', 'unavailable', 'rate_limited', 'illegal'].includes(error.code)) throw error;
  return sendPage(reply, page, refusalView(page, error), httpStatusOf(error.code));
}

function refusalView(page: Page, error: AppError): View {
  const t = say(page.language);
  return {
    title: t('refusedTitle'),
    side: 'officer',
    main: html`<div class="narrow">
      <h1>${t('refusedTitle')}</h1>
      <p class="warning" role="alert">${t(reasonOf(error))}</p>
      <p class="actions"><a class="button" href="/masuk">${t('back')}</a></p>
    </div>`,
  };
}

const REFUSALS = ['unknown', 'unverified', 'denied'] as const;

function reasonOf({ code, extra }: AppError) {
  if (code === 'unavailable') return 'unavailable';
  if (code === 'rate_limited') return 'often';
  return REFUSALS.find((each) => each === extra['provider']) ?? 'failed';
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
