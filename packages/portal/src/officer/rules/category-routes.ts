import { AppError, notFound, toAppError } from '@lapor/kernel';
import type { Issue } from '@lapor/kernel';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { CategoryChange } from '../../category-types.ts';
import { categoryMessages } from '../../messages/category-messages.ts';
import { errorText, httpStatusOf } from '../../shell/error-page.ts';
import { FORM_TOKEN_FIELD, requireOwnForm } from '../../shell/form-guard.ts';
import { formOf, freshForm, keyOf } from '../../shell/form-values.ts';
import type { FormState, FormValues } from '../../shell/form-values.ts';
import { parameterOf, queryOf } from '../../shell/page.ts';
import type { Portal } from '../../shell/page.ts';
import { seeOther, sendPage } from '../../shell/send-page.ts';
import { speaker } from '../../shell/speak.ts';
import { categoriesView, CATEGORY_ACTIONS, categoryView } from './category-page.ts';
import type { CategoriesParts, CategoryAction } from './category-page.ts';
import { forOfficers } from '../officer-session.ts';
import type { OfficerPage } from '../officer-session.ts';

/** What reports can be about: for the national admin. */
export function categoryRoutes(app: FastifyInstance, portal: Portal): void {
  const read = forOfficers(portal, async (page, request, reply) => {
    const saved = queryOf(request)['kabar'] === 'tersimpan';
    return show(reply, page, { code: codeOf(request), state: freshForm, saved });
  });
  const write = forOfficers(portal, async (page, request, reply) => {
    requireNationalAdmin(page);
    const values = formOf(request);
    requireOwnForm(request, values.text(FORM_TOKEN_FIELD));
    const code = codeOf(request);
    const sent = CATEGORY_ACTIONS.find((action) => action === values.text('tindakan'));
    if (sent === undefined) return show(reply, page, { code, state: { values, issues: [] } });
    const into = code === undefined ? undefined : targetOf(sent, code, values);
    const trying = isTried(sent) && code !== undefined && isToTry(values, into);
    const issues = trying ? notChosen(page, sent, values) : missing(page, sent, values);
    if (issues.length > 0) return show(reply, page, { code, sent, state: { values, issues }, status: 400 });
    try {
      if (trying) {
        const preview = await previewOf(page, code, into ?? '');
        return await show(reply, page, { code, sent, state: { values, issues: [] }, preview });
      }
      const change = changeOf(sent, code ?? values.text('kode') ?? '', values);
      const order = { change, reason: values.text('alasan') ?? '' };
      await page.api.changeCategory(page.token, order, { idempotencyKey: keyOf(values) });
    } catch (thrown) {
      const error = toAppError(thrown);
      if (error.code !== 'invalid') throw error;
      const state = { values, issues: told(page, sent, error) };
      return show(reply, page, { code, sent, state, status: httpStatusOf(error.code) });
    }
    return seeOther(reply, `/petugas/topik${code === undefined ? '' : `/${code}`}?kabar=tersimpan`);
  });
  for (const path of ['/petugas/topik', '/petugas/topik/:code']) {
    app.get(path, read);
    app.post(path, write);
  }
}

function requireNationalAdmin({ session }: OfficerPage): void {
  if (session.officer.role !== 'national_admin')
    throw new AppError('forbidden', 'only the national admin keeps the category tree');
}

function codeOf(request: FastifyRequest): string | undefined {
  const code = parameterOf(request, 'code');
  return code === '' ? undefined : code;
}

const NEEDED: Readonly<Record<CategoryAction, readonly string[]>> = {
  add: ['kelompok', 'nama', 'nama_en', 'kode', 'alasan'],
  rename: ['nama', 'nama_en', 'alasan'],
  mark: ['alasan'],
  retire: ['alasan'],
  restore: ['alasan'],
  merge: ['tujuan', 'alasan'],
  unmerge: ['alasan'],
};

/** What moves many cases is done only once it has been shown what it moves. */
function isTried(action: CategoryAction): boolean {
  return action === 'merge' || action === 'unmerge';
}

/** What it goes on as: by itself, where a merger is undone. */
function targetOf(action: CategoryAction, code: string, values: FormValues): string | undefined {
  return action === 'unmerge' ? code : values.text('tujuan');
}

function isToTry(values: FormValues, into: string | undefined): boolean {
  return values.text('langkah') === 'dampak' || values.text('dilihat') !== into;
}

