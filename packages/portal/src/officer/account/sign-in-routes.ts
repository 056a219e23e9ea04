import { toAppError } from '@lapor/kernel';
import type { AppError } from '@lapor/kernel';
import type { FastifyInstance } from 'fastify';
import { officerMessages } from '../../messages/officer-messages.ts';
import { httpStatusOf } from '../../shell/error-page.ts';
import { formStart, inputField } from '../../shell/form-fields.ts';
import { FORM_TOKEN_FIELD, requireOwnForm } from '../../shell/form-guard.ts';
import { formOf, freshForm } from '../../shell/form-values.ts';
import type { FormState } from '../../shell/form-values.ts';
import { html } from '../../shell/html.ts';
import { errorSummary } from '../../shell/layout.ts';
import type { View } from '../../shell/layout.ts';
import { openPage, queryOf } from '../../shell/page.ts';
import type { Page, Portal } from '../../shell/page.ts';
import { seeOther, sendPage } from '../../shell/send-page.ts';
import { speaker } from '../../shell/speak.ts';
import { arrive } from './arrive.ts';
import { deviceOf } from './known-browser.ts';
import { dropToken, pathAfterSignIn, tokenOf } from '../officer-session.ts';
import { leaveForProvider, providerButton } from './provider-routes.ts';
import { lockedOut } from './sign-in-refusals.ts';

const say = speaker(officerMessages);

export function signInRoutes(app: FastifyInstance, portal: Portal): void {
  app.get('/masuk', async (request, reply) => {
    const page = openPage(portal, request, reply);
    const after = pathAfterSignIn(queryOf(request)['ke']);
    return sendPage(reply, page, signInView(page, freshForm, after, await portal.api.provider()));
  });
  app.post('/masuk', async (request, reply) => {
    const page = openPage(portal, request, reply);
    const values = formOf(request);
    requireOwnForm(request, values.text(FORM_TOKEN_FIELD));
    const after = pathAfterSignIn(values.text('ke'));
    const device = deviceOf(request);
    try {
      const signedIn = await portal.api.signIn(values.typed('nama_pengguna').trim(), values.typed('sandi'), {
        ...page.context,
        deviceToken: device,
      });
      return arrive(reply, portal, { come: signedIn, device, after });
    } catch (thrown) {
      const error = toAppError(thrown);
      if (!['unauthenticated', 'invalid', 'rate_limited'].includes(error.code)) throw error;
      const rule = whyNot(page, error);
      const state = { values, issues: [{ field: 'nama_pengguna', rule }] };
      const view = signInView(page, state, after, await portal.api.provider());
      return sendPage(reply, page, view, httpStatusOf(error.code));
    }
  });
  passwordRoutes(app, portal);
  app.post('/keluar', async (request, reply) => {
    requireOwnForm(request, formOf(request).text(FORM_TOKEN_FIELD));
    const token = tokenOf(request);
    const { providerUrl } = token === undefined ? {} : await portal.api.signOut(token);
    dropToken(reply, portal);
    if (providerUrl !== undefined)
      return leaveForProvider(reply, openPage(portal, request, reply), providerUrl);
    return seeOther(reply, '/masuk');
  });
}

function whyNot(page: Page, error: AppError): string {
  if (error.code === 'rate_limited') return lockedOut(page, error);
  return say(page.language)(error.extra['oneTimeCode'] === 'expired' ? 'codeRanOut' : 'signInWrong');
}

function passwordRoutes(app: FastifyInstance, portal: Portal): void {
  app.get('/masuk/sandi', async (request, reply) => {
    if (tokenOf(request) === undefined) return seeOther(reply, '/masuk');
    const page = openPage(portal, request, reply);
    return sendPage(reply, page, passwordView(page, freshForm));
  });
  app.post('/masuk/sandi', async (request, reply) => {
    const page = openPage(portal, request, reply);
    const values = formOf(request);
    requireOwnForm(request, values.text(FORM_TOKEN_FIELD));
    const token = tokenOf(request);
    if (token === undefined) return seeOther(reply, '/masuk');
    try {
      await portal.api.setPassword(token, values.typed('sandi_lama'), values.typed('sandi_baru'));
      return seeOther(reply, '/petugas');
    } catch (thrown) {
      const error = toAppError(thrown);
      const t = say(page.language);
      // A session that is over and a wrong present password look alike: ask whether there is still somebody.
      if (error.code === 'unauthenticated' && (await portal.api.session(token)) === undefined)
        return seeOther(reply, '/masuk');
      if (!['unauthenticated', 'forbidden', 'invalid', 'rate_limited'].includes(error.code)) throw error;
      const issue =
        error.code === 'invalid'
          ? { field: 'sandi_baru', rule: t(passwordRule(error)) }
          : {
              field: 'sandi_lama',
              rule: error.code === 'rate_limited' ? lockedOut(page, error) : t('passwordWrong'),
            };
      return sendPage(reply, page, passwordView(page, { values, issues: [issue] }), httpStatusOf(error.code));
    }
  });
}

/** What is wrong with a new password, as the directory says it. */
function passwordRule({ issues }: AppError) {
  const [rule = ''] = issues.filter(({ field }) => field === 'newPassword').map((issue) => issue.rule);
  if (rule.startsWith('differs')) return 'newPasswordSame';
  if (rule.includes('user name')) return 'newPasswordNamed';
  if (rule.includes('at most')) return 'newPasswordLong';
  return rule.includes('different') ? 'newPasswordPlain' : 'newPasswordHint';
}

function signInView(page: Page, state: FormState, after: string, provider: string | undefined): View {
  const t = say(page.language);
  return {
    title: t('signInTitle'),
    side: 'officer',
    broken: state.issues.length > 0,
    main: html`<div class="narrow"><h1>${t('signInTitle')}</h1>${errorSummary(
      page,
      state.issues.map(({ field, rule }) => ({ id: field, text: rule })),
    )}
${providerButton(page, provider, after)}
${formStart(page, { action: '/masuk', state, className: 'card' })}<input type="hidden" name="ke" value="${after}">
${inputField({ name: 'nama_pengguna', label: t('username'), state, maxLength: 100, autocomplete: 'username', autocapitalize: 'none', required: true })}
${inputField({ name: 'sandi', label: t('password'), hint: t('passwordHint'), state, type: 'password', autocomplete: 'current-password', required: true })}
<p class="actions"><button class="button">${t('signIn')}</button></p></form><p class="hint">${t('lostPassword')}</p></div>`,
  };
}

function passwordView(page: Page, state: FormState): View {
  const t = say(page.language);
  return {
    title: t('setTitle'),
    side: 'officer',
    broken: state.issues.length > 0,
    main: html`<div class="narrow"><h1>${t('setTitle')}</h1><p>${t('setText')}</p>${errorSummary(
      page,
      state.issues.map(({ field, rule }) => ({ id: field, text: rule })),
    )}
${formStart(page, { action: '/masuk/sandi', state, className: 'card' })}
${inputField({ name: 'sandi_lama', label: t('oldPassword'), state, type: 'password', autocomplete: 'current-password', required: true })}
${inputField({ name: 'sandi_baru', label: t('newPassword'), hint: t('newPasswordHint'), state, type: 'password', autocomplete: 'new-password', required: true })}
<p class="actions"><button class="button">${t('savePassword')}</button></p></form></div>`,
  };
}
