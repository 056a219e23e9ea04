import { toAppError } from '@lapor/kernel';
import type { AppError, Issue } from '@lapor/kernel';
import type { FastifyInstance, FastifyReply } from 'fastify';
import { historyMessages } from '../../messages/history-messages.ts';
import { templateMessages } from '../../messages/template-messages.ts';
import { errorText, httpStatusOf } from '../../shell/error-page.ts';
import { FORM_TOKEN_FIELD, requireOwnForm } from '../../shell/form-guard.ts';
import { formOf, freshForm, keyOf } from '../../shell/form-values.ts';
import type { FormState, FormValues } from '../../shell/form-values.ts';
import { parameterOf, queryOf } from '../../shell/page.ts';
import type { Portal } from '../../shell/page.ts';
import { seeOther, sendPage } from '../../shell/send-page.ts';
import { speaker } from '../../shell/speak.ts';
import { forOfficers, isAdmin, requireAdmin } from '../officer-session.ts';
import type { OfficerPage } from '../officer-session.ts';
import { templatesView } from './template-page.ts';

/** Words to begin an answer with, kept by the admins of an agency. */
export function templateRoutes(app: FastifyInstance, portal: Portal): void {
  app.get(
    '/petugas/contoh/:agencyId',
    // To read for whoever answers with them; the directory says whose they are.
    forOfficers(portal, async (page, request, reply) => {
      const news = queryOf(request)['kabar'];
      return show(reply, page, { agencyId: parameterOf(request, 'agencyId'), state: freshForm, news });
    }),
  );
  app.post(
    '/petugas/contoh/:agencyId',
    forOfficers(portal, async (page, request, reply) => {
      requireAdmin(page);
      const values = formOf(request);
      requireOwnForm(request, values.text(FORM_TOKEN_FIELD));
      const agencyId = parameterOf(request, 'agencyId');
      const sent = values.text('contoh') ?? 'baru';
      const removes = values.text('langkah') === 'hapus';
      const issues = missing(page, values, removes ? ['alasan'] : ['nama', 'kalimat', 'alasan']);
      if (issues.length > 0)
        return show(reply, page, { agencyId, sent, state: { values, issues }, status: 400 });
      try {
        if (removes) await page.api.removeAnswerTemplate(page.token, sent, reasonOf(values));
        else await save(page, agencyId, sent, values);
      } catch (thrown) {
        const error = toAppError(thrown);
        if (error.code !== 'invalid' && error.code !== 'illegal') throw error;
        const state = { values, issues: told(page, error) };
        return show(reply, page, { agencyId, sent, state, status: httpStatusOf(error.code) });
      }
      return seeOther(reply, `/petugas/contoh/${agencyId}?kabar=${removes ? 'terhapus' : 'tersimpan'}`);
    }),
  );
}

async function save(
  { api, token }: OfficerPage,
  agencyId: string,
  sent: string,
  values: FormValues,
): Promise<void> {
  const words = {
    name: values.text('nama') ?? '',
    text: values.text('kalimat') ?? '',
    reason: reasonOf(values),
  };
  const which = sent === 'baru' ? {} : { id: sent };
  await api.setAnswerTemplate(token, { ...which, agencyId, ...words }, { idempotencyKey: keyOf(values) });
}

function reasonOf(values: FormValues): string {
  return values.text('alasan') ?? '';
}

function missing(page: OfficerPage, values: FormValues, needed: readonly string[]): readonly Issue[] {
  const rule = speaker(templateMessages)(page.language)('rule.empty');
  const empty = needed.filter((field) => values.text(field) === undefined);
  return empty.map((field) => ({ field, rule }));
}

function told(page: OfficerPage, error: AppError): readonly Issue[] {
  const t = speaker(templateMessages)(page.language);
  if (error.code === 'illegal') return [{ field: 'nama', rule: t('tooMany') }];
  const issues = error.issues.flatMap(({ field }) => {
    if (field === 'reason')
      return [{ field: 'alasan', rule: speaker(historyMessages)(page.language)('reasonWrong') }];
    if (field === 'name') return [{ field: 'nama', rule: t('rule.name') }];
    return field === 'text' ? [{ field: 'kalimat', rule: t('rule.text') }] : [];
  });
  return issues.length > 0 ? issues : [{ field: 'nama', rule: errorText(page, error) }];
}

interface Shown {
  readonly agencyId: string;
  readonly state: FormState;
  readonly sent?: string;
  readonly news?: string | undefined;
  readonly status?: number;
}

async function show(
  reply: FastifyReply,
  page: OfficerPage,
  { agencyId, state, sent, news, status = 200 }: Shown,
): Promise<FastifyReply> {
  const [agency, templates, changes] = await Promise.all([
    page.api.agency(agencyId),
    page.api.answerTemplates(page.token, agencyId),
    isAdmin(page.session) ? page.api.answerTemplateChanges(page.token, agencyId) : undefined,
  ]);
  return sendPage(
    reply,
    page,
    templatesView(page, { agency, templates, changes, sent, state, news }),
    status,
  );
}
