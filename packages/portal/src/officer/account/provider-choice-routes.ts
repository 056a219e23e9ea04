import { toAppError } from '@lapor/kernel';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { officerMessages } from '../../messages/officer-messages.ts';
import { providerMessages } from '../../messages/provider-messages.ts';
import type { ProviderAccount } from '../../officer-types.ts';
import { formStart, inputField } from '../../shell/form-fields.ts';
import { FORM_TOKEN_FIELD, requireOwnForm } from '../../shell/form-guard.ts';
import { formOf, freshForm } from '../../shell/form-values.ts';
import type { FormState } from '../../shell/form-values.ts';
import { httpStatusOf } from '../../shell/error-page.ts';
import { html } from '../../shell/html.ts';
import type { Html } from '../../shell/html.ts';
import { errorSummary } from '../../shell/layout.ts';
import type { View } from '../../shell/layout.ts';
import { openPage, queryOf } from '../../shell/page.ts';
import type { Page, Portal } from '../../shell/page.ts';
import { seeOther, sendPage } from '../../shell/send-page.ts';
import { speaker } from '../../shell/speak.ts';
import { colleagueOptions } from './absence-page.ts';
import { arrive } from './arrive.ts';
import { deviceOf } from './known-browser.ts';
import { cookieOptions, PROVIDER_SECONDS } from './provider-cookies.ts';
import { sendRefusal } from './provider-refusal.ts';
import { lockedOut } from './sign-in-refusals.ts';
import { pathAfterSignIn } from '../officer-session.ts';

const say = speaker(providerMessages);
const COOKIE = 'lapor_sso_pilih';
const PATH = '/masuk/sso/pilih';

/** On to the question as whom. A page of its own, that can be asked for again: in the other language, or after a wrong password. */
export function askAsWhom(
  reply: FastifyReply,
  portal: Portal,
  { ticket, after }: { readonly ticket: string; readonly after: string },
): FastifyReply {
  const options = { ...cookieOptions(portal), maxAge: PROVIDER_SECONDS };
  void reply.setCookie(COOKIE, `${ticket} ${after}`, options);
  return seeOther(reply, PATH);
}

/** Whom the provider has let in says as whom they come, and shows once that it is their account where it has a password. */
export function providerChoiceRoutes(app: FastifyInstance, portal: Portal): void {
  app.get(PATH, async (request, reply) => {
    const page = openPage(portal, request, reply);
    void reply.header('cache-control', 'no-store');
    try {
      const accounts = await portal.api.providerAccounts(keptIn(request).ticket, page.context);
      const asked = queryOf(request)['akun'];
      const [only, ...others] = accounts;
      const chosen = others.length === 0 ? only : accounts.find(({ id }) => id === asked);
      if (chosen?.needsPassword !== true) return await sendPage(reply, page, choiceView(page, accounts));
      const state = { several: others.length > 0, form: freshForm };
      return await sendPage(reply, page, await proofView(page, chosen, state));
    } catch (thrown) {
      return sendRefusal(reply, page, thrown);
    }
  });
  app.post(PATH, async (request, reply) => {
    const page = openPage(portal, request, reply);
    const values = formOf(request);
    requireOwnForm(request, values.text(FORM_TOKEN_FIELD));
    const { ticket, after } = keptIn(request);
    const device = deviceOf(request);
    const chosen = { officerId: values.typed('akun'), password: values.typed('sandi') };
    void reply.header('cache-control', 'no-store');
    try {
      const context = { ...page.context, deviceToken: device };
      const come = await portal.api.chooseProviderAccount(ticket, chosen, context);
      void reply.clearCookie(COOKIE, cookieOptions(portal));
      return arrive(reply, portal, { come, device, after });
    } catch (thrown) {
      const error = toAppError(thrown);
      const { code, extra } = error;
      // Since the page was shown the account got a password, or another one.
      if (extra['provider'] === 'password') return seeOther(reply, proofPath(chosen.officerId));
      const isWrong = code === 'unauthenticated' && extra['provider'] === undefined;
      if (!isWrong && code !== 'rate_limited') return sendRefusal(reply, page, thrown);
      const rule = isWrong ? say(page.language)('proofWrong') : lockedOut(page, error);
      const form = { values, issues: [{ field: 'sandi', rule }] };
      return sendProof(reply, page, {
        ticket,
        officerId: chosen.officerId,
        form,
        status: httpStatusOf(code),
      });
    }
  });
}

