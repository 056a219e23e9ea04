import type { FastifyInstance, FastifyReply } from 'fastify';
import type { InvitedOfficer, OfficerInfo } from '../../officer-types.ts';
import { FORM_TOKEN_FIELD, requireOwnForm } from '../../shell/form-guard.ts';
import { formOf, freshForm, keyOf } from '../../shell/form-values.ts';
import type { FormState, FormValues } from '../../shell/form-values.ts';
import { parameterOf, queryOf } from '../../shell/page.ts';
import type { Portal } from '../../shell/page.ts';
import { seeOther, sendPage } from '../../shell/send-page.ts';
import { getManaged } from '../account/absence-routes.ts';
import { MOST_SHOWN, NEWS, officersView, rolesToGive } from './admin-page.ts';
import type { OfficersParts } from './admin-page.ts';
import { returningForm } from './officer-fields.ts';
import { readOfficer, readReason, refusedForm, scopeTyped } from './read-officer.ts';
import { isLastThere, oncePage, replaceView, resetView } from './changing-officer-page.ts';
import { areasToChoose } from '../area-field.ts';
import { forOfficers, requireStaffManager } from '../officer-session.ts';
import type { OfficerPage } from '../officer-session.ts';
import { scopeNames } from './scope-names.ts';
import { findUnits, unitsBelow, withUnit } from '../unit-picker.ts';

/** Inviting, resetting and replacing officers. A one-time password is the answer itself: there is no address to see it again. */
export function adminRoutes(app: FastifyInstance, portal: Portal): void {
  app.get(
    '/petugas/pejabat',
    forOfficers(portal, async (page, request, reply) => {
      requireStaffManager(page);
      const query = queryOf(request);
      const news = NEWS.find((each) => each === query['kabar']);
      const back = query['kembali'] === undefined ? undefined : await getManaged(page, query['kembali']);
      const state = back === undefined ? freshForm : { values: returningForm(back), issues: [] };
      return showOfficers(reply, page, state, 200, { search: query['cari'] ?? '', news });
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
        const { oneTimePassword, codeUntil } = await page.api.resetOfficer(page.token, officer.id, reason, {
          idempotencyKey: keyOf(values),
        });
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
        const invited = await page.api.replaceOfficer(
          page.token,
          officer.id,
          {
            ...(values.ticked('tanpa')
              ? { successorId: values.text('penerus') }
              : { successor: readOfficer(page, values, { follows: officer }) }),
            reason: readReason(page, values),
          },
          { idempotencyKey: keyOf(values) },
        );
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
  const standsInFor = officers.filter(({ absences = [] }) =>
    absences.some(({ deputyId }) => deputyId === officer.id),
  );
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
  { search, news }: Pick<OfficersParts, 'search' | 'news'> = { search: '', news: undefined },
): Promise<FastifyReply> {
  const [all, areas, below, found] = await Promise.all([
    page.api.officers(page.token),
    rolesToGive(page).includes('overseer') ? areasToChoose(page) : [],
    unitsBelow(page),
    findUnits(page, state),
  ]);
  const units = await withUnit(page, below, state.values.text('unit'));
  const wanted = search.trim().toLowerCase();
  const officers = all.filter(({ name, username, agencyName }) =>
    `${name} ${username} ${agencyName}`.toLowerCase().includes(wanted),
  );
  const scopes = await scopeNames(page, officers.slice(0, MOST_SHOWN));
  const parts = { officers, scopes, areas, units, found, state, search, news };
  return sendPage(reply, page, officersView(page, parts), status);
}

async function invite(page: OfficerPage, values: FormValues): Promise<InvitedOfficer> {
  const { scopeArea, ...officer } = readOfficer(page, values);
  const scope = await scopeTyped(page, values, scopeArea);
  const context = { idempotencyKey: keyOf(values) };
  return page.api.inviteOfficer(page.token, { ...officer, ...scope }, readReason(page, values), context);
}
