import { AppError, notFound, toAppError } from '@lapor/kernel';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { absenceMessages } from '../../messages/absence-messages.ts';
import { accountMessages } from '../../messages/account-messages.ts';
import { adminMessages } from '../../messages/admin-messages.ts';
import { historyMessages } from '../../messages/history-messages.ts';
import type { OfficerInfo } from '../../officer-types.ts';
import { errorText, httpStatusOf } from '../../shell/error-page.ts';
import { FORM_TOKEN_FIELD, requireOwnForm } from '../../shell/form-guard.ts';
import { formOf, freshForm } from '../../shell/form-values.ts';
import type { FormState, FormValues } from '../../shell/form-values.ts';
import { parameterOf, queryOf } from '../../shell/page.ts';
import type { Page, Portal } from '../../shell/page.ts';
import { seeOther, sendPage } from '../../shell/send-page.ts';
import { speaker } from '../../shell/speak.ts';
import { absenceView, OWN_ABSENCE_PATH } from './absence-page.ts';
import type { AbsenceParts } from './absence-page.ts';
import { ACCOUNT_PATH } from './account-page.ts';
import { forOfficers, requireStaffManager } from '../officer-session.ts';
import type { OfficerPage } from '../officer-session.ts';

/** Whose absence a page is about. */
type Whose = Pick<AbsenceParts, 'name' | 'path' | 'back' | 'absences'> & { readonly officerId: string };
type Find = (page: OfficerPage, request: FastifyRequest) => Promise<Whose>;

/** An officer's own absence, and that of a colleague an admin looks after. */
export function absenceRoutes(app: FastifyInstance, portal: Portal): void {
  absenceForm(app, portal, OWN_ABSENCE_PATH, (page) => {
    const { id, absences = [] } = page.session.officer;
    const label = speaker(accountMessages)(page.language)('title');
    const back = { href: ACCOUNT_PATH, label };
    return Promise.resolve({ officerId: id, name: undefined, path: OWN_ABSENCE_PATH, back, absences });
  });
  absenceForm(app, portal, '/petugas/pejabat/:officerId/cuti', async (page, request) => {
    requireStaffManager(page);
    const { id, name, absences = [] } = await getManaged(page, parameterOf(request, 'officerId'));
    const back = { href: '/petugas/pejabat', label: speaker(adminMessages)(page.language)('title') };
    return { officerId: id, name, path: `/petugas/pejabat/${id}/cuti`, back, absences };
  });
}

/** Whose account the admin looks after; of an inspectorate it is told who serves there, and no more. @throws AppError not_found, forbidden */
export async function getManaged(page: OfficerPage, id: string): Promise<OfficerInfo> {
  const officers = await page.api.officers(page.token);
  const officer = officers.find((each) => each.id === id);
  if (officer === undefined) throw notFound('officer', id);
  if (officer.managed === false) throw new AppError('forbidden', 'this account is for others to look after');
  return officer;
}

function absenceForm(app: FastifyInstance, portal: Portal, path: string, find: Find): void {
  app.get(
    path,
    forOfficers(portal, async (page, request, reply) => {
      const { kabar } = queryOf(request);
      const news = kabar === 'saved' || kabar === 'ended' ? kabar : undefined;
      return show(reply, page, await find(page, request), { state: freshForm, news });
    }),
  );
  app.post(
    path,
    forOfficers(portal, async (page, request, reply) => {
      const values = formOf(request);
      requireOwnForm(request, values.text(FORM_TOKEN_FIELD));
      const whose = await find(page, request);
      const ended = values.ticked('kembali');
      try {
        const absence = ended ? { ended: values.text('mulai') } : readAbsence(values);
        await page.api.setAbsence(page.token, whose.officerId, absence, values.text('alasan'));
        return seeOther(reply, `${whose.path}?kabar=${ended ? 'ended' : 'saved'}`);
      } catch (thrown) {
        const { state, status } = refused(page, values, thrown);
        return show(reply, page, whose, { state, news: undefined }, status);
      }
    }),
  );
}

async function show(
  reply: FastifyReply,
  page: OfficerPage,
  { officerId, ...whose }: Whose,
  shown: Pick<AbsenceParts, 'state' | 'news'>,
  status = 200,
): Promise<FastifyReply> {
  const deputies = await page.api.deputies(page.token, officerId);
  return sendPage(reply, page, absenceView(page, { ...whose, ...shown, deputies }), status);
}

function readAbsence(values: FormValues) {
  // Without a day it is the directory that says so, as of a wrong one.
  return {
    from: values.text('dari') ?? '-',
    to: values.text('sampai') ?? '-',
    deputyId: values.text('wakil'),
  };
}

const FIELDS: Readonly<Record<string, readonly [string, 'notADay' | 'toWrong' | 'deputyWrong']>> = {
  from: ['dari', 'notADay'],
  to: ['sampai', 'toWrong'],
  deputyId: ['wakil', 'deputyWrong'],
};

function refused(page: Page, values: FormValues, thrown: unknown): { state: FormState; status: number } {
  const error = toAppError(thrown);
  if (error.code === 'illegal') {
    const rule = speaker(absenceMessages)(page.language)('tooMany');
    return { state: { values, issues: [{ field: 'dari', rule }] }, status: httpStatusOf(error.code) };
  }
  if (error.code !== 'invalid') throw error;
  const issues = error.issues.map(({ field }) => {
    if (field === 'reason')
      return { field: 'alasan', rule: speaker(historyMessages)(page.language)('reasonWrong') };
    const [name, message] = FIELDS[field] ?? ['dari', undefined];
    const rule =
      message === undefined ? errorText(page, error) : speaker(absenceMessages)(page.language)(message);
    return { field: name, rule };
  });
  return { state: { values, issues }, status: httpStatusOf(error.code) };
}
