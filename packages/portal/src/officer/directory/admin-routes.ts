import { AppError, toAppError } from '@lapor/kernel';
import type { Issue } from '@lapor/kernel';
import type { FastifyInstance, FastifyReply } from 'fastify';
import { AGENCY_ID } from '../../citizen/agency-picker.ts';
import { adminMessages } from '../../messages/admin-messages.ts';
import { errorMessages } from '../../messages/error-messages.ts';
import { historyMessages } from '../../messages/history-messages.ts';
import type { InvitedOfficer, NewOfficer, OfficerInfo } from '../../officer-types.ts';
import { errorText, httpStatusOf } from '../../shell/error-page.ts';
import { FORM_TOKEN_FIELD, requireOwnForm } from '../../shell/form-guard.ts';
import { formOf, freshForm } from '../../shell/form-values.ts';
import type { FormState, FormValues } from '../../shell/form-values.ts';
import { parameterOf, queryOf } from '../../shell/page.ts';
import type { Page, Portal } from '../../shell/page.ts';
import { seeOther, sendPage } from '../../shell/send-page.ts';
import { speaker } from '../../shell/speak.ts';
import { getManaged } from '../account/absence-routes.ts';
import { MOST_SHOWN, officersView, rolesToGive } from './admin-page.ts';
import { isLastThere, oncePage, replaceView, resetView } from './changing-officer-page.ts';
import { areasToChoose, codeTyped } from '../area-field.ts';
import { forOfficers, requireStaffManager } from '../officer-session.ts';
import type { OfficerPage } from '../officer-session.ts';
import { scopeNames } from './scope-names.ts';
import { findUnits, unitsBelow } from '../unit-picker.ts';

/** Among these somebody finds the one they mean; more than are called alike. */
const MOST_NAMED = 50;
const MOST_SAID = 10;

/** Inviting, resetting and replacing officers. A one-time password is the answer itself: there is no address to see it again. */
export function adminRoutes(app: FastifyInstance, portal: Portal): void {
  app.get(
    '/petugas/pejabat',
    forOfficers(portal, async (page, request, reply) => {
      requireStaffManager(page);
      const query = queryOf(request);
      return showOfficers(reply, page, freshForm, 200, query['cari'] ?? '', query['kabar'] === 'berakhir');
    }),
  );
  app.post(
    '/petugas/pejabat',
    forOfficers(portal, async (page, request, reply) => {
      requireStaffManager(page);
      const values = formOf(request);
      requireOwnForm(request, values.text(FORM_TOKEN_FIELD));
      if (values.text('langkah') !== undefined) return showOfficers(reply, page, { values, issues: [] }, 200);
      try {
        const invited = await invite(page, values);
        return sendPage(reply, page, oncePage(page, invited));
      } catch (thrown) {
        const { state, status } = refusedForm(page, values, thrown);
        return showOfficers(reply, page, state, status);
      }
    }),
  );
  app.get(
    '/petugas/pejabat/:officerId/atur-ulang',
    forOfficers(portal, async (page, request, reply) => {
      requireStaffManager(page);
      const officer = await getManaged(page, parameterOf(request, 'officerId'));
      return sendPage(reply, page, resetView(page, officer, freshForm));
    }),
  );
  app.post(
    '/petugas/pejabat/:officerId/atur-ulang',
    forOfficers(portal, async (page, request, reply) => {
      requireStaffManager(page);
      const values = formOf(request);
      requireOwnForm(request, values.text(FORM_TOKEN_FIELD));
      const officer = await getManaged(page, parameterOf(request, 'officerId'));
      try {
        const reason = readReason(page, values);
        const { oneTimePassword, codeUntil } = await page.api.resetOfficer(page.token, officer.id, reason);
        return sendPage(reply, page, oncePage(page, { officer: { ...officer, codeUntil }, oneTimePassword }));
      } catch (thrown) {
        const { state, status } = refusedForm(page, values, thrown);
        return sendPage(reply, page, resetView(page, officer, state), status);
      }
    }),
  );
  replaceRoutes(app, portal);
}

