import { toAppError } from '@lapor/kernel';
import type { AppError } from '@lapor/kernel';
import type { FastifyInstance, FastifyReply } from 'fastify';
import { accountMessages } from '../../messages/account-messages.ts';
import { httpStatusOf } from '../../shell/error-page.ts';
import { FORM_TOKEN_FIELD, requireOwnForm } from '../../shell/form-guard.ts';
import { formOf, freshForm } from '../../shell/form-values.ts';
import type { FormState, FormValues } from '../../shell/form-values.ts';
import { openPage, queryOf } from '../../shell/page.ts';
import type { Page, Portal } from '../../shell/page.ts';
import { seeOther, sendPage } from '../../shell/send-page.ts';
import { speaker } from '../../shell/speak.ts';
import {
  ACCOUNT_PATH,
  accountView,
  codeView,
  isAccountNews,
  recoveryView,
  SETUP_PATH,
  setupView,
} from './account-page.ts';
import { forOfficers, forWhoeverSetsUp, pathAfterSignIn, tokenOf } from '../officer-session.ts';
import type { OfficerPage } from '../officer-session.ts';

/** The second step of a log-in, and what officers do with their own accounts. */
export function accountRoutes(app: FastifyInstance, portal: Portal): void {
  codeRoutes(app, portal);
  setupRoutes(app, portal);
  app.get(
    ACCOUNT_PATH,
    forOfficers(portal, async (page, request, reply) => {
      const { kabar } = queryOf(request);
      return showAccount(reply, page, freshForm, 200, kabar);
    }),
  );
  app.post(
    `${ACCOUNT_PATH}/akhiri`,
    forOfficers(portal, async (page, request, reply) => {
      const values = formOf(request);
      requireOwnForm(request, values.text(FORM_TOKEN_FIELD));
      await page.api.endSessions(page.token, values.text('sesi'));
      return seeOther(reply, `${ACCOUNT_PATH}?kabar=ended`);
    }),
  );
  app.post(
    `${ACCOUNT_PATH}/pesan-pagi`,
    forOfficers(portal, async (page, request, reply) => {
      const values = formOf(request);
      requireOwnForm(request, values.text(FORM_TOKEN_FIELD));
      await page.api.setPreferences(page.token, { morningMessage: values.text('pesan') === 'ya' });
      return seeOther(reply, `${ACCOUNT_PATH}?kabar=told`);
    }),
  );
  app.post(
    `${SETUP_PATH}/matikan`,
    forOfficers(portal, async (page, request, reply) => {
      const values = formOf(request);
      requireOwnForm(request, values.text(FORM_TOKEN_FIELD));
      try {
        await page.api.removeSecondFactor(page.token, values.typed('kode'));
        return seeOther(reply, `${ACCOUNT_PATH}?kabar=removed`);
      } catch (thrown) {
        const { state, status } = refused(page, values, thrown);
        return showAccount(reply, page, state, status);
      }
    }),
  );
}

function codeRoutes(app: FastifyInstance, portal: Portal): void {
  app.get('/masuk/kode', async (request, reply) => {
    if (tokenOf(request) === undefined) return seeOther(reply, '/masuk');
    const page = openPage(portal, request, reply);
    return sendPage(reply, page, codeView(page, freshForm, pathAfterSignIn(queryOf(request)['ke'])));
  });
  app.post('/masuk/kode', async (request, reply) => {
    const page = openPage(portal, request, reply);
    const values = formOf(request);
    requireOwnForm(request, values.text(FORM_TOKEN_FIELD));
    const token = tokenOf(request);
    if (token === undefined) return seeOther(reply, '/masuk');
    const after = pathAfterSignIn(values.text('ke'));
    try {
      await portal.api.confirmSecondFactor(token, values.typed('kode'));
      return seeOther(reply, after);
    } catch (thrown) {
      if (toAppError(thrown).code === 'unauthenticated') return seeOther(reply, '/masuk');
      const { state, status } = refused(page, values, thrown);
      return sendPage(reply, page, codeView(page, state, after), status);
    }
  });
}

function setupRoutes(app: FastifyInstance, portal: Portal): void {
  app.get(
    SETUP_PATH,
    forWhoeverSetsUp(portal, async (page, _request, reply) => {
      if (page.session.secondFactor === 'set') return seeOther(reply, ACCOUNT_PATH);
      void reply.header('cache-control', 'no-store');
      return sendPage(reply, page, setupView(page, await page.api.beginSecondFactor(page.token), freshForm));
    }),
  );
  app.post(
    SETUP_PATH,
    forWhoeverSetsUp(portal, async (page, request, reply) => {
      const values = formOf(request);
      requireOwnForm(request, values.text(FORM_TOKEN_FIELD));
      try {
        const { recoveryCodes } = await page.api.enrolSecondFactor(page.token, values.typed('kode'));
        void reply.header('cache-control', 'no-store');
        return await sendPage(reply, page, recoveryView(page, recoveryCodes));
      } catch (thrown) {
        // Sent twice: it is in use.
        if (toAppError(thrown).code === 'illegal') return seeOther(reply, ACCOUNT_PATH);
        const { state, status } = refused(page, values, thrown);
        const setup = await page.api.beginSecondFactor(page.token);
        return sendPage(reply, page, setupView(page, setup, state), status);
      }
    }),
  );
}

async function showAccount(
  reply: FastifyReply,
  page: OfficerPage,
  state: FormState,
  status: number,
  kabar?: string,
): Promise<FastifyReply> {
  const news = isAccountNews(kabar) ? kabar : undefined;
  const [sessions, preferences] = await Promise.all([
    page.api.sessions(page.token),
    page.api.preferences(page.token),
  ]);
  return sendPage(reply, page, accountView(page, { sessions, preferences, state, news }), status);
}

/** A code that did not do, as a form to fill in again. What else went wrong is thrown on. */
function refused(page: Page, values: FormValues, thrown: unknown): { state: FormState; status: number } {
  const error = toAppError(thrown);
  if (error.code !== 'invalid' && error.code !== 'rate_limited') throw error;
  const rule =
    error.code === 'invalid' ? speaker(accountMessages)(page.language)('codeWrong') : wait(page, error);
  return { state: { values, issues: [{ field: 'kode', rule }] }, status: httpStatusOf(error.code) };
}

function wait(page: Page, { extra: { retryAfterSeconds } }: AppError): string {
  const minutes = typeof retryAfterSeconds === 'number' ? Math.ceil(retryAfterSeconds / 60) : 1;
  return speaker(accountMessages)(page.language)('codeLocked', { minutes });
}