/** The same question once more, with what was wrong. */
async function sendProof(
  reply: FastifyReply,
  page: Page,
  {
    ticket,
    officerId,
    form,
    status,
  }: {
    readonly ticket: string;
    readonly officerId: string;
    readonly form: FormState;
    readonly status: number;
  },
): Promise<FastifyReply> {
  try {
    const accounts = await page.api.providerAccounts(ticket, page.context);
    const account = accounts.find(({ id }) => id === officerId);
    if (account === undefined) return seeOther(reply, PATH);
    // What was sent has no address of its own: the other language asks about the same account.
    const asked = { ...page, url: proofPath(officerId) };
    const view = await proofView(asked, account, { several: accounts.length > 1, form });
    return await sendPage(reply, asked, view, status);
  } catch (thrown) {
    return sendRefusal(reply, page, thrown);
  }
}

function proofPath(officerId: string): string {
  return `${PATH}?akun=${encodeURIComponent(officerId)}`;
}

function keptIn(request: FastifyRequest): { readonly ticket: string; readonly after: string } {
  const [ticket = '', after] = (request.cookies[COOKIE] ?? '').split(' ');
  return { ticket, after: pathAfterSignIn(after) };
}

/** Somebody serves two offices under one address: as whom do they come? */
function choiceView(page: Page, accounts: readonly ProviderAccount[]): View {
  const t = say(page.language);
  return {
    title: t('chooseTitle'),
    side: 'officer',
    main: html`<div class="narrow"><h1>${t('chooseTitle')}</h1><p>${t('chooseText')}</p>
${formStart(page, { action: PATH, className: 'card' })}${accounts.map((each) => html`<p class="actions">${choiceOf(page, each)}</p>`)}</form>
<p><a href="/masuk">${t('back')}</a></p></div>`,
  };
}

function choiceOf(page: Page, account: ProviderAccount): Html {
  const { id, needsPassword } = account;
  const label = labelOf(page, account);
  return needsPassword
    ? html`<a class="button plain" href="${proofPath(id)}">${label} (${say(page.language)('withPassword')})</a>`
    : html`<button class="button plain" name="akun" value="${id}">${label}</button>`;
}

function labelOf({ language }: Page, account: ProviderAccount): string {
  return colleagueOptions(language, [account])[0]?.label ?? '';
}

/** `several`: there are others to choose from. */
async function proofView(
  page: Page,
  account: ProviderAccount,
  { several, form }: { readonly several: boolean; readonly form: FormState },
): Promise<View> {
  const t = say(page.language);
  const officer = speaker(officerMessages)(page.language);
  const name = (await page.api.provider()) ?? '';
  return {
    title: t('proofTitle'),
    side: 'officer',
    broken: form.issues.length > 0,
    main: html`<div class="narrow"><h1>${t('proofTitle')}</h1>${errorSummary(
      page,
      form.issues.map(({ field, rule }) => ({ id: field, text: rule })),
    )}
<p><strong>${labelOf(page, account)}</strong></p><p>${t('proofWhy', { name })}</p>
${formStart(page, { action: PATH, state: form, className: 'card' })}<input type="hidden" name="akun" value="${account.id}">
${inputField({ name: 'sandi', label: officer('password'), hint: t('proofHint'), state: form, type: 'password', autocomplete: 'current-password', required: true })}
<p class="actions"><button class="button">${officer('signIn')}</button></p></form><p class="hint">${officer('lostPassword')}</p>
<p>${several && html`<a href="${PATH}">${t('otherAccount')}</a> · `}<a href="/masuk">${t('back')}</a></p></div>`,
  };
}