async function previewOf({ api, token }: OfficerPage, code: string, into: string) {
  const merger = into === code ? { code } : { code, into };
  return { into, ...(await api.previewMerge(token, merger)) };
}

function notChosen(page: OfficerPage, action: CategoryAction, values: FormValues): readonly Issue[] {
  if (action === 'unmerge' || values.text('tujuan') !== undefined) return [];
  return [{ field: 'tujuan', rule: speaker(categoryMessages)(page.language)('rule.empty') }];
}

function missing(page: OfficerPage, action: CategoryAction, values: FormValues): readonly Issue[] {
  const t = speaker(categoryMessages)(page.language);
  const empty = NEEDED[action].filter((field) => values.text(field) === undefined);
  const issues = empty.map((field) => ({ field, rule: t('rule.empty') }));
  // The box stands under its own id, as all boxes do.
  const unsure = action === 'merge' && !values.ticked('yakin');
  return unsure ? [...issues, { field: 'yakin', rule: t('rule.sure') }] : issues;
}

function changeOf(action: CategoryAction, code: string, values: FormValues): CategoryChange {
  const names = { nameId: values.text('nama') ?? '', nameEn: values.text('nama_en') ?? '' };
  const marks = { danger: values.ticked('darurat'), neverPublic: values.ticked('rahasia') };
  switch (action) {
    case 'add': {
      const group = values.text('kelompok') ?? '';
      const hints = { hintId: values.text('penjelasan'), hintEn: values.text('penjelasan_en') };
      return { kind: 'add', code, group, ...names, ...hints, ...marks };
    }
    case 'rename':
      return { kind: 'rename', code, ...names };
    case 'mark':
      return { kind: 'mark', code, ...marks };
    case 'retire':
    case 'restore':
    case 'unmerge':
      return { kind: action, code };
    case 'merge':
      return { kind: 'merge', code, into: values.text('tujuan') ?? '' };
  }
}

/** Where on the form a rule of the directory belongs. */
const FIELDS: Readonly<Record<string, string>> = {
  code: 'kode',
  group: 'kelompok',
  into: 'tujuan',
  nameId: 'nama',
  nameEn: 'nama_en',
  hintId: 'penjelasan',
  hintEn: 'penjelasan_en',
  reason: 'alasan',
};

function told(page: OfficerPage, action: CategoryAction, error: AppError): readonly Issue[] {
  const t = speaker(categoryMessages)(page.language);
  const issues = error.issues.map(({ field, rule }) => ({
    // Only a new one has its code on the form.
    field: field === 'code' && action !== 'add' ? 'alasan' : (FIELDS[field] ?? 'alasan'),
    rule: `rule.${field}` in categoryMessages ? t(`rule.${field as 'code'}`) : rule,
  }));
  return issues.length > 0 ? issues : [{ field: 'alasan', rule: errorText(page, error) }];
}

interface Shown {
  readonly code: string | undefined;
  readonly state: FormState;
  readonly sent?: CategoryAction;
  readonly saved?: boolean;
  readonly status?: number;
  readonly preview?: CategoriesParts['preview'];
}

async function show(
  reply: FastifyReply,
  page: OfficerPage,
  { code, state, sent, saved = false, status = 200, preview: tried }: Shown,
): Promise<FastifyReply> {
  requireNationalAdmin(page);
  const { api, token } = page;
  const [categories, changes] = await Promise.all([
    api.categories({ retired: true }),
    api.categoryChanges(token),
  ]);
  const preview = tried ?? (await seenBefore(page, { code, sent, state }));
  const parts = { categories, changes, sent, state, saved, preview };
  if (code === undefined) return sendPage(reply, page, categoriesView(page, parts), status);
  const category = categories.find((each) => each.code === code);
  if (category === undefined) throw notFound('category', code);
  return sendPage(reply, page, categoryView(page, category, parts), status);
}

/** A merger that was refused shows again what it would move. */
async function seenBefore(
  page: OfficerPage,
  { code, sent, state }: Pick<CategoriesParts, 'sent' | 'state'> & Pick<Shown, 'code'>,
): Promise<CategoriesParts['preview']> {
  const { values, issues } = state;
  if (code === undefined || sent === undefined || !isTried(sent)) return undefined;
  const into = targetOf(sent, code, values);
  const unsaid = into === undefined || into !== values.text('dilihat');
  if (unsaid || issues.some(({ field }) => field === 'tujuan')) return undefined;
  return previewOf(page, code, into);
}
