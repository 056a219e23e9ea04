import type { FastifyInstance, FastifyReply } from 'fastify';
import { accountMessages } from '../../messages/account-messages.ts';
import { adminMessages } from '../../messages/admin-messages.ts';
import type { OfficerInfo, OpenSession } from '../../officer-types.ts';
import { choice, formStart } from '../../shell/form-fields.ts';
import { FORM_TOKEN_FIELD, requireOwnForm } from '../../shell/form-guard.ts';
import { formOf, freshForm, keyOf } from '../../shell/form-values.ts';
import type { FormState } from '../../shell/form-values.ts';
import { html } from '../../shell/html.ts';
import type { Html } from '../../shell/html.ts';
import { errorSummary, flash } from '../../shell/layout.ts';
import type { View } from '../../shell/layout.ts';
import { parameterOf, queryOf } from '../../shell/page.ts';
import type { Portal } from '../../shell/page.ts';
import { seeOther, sendPage } from '../../shell/send-page.ts';
import { speaker } from '../../shell/speak.ts';
import { getManaged } from '../account/absence-routes.ts';
import { forOfficers, requireStaffManager } from '../officer-session.ts';
import type { OfficerPage } from '../officer-session.ts';
import { accountReason, namedIssues } from './officer-fields.ts';
import { readReason, refusedForm } from './read-officer.ts';

const PATH = '/petugas/pejabat/:officerId/sesi';
const ENDED = 'berakhir';

/** Where an officer is signed in: a telephone was lost, somebody forgot to sign out. */
export function officerSessionRoutes(app: FastifyInstance, portal: Portal): void {
  app.get(
    PATH,
    forOfficers(portal, async (page, request, reply) => {
      requireStaffManager(page);
      const officer = await getManaged(page, parameterOf(request, 'officerId'));
      return show(reply, page, officer, { state: freshForm, ended: queryOf(request)['kabar'] === ENDED });
    }),
  );
  app.post(
    PATH,
    forOfficers(portal, async (page, request, reply) => {
      requireStaffManager(page);
      const values = formOf(request);
      requireOwnForm(request, values.text(FORM_TOKEN_FIELD));
      const officer = await getManaged(page, parameterOf(request, 'officerId'));
      try {
        const ended = { sessionId: values.text('sesi'), reason: readReason(page, values) };
        await page.api.endOfficerSessions(page.token, officer.id, ended, { idempotencyKey: keyOf(values) });
        return seeOther(reply, `/petugas/pejabat/${officer.id}/sesi?kabar=${ENDED}`);
      } catch (thrown) {
        const { state, status } = refusedForm(page, values, thrown);
        return show(reply, page, officer, { state, ended: false }, status);
      }
    }),
  );
}

interface Shown {
  readonly state: FormState;
  readonly ended: boolean;
}

async function show(
  reply: FastifyReply,
  page: OfficerPage,
  officer: OfficerInfo,
  shown: Shown,
  status = 200,
): Promise<FastifyReply> {
  const sessions = await page.api.officerSessions(page.token, officer.id);
  return sendPage(reply, page, sessionsView(page, officer, sessions, shown), status);
}

function sessionsView(
  page: OfficerPage,
  { id, name, username }: OfficerInfo,
  sessions: readonly OpenSession[],
  { state, ended }: Shown,
): View {
  const t = speaker(adminMessages)(page.language);
  const title = t('sessionsTitle', { name });
  const chosen = state.values.typed('sesi');
  return {
    title,
    side: 'officer',
    at: 'officers',
    broken: state.issues.length > 0,
    main: html`<div class="narrow"><p class="over"><a href="/petugas/pejabat?cari=${encodeURIComponent(username)}">← ${t('title')}</a></p><h1>${title}</h1><p>${t('sessionsText')}</p>${flash(ended ? t('sessionsEnded') : undefined)}
${errorSummary(page, namedIssues(page, state))}
${
  sessions.length === 0
    ? html`<p class="card empty">${t('sessionsNone')}</p>`
    : html`${formStart(page, { action: `/petugas/pejabat/${id}/sesi`, state, className: 'card' })}<fieldset class="plain"><legend>${t('sessionsWhich')}</legend>
${choice({ type: 'radio', name: 'sesi', value: '', label: t('sessionsAll'), checked: chosen === '' })}
${sessions.map((session) => choice({ type: 'radio', name: 'sesi', value: session.id, label: whereAndWhen(page, session), checked: chosen === session.id }))}</fieldset>${accountReason(page, state)}
<p class="actions"><button class="button bad">${t('sessionsEnd')}</button></p></form>`
}</div>`,
  };
}

function whereAndWhen({ language, moments }: OfficerPage, session: OpenSession): Html {
  const t = speaker(accountMessages)(language);
  const { device, createdAt, lastUsedAt } = session;
  const facts = [
    device === '' ? t('sessionUnknown') : device,
    createdAt && t('sessionSince', { when: moments.fromNow(createdAt) }),
    lastUsedAt && t('sessionUsed', { when: moments.fromNow(lastUsedAt) }),
  ];
  return html`${facts.filter(Boolean).join(' · ')}`;
}