function replaceRoutes(app: FastifyInstance, portal: Portal): void {
  app.get(
    '/petugas/pejabat/:officerId/ganti',
    forOfficers(portal, async (page, request, reply) => {
      requireStaffManager(page);
      const officer = await getManaged(page, parameterOf(request, 'officerId'));
      return showReplacing(reply, page, officer, freshForm);
    }),
  );
  app.post(
    '/petugas/pejabat/:officerId/ganti',
    forOfficers(portal, async (page, request, reply) => {
      requireStaffManager(page);
      const values = formOf(request);
      requireOwnForm(request, values.text(FORM_TOKEN_FIELD));
      const officer = await getManaged(page, parameterOf(request, 'officerId'));
      try {
        const invited = await page.api.replaceOfficer(page.token, officer.id, {
          ...(values.ticked('tanpa')
            ? { successorId: values.text('penerus') }
            : { successor: readOfficer(page, values, officer) }),
          reason: readReason(page, values),
        });
        if (invited === undefined) return seeOther(reply, '/petugas/pejabat?kabar=berakhir');
        return sendPage(reply, page, oncePage(page, invited));
      } catch (thrown) {
        const { state, status } = refusedForm(page, values, thrown);
        return showReplacing(reply, page, officer, state, status);
      }
    }),
  );
}

async function showReplacing(
  reply: FastifyReply,
  page: OfficerPage,
  officer: OfficerInfo,
  state: FormState,
  status = 200,
): Promise<FastifyReply> {
  const [colleagues, officers] = await Promise.all([
    page.api.deputies(page.token, officer.id),
    page.api.officers(page.token),
  ]);
  const standsInFor = officers.filter(({ absence }) => absence?.deputyId === officer.id);
  const isLast = isLastThere(officer, officers);
  return sendPage(
    reply,
    page,
    replaceView(page, { officer, colleagues, standsInFor, isLast, state }),
    status,
  );
}

async function showOfficers(
  reply: FastifyReply,
  page: OfficerPage,
  state: FormState,
  status: number,
  search = '',
  ended = false,
): Promise<FastifyReply> {
  const [all, areas, units, found] = await Promise.all([
    page.api.officers(page.token),
    rolesToGive(page).includes('overseer') ? areasToChoose(page) : [],
    unitsBelow(page),
    findUnits(page, state),
  ]);
  const wanted = search.trim().toLowerCase();
  const officers = all.filter(({ name, username, agencyName }) =>
    `${name} ${username} ${agencyName}`.toLowerCase().includes(wanted),
  );
  const scopes = await scopeNames(page, officers.slice(0, MOST_SHOWN));
  const parts = { officers, scopes, areas, units, found, state, search, ended };
  return sendPage(reply, page, officersView(page, parts), status);
}

async function invite(page: OfficerPage, values: FormValues): Promise<InvitedOfficer> {
  const { scopeArea, ...officer } = readOfficer(page, values, undefined);
  const scope = {
    scopeAgencyId: await agencyTyped(page, values.text('lingkup_instansi')),
    scopeArea: scopeArea && codeTyped(scopeArea, await areasToChoose(page)),
  };
  return page.api.inviteOfficer(page.token, { ...officer, ...scope }, readReason(page, values));
}

/**
 * The one agency that is called so, or has this code: who may look at what is not guessed.
 * @throws AppError invalid with the form's own field name
 */
async function agencyTyped(page: OfficerPage, text: string | undefined): Promise<string | undefined> {
  if (text === undefined) return undefined;
  const found = await page.api.agencies({ text, limit: MOST_NAMED });
  const called = found.filter(({ name }) => name.toLowerCase() === text.toLowerCase());
  const [only, another] = called;
  if (only !== undefined && another === undefined) return only.id;
  if (called.length === 0 && AGENCY_ID.test(text)) return text;
  const a = speaker(adminMessages)(page.language);
  const meant = (called.length > 0 ? called : found).slice(0, MOST_SAID);
  const names = meant.map(({ id, name }) => `${name} (${id})`).join('; ');
  const rule = meant.length === 0 ? a('scopeAgencyNone') : a('scopeAgencySeveral', { names });
  throw new AppError('invalid', 'no one agency', { issues: [{ field: 'lingkup_instansi', rule }] });
}

