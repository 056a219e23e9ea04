import type { FastifyInstance, FastifyReply } from 'fastify';
import { adminMessages } from '../../messages/admin-messages.ts';
import type { OfficerInfo } from '../../officer-types.ts';
import { formStart } from '../../shell/form-fields.ts';
import { FORM_TOKEN_FIELD, requireOwnForm } from '../../shell/form-guard.ts';
import { formOf, formValues, keyOf } from '../../shell/form-values.ts';
import type { FormState } from '../../shell/form-values.ts';
import { html } from '../../shell/html.ts';
import { errorSummary } from '../../shell/layout.ts';
import type { View } from '../../shell/layout.ts';
import { parameterOf } from '../../shell/page.ts';
import type { Portal } from '../../shell/page.ts';
import { seeOther, sendPage } from '../../shell/send-page.ts';
import { speaker } from '../../shell/speak.ts';
import { getManaged } from '../account/absence-routes.ts';
import { areasToChoose } from '../area-field.ts';
import { forOfficers, requireStaffManager } from '../officer-session.ts';
import type { OfficerPage } from '../officer-session.ts';
import { findUnits, unitsBelow, unitsToChoose, withUnit } from '../unit-picker.ts';
import { placeFields, rolesToGive } from './admin-page.ts';
import type { OfficersParts } from './admin-page.ts';
import { accountReason, namedIssues, personFields } from './officer-fields.ts';
import { readOfficer, readReason, refusedForm, scopeTyped } from './read-officer.ts';

const PATH = '/petugas/pejabat/:officerId/ubah';

/** Correcting, moving or promoting an officer. */
export function changeOfficerRoutes(app: FastifyInstance, portal: Portal): void {
  app.get(
    PATH,
    forOfficers(portal, async (page, request, reply) => {
      requireStaffManager(page);
      const officer = await getManaged(page, parameterOf(request, 'officerId'));
      return show(reply, page, officer, { values: asItIs(officer), issues: [] });
    }),
  );
  app.post(
    PATH,
    forOfficers(portal, async (page, request, reply) => {
      requireStaffManager(page);
      const values = formOf(request);
      requireOwnForm(request, values.text(FORM_TOKEN_FIELD));
      const officer = await getManaged(page, parameterOf(request, 'officerId'));
      if (values.text('langkah') !== undefined) return show(reply, page, officer, { values, issues: [] });
      try {
        const { scopeArea, username: _stays, ...to } = readOfficer(page, values, { known: officer });
        const scope = await scopeTyped(page, values, scopeArea);
        const change = { ...to, ...scope, reason: readReason(page, values) };
        await page.api.changeOfficer(page.token, officer.id, change, { idempotencyKey: keyOf(values) });
        return seeOther(reply, `/petugas/pejabat?kabar=berubah&cari=${encodeURIComponent(officer.username)}`);
      } catch (thrown) {
        const { state, status } = refusedForm(page, values, thrown);
        return show(reply, page, officer, state, status);
      }
    }),
  );
}

function asItIs({ name, email, phone, role, agencyId, scopeAgencyId, scopeArea }: OfficerInfo) {
  const person = { nama: name, email: email ?? '', hp: phone ?? '', peran: role, unit: agencyId };
  return formValues({ ...person, lingkup: scopeArea ?? '', lingkup_instansi: scopeAgencyId ?? '' });
}

async function show(
  reply: FastifyReply,
  page: OfficerPage,
  officer: OfficerInfo,
  state: FormState,
  status = 200,
): Promise<FastifyReply> {
  const [areas, all, found] = await Promise.all([
    rolesToGive(page).includes('overseer') ? areasToChoose(page) : [],
    unitsToChoose(page),
    findUnits(page, state),
  ]);
  const units = await withUnit(page, all ?? (await unitsBelow(page)), officer.agencyId);
  return sendPage(reply, page, changeView(page, officer, { areas, units, found, state }), status);
}

function changeView(
  page: OfficerPage,
  { id, name, username }: OfficerInfo,
  parts: Pick<OfficersParts, 'areas' | 'units' | 'found' | 'state'>,
): View {
  const t = speaker(adminMessages)(page.language);
  const { state } = parts;
  const title = t('changeTitle', { name });
  return {
    title,
    side: 'officer',
    at: 'officers',
    broken: state.issues.length > 0,
    main: html`<div class="narrow"><p class="over"><a href="/petugas/pejabat?cari=${encodeURIComponent(username)}">← ${t('title')}</a></p><h1>${title}</h1><p>${t('changeText', { name, username })}</p>
${errorSummary(page, namedIssues(page, state))}
${formStart(page, { action: `/petugas/pejabat/${id}/ubah`, state, className: 'card' })}${personFields(page, state, true)}${placeFields(page, parts)}${accountReason(page, state)}
<p class="actions"><button class="button">${t('changeSend')}</button><a class="button plain" href="/petugas/pejabat">${t('cancel')}</a></p></form></div>`,
  };
}
