import { notFound, toAppError } from '@lapor/kernel';
import type { AppError, Issue } from '@lapor/kernel';
import type { FastifyInstance, FastifyReply } from 'fastify';
import type { CompetenceChange, CompetencePreview, CompetenceRow } from '../../competence-types.ts';
import { competenceMessages } from '../../messages/competence-messages.ts';
import { errorText, httpStatusOf } from '../../shell/error-page.ts';
import { FORM_TOKEN_FIELD, requireOwnForm } from '../../shell/form-guard.ts';
import { formOf, formValues, freshForm, keyOf } from '../../shell/form-values.ts';
import type { FormState, FormValues } from '../../shell/form-values.ts';
import { parameterOf, queryOf } from '../../shell/page.ts';
import type { Portal } from '../../shell/page.ts';
import { seeOther, sendPage } from '../../shell/send-page.ts';
import { speaker } from '../../shell/speak.ts';
import { areasToChoose } from '../area-field.ts';
import { competenceView, endRowView } from './competence-page.ts';
import { forOfficers, requireAdmin } from '../officer-session.ts';
import type { OfficerPage } from '../officer-session.ts';
import { findUnits, unitsToChoose } from '../unit-picker.ts';

/** The competence table: asked, tried, changed. */
export function competenceRoutes(app: FastifyInstance, portal: Portal): void {
  app.get(
    '/petugas/wewenang',
    forOfficers(portal, async (page, request, reply) => {
      requireAdmin(page);
      const query = queryOf(request);
      return show(reply, page, {
        asked: formValues(query),
        state: freshForm,
        saved: query['kabar'] === 'tersimpan',
      });
    }),
  );
  app.post(
    '/petugas/wewenang',
    forOfficers(portal, async (page, request, reply) => {
      requireAdmin(page);
      const values = formOf(request);
      requireOwnForm(request, values.text(FORM_TOKEN_FIELD));
      if (values.text('langkah') === 'cari-unit') return show(reply, page, { state: { values, issues: [] } });
      const change = {
        kind: 'enter',
        agencyId: values.text('unit') ?? '',
        category: values.text('topik') ?? '',
        area: values.text('wilayah'),
        validFrom: values.text('mulai') ?? '',
        validTo: values.text('sampai'),
      } as const;
      const { state, preview, status } = await tryOrSave(page, values, change, ['unit', 'topik', 'mulai']);
      if (status === 303) return seeOther(reply, '/petugas/wewenang?kabar=tersimpan');
      return show(reply, page, { state, preview, status });
    }),
  );
  app.get(
    '/petugas/wewenang/:rowId',
    forOfficers(portal, async (page, request, reply) => {
      requireAdmin(page);
      const row = await rowAt(page, parameterOf(request, 'rowId'));
      return sendPage(reply, page, endRowView(page, { row, state: freshForm, today: todayOf(page) }));
    }),
  );
  app.post(
    '/petugas/wewenang/:rowId',
    forOfficers(portal, async (page, request, reply) => {
      requireAdmin(page);
      const values = formOf(request);
      requireOwnForm(request, values.text(FORM_TOKEN_FIELD));
      const row = await rowAt(page, parameterOf(request, 'rowId'));
      const change = { kind: 'end', rowId: row.id, validTo: values.text('sampai') ?? '' } as const;
      const { state, preview, status } = await tryOrSave(page, values, change, ['sampai']);
      if (status === 303) return seeOther(reply, '/petugas/wewenang?kabar=tersimpan');
      return sendPage(reply, page, endRowView(page, { row, state, preview, today: todayOf(page) }), status);
    }),
  );
}

interface Tried {
  readonly state: FormState;
  readonly preview?: CompetencePreview;
  /** 303: saved. */
  readonly status: number;
}

/** One form, two buttons: what would happen, or make it so. */
async function tryOrSave(
  page: OfficerPage,
  values: FormValues,
  change: CompetenceChange,
  needed: readonly string[],
): Promise<Tried> {
  const t = speaker(competenceMessages)(page.language);
  const trying = values.text('langkah') === 'dampak';
  const empty = [...needed, ...(trying ? [] : ['alasan'])].filter(
    (field) => values.text(field) === undefined,
  );
  const issues = empty.map((field) => ({ field, rule: t('rule.empty') }));
  if (issues.length > 0) return { state: { values, issues }, status: 400 };
  try {
    const state = { values, issues: [] };
    if (trying) return { state, preview: await page.api.previewCompetence(page.token, change), status: 200 };
    const order = { change, reason: values.text('alasan') ?? '' };
    await page.api.changeCompetence(page.token, order, { idempotencyKey: keyOf(values) });
    return { state, status: 303 };
  } catch (thrown) {
    const error = toAppError(thrown);
    if (error.code !== 'invalid') throw error;
    return { state: { values, issues: told(page, error) }, status: httpStatusOf(error.code) };
  }
}

/** Where on the form a rule of the directory belongs. */
const FIELDS: Readonly<Record<string, string>> = {
  agencyId: 'unit',
  category: 'topik',
  area: 'wilayah',
  validFrom: 'mulai',
  validTo: 'sampai',
  reason: 'alasan',
};

function told(page: OfficerPage, error: AppError): readonly Issue[] {
  const t = speaker(competenceMessages)(page.language);
  const issues = error.issues.map(({ field, rule }) => ({
    field: FIELDS[field] ?? 'alasan',
    rule: ruleText(t, field, rule),
  }));
  return issues.length > 0 ? issues : [{ field: 'alasan', rule: errorText(page, error) }];
}

function ruleText(
  t: ReturnType<ReturnType<typeof speaker<typeof competenceMessages>>>,
  field: string,
  rule: string,
) {
  const body = /^is what (.+) answers for: an admin above both/.exec(rule)?.[1];
  if (body !== undefined) return t('rule.taken', { body });
  return `rule.${field}` in competenceMessages ? t(`rule.${field as 'validTo'}`) : rule;
}

async function rowAt({ api, token }: OfficerPage, id: string): Promise<CompetenceRow> {
  const row = (await api.competence(token)).rows.find((each) => each.id === id);
  if (row === undefined) throw notFound('competence row', id);
  return row;
}

interface Shown {
  readonly asked?: FormValues;
  readonly state: FormState;
  readonly preview?: CompetencePreview | undefined;
  readonly saved?: boolean;
  readonly status?: number;
}

async function show(
  reply: FastifyReply,
  page: OfficerPage,
  { asked = formValues({}), state, preview, saved = false, status = 200 }: Shown,
): Promise<FastifyReply> {
  const { api, token } = page;
  const [category, area, day] = [asked.text('topik'), asked.text('wilayah'), asked.text('hari')];
  const [table, categories, areas, units, found, answer] = await Promise.all([
    api.competence(token),
    api.categories(),
    areasToChoose(page),
    unitsToChoose(page),
    findUnits(page, state),
    category === undefined && area === undefined ? undefined : api.askCompetence({ category, area, day }),
  ]);
  const parts = {
    table,
    categories,
    areas,
    units,
    found,
    asked,
    answer,
    state,
    preview,
    today: todayOf(page),
    saved,
  };
  return sendPage(reply, page, competenceView(page, parts), status);
}

/** The day it is here, yyyy-mm-dd. */
function todayOf({ portal }: OfficerPage): string {
  return new Intl.DateTimeFormat('en-CA', { timeZone: portal.timeZone }).format(portal.clock.now());
}