/** @throws AppError invalid with the form's own field name */
function readReason({ language }: Page, values: FormValues): string {
  const reason = values.text('alasan');
  if (reason !== undefined) return reason;
  const issues = [{ field: 'alasan', rule: speaker(errorMessages)(language)('field.empty') }];
  throw new AppError('invalid', 'the form is not complete', { issues });
}

/** A successor takes role and unit of whom they follow. @throws AppError invalid with the form's own field names */
function readOfficer(page: OfficerPage, values: FormValues, follows: OfficerInfo | undefined): NewOfficer {
  const t = speaker(errorMessages)(page.language);
  const a = speaker(adminMessages)(page.language);
  const issues: Issue[] = [];
  const needed = (field: string) => {
    const text = values.text(field);
    if (text === undefined) issues.push({ field, rule: t('field.empty') });
    return text ?? '';
  };
  const name = needed('nama');
  const username = needed('nama_pengguna');
  // What is missing is said at once.
  needed('alasan');
  const email = values.text('email');
  if (email !== undefined && !/^[^\s@]+@[^\s@.]+(?:\.[^\s@.]+)+$/u.test(email))
    issues.push({ field: 'email', rule: a('emailWrong') });
  const role = follows?.role ?? rolesToGive(page).find((each) => each === values.text('peran'));
  if (role === undefined) issues.push({ field: 'peran', rule: t('field.empty') });
  const agencyId = follows?.agencyId ?? values.text('unit') ?? '';
  if (!AGENCY_ID.test(agencyId)) issues.push({ field: 'unit', rule: t('field.unit') });
  const scopeArea = follows === undefined ? values.text('lingkup') : follows.scopeArea;
  for (const field of ['lingkup', 'lingkup_instansi'] as const)
    if (
      follows === undefined &&
      values.text(field) !== undefined &&
      role !== undefined &&
      role !== 'overseer'
    )
      issues.push({ field, rule: a('scopeNotTheirs') });
  if (issues.length > 0 || role === undefined)
    throw new AppError('invalid', 'the form is not complete', { issues });
  const scope = { scopeAgencyId: follows?.scopeAgencyId, scopeArea };
  return { username, name, role, agencyId, email, phone: values.text('hp'), ...scope };
}

function refusedForm(page: Page, values: FormValues, thrown: unknown): { state: FormState; status: number } {
  const error = toAppError(thrown);
  if (!['invalid', 'conflict', 'unprocessable', 'forbidden'].includes(error.code)) throw error;
  const a = speaker(adminMessages)(page.language);
  const status = httpStatusOf(error.code);
  if (error.code === 'conflict')
    return { status, state: { values, issues: [{ field: 'nama_pengguna', rule: a('taken') }] } };
  if (error.issues.length === 0)
    return { status, state: { values, issues: [{ field: 'nama', rule: errorText(page, error) }] } };
  const issues = error.issues.map(({ field, rule }) => {
    switch (field) {
      case 'username':
        return { field: 'nama_pengguna', rule: a('usernameWrong') };
      case 'reason':
        return { field: 'alasan', rule: speaker(historyMessages)(page.language)('reasonWrong') };
      case 'email':
        return { field, rule: a('emailWrong') };
      case 'phone':
        return { field: 'hp', rule: a('phoneWrong') };
      case 'scopeAreaCode':
      case 'scopeArea':
        return { field: 'lingkup', rule: a('scopeUnknown') };
      case 'role':
        return { field: 'peran', rule: a('roleWrong') };
      case 'agency_id':
        return { field: 'unit', rule };
      case 'successorId':
        return { field: 'penerus', rule: a('takesOverWrong') };
      default:
        return { field, rule };
    }
  });
  return { status, state: { values, issues } };
}
