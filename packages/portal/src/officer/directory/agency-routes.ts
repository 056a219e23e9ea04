import { toAppError } from '@lapor/kernel';
import type { AgencyInfo } from '../../directory-types.ts';
import type { AppError, Issue } from '@lapor/kernel';
import type { FastifyInstance, FastifyReply } from 'fastify';
import type { AgencyChange } from '../../agency-change-types.ts';
import { agencyMessages } from '../../messages/agency-messages.ts';
import { errorText, httpStatusOf } from '../../shell/error-page.ts';
import { FORM_TOKEN_FIELD, requireOwnForm } from '../../shell/form-guard.ts';
import { formOf, freshForm, keyOf } from '../../shell/form-values.ts';
import type { FormState, FormValues } from '../../shell/form-values.ts';
import { parameterOf, queryOf } from '../../shell/page.ts';
import type { Portal } from '../../shell/page.ts';
import { seeOther, sendPage } from '../../shell/send-page.ts';
import { speaker } from '../../shell/speak.ts';
import { ACTIONS, agencyView } from './agency-page.ts';
import type { Action } from './agency-page.ts';
import { areasToChoose } from '../area-field.ts';
import { forOfficers, requireAdmin } from '../officer-session.ts';
import type { OfficerPage } from '../officer-session.ts';
import { findUnits, unitsToChoose } from '../unit-picker.ts';

/** The agency tree below an admin: what lies where, what was changed, and changing it. */
export function agencyRoutes(app: FastifyInstance, portal: Portal): void {
  app.get(
    '/petugas/instansi',
    forOfficers(portal, async (page, _request, reply) => {
      requireAdmin(page);
      return seeOther(reply, `/petugas/instansi/${page.session.officer.agencyId}`);
    }),
  );
  app.get(
    '/petugas/instansi/:agencyId',
    forOfficers(portal, async (page, request, reply) => {
      requireAdmin(page);
      const { kabar } = queryOf(request);
      return show(reply, page, { agencyId: parameterOf(request, 'agencyId'), state: freshForm, news: kabar });
    }),
  );
  app.post(
    '/petugas/instansi/:agencyId',
    forOfficers(portal, async (page, request, reply) => {
      requireAdmin(page);
      const values = formOf(request);
      requireOwnForm(request, values.text(FORM_TOKEN_FIELD));
      const agencyId = parameterOf(request, 'agencyId');
      const sent = ACTIONS.find((action) => action === values.text('tindakan'));
      const again = { agencyId, sent, state: { values, issues: [] } };
      if (sent === undefined || values.text('langkah') !== undefined) return show(reply, page, again);
      const issues = missing(page, sent, values);
      if (issues.length > 0) return show(reply, page, { ...again, state: { values, issues }, status: 400 });
      try {
        const context = { idempotencyKey: keyOf(values) };
        const changed = await page.api.changeAgency(page.token, changeOf(sent, agencyId, values), context);
        const news = sent === 'move' || sent === 'close' ? 'menyusul' : 'tersimpan';
        return seeOther(reply, `/petugas/instansi/${changed.id}?kabar=${news}`);
      } catch (thrown) {
        const error = toAppError(thrown);
        if (error.code !== 'invalid' && error.code !== 'conflict') throw error;
        const state = { values, issues: told(page, error) };
        return show(reply, page, { ...again, state, status: httpStatusOf(error.code) });
      }
    }),
  );
}

/** What the form must have before it is sent on. */
function missing({ language }: OfficerPage, action: Action, values: FormValues): readonly Issue[] {
  const t = speaker(agencyMessages)(language);
  const needed = {
    register: ['nama', 'kunci', 'jenis'],
    rename: ['nama'],
    'four-eyes': [],
    'bind-eyes': [],
    move: ['unit'],
    close: [],
  }[action];
  const empty = [...needed, 'alasan'].filter((field) => values.text(field) === undefined);
  return [
    ...empty.map((field) => ({ field, rule: t('rule.empty') })),
    ...(action === 'close' && !values.ticked('yakin') ? [{ field: 'yakin', rule: t('notSure') }] : []),
  ];
}

function changeOf(action: Action, agencyId: string, values: FormValues): AgencyChange {
  const reason = values.text('alasan') ?? '';
  const names = { name: values.text('nama') ?? '', shortName: values.text('singkat') };
  const unit = values.text('unit');
  switch (action) {
    case 'register': {
      const place = { key: values.text('kunci') ?? '', agencyKind: values.text('jenis') ?? '' };
      return {
        kind: action,
        parentId: agencyId,
        ...names,
        ...place,
        areaCode: values.text('wilayah'),
        reason,
      };
    }
    case 'rename':
      return { kind: action, agencyId, ...names, reason };
    case 'four-eyes':
    case 'bind-eyes':
      return { kind: 'four-eyes', agencyId, wanted: values.text('empat_mata') === 'ya', reason };
    case 'move':
      return { kind: action, agencyId, parentId: unit ?? '', reason };
    case 'close':
      return { kind: action, agencyId, successorId: unit, keepOfficers: values.ticked('petugas'), reason };
  }
}

/** Where on the form a rule of the directory belongs. */
const FIELDS: Readonly<Record<string, string>> = {
  name: 'nama',
  shortName: 'singkat',
  key: 'kunci',
  kind: 'jenis',
  areaCode: 'wilayah',
  parentId: 'unit',
  successorId: 'unit',
  agencyId: 'unit',
  keepOfficers: 'petugas',
  reason: 'alasan',
};

function told(page: OfficerPage, error: AppError): readonly Issue[] {
  const t = speaker(agencyMessages)(page.language);
  const issues = error.issues.map(({ field, rule }) => ({
    field: FIELDS[field] ?? 'alasan',
    rule: `rule.${field}` in agencyMessages ? t(`rule.${field as 'key'}`) : rule,
  }));
  return issues.length > 0 ? issues : [{ field: 'alasan', rule: errorText(page, error) }];
}

interface Shown {
  readonly agencyId: string;
  readonly state: FormState;
  readonly sent?: Action | undefined;
  readonly news?: string | undefined;
  readonly status?: number;
}

async function show(
  reply: FastifyReply,
  page: OfficerPage,
  { agencyId, state, sent, news, status = 200 }: Shown,
): Promise<FastifyReply> {
  const { api, token, session } = page;
  // Also says whether this admin may look after the agency.
  const [changes, agency] = await Promise.all([api.agencyChanges(token, agencyId), api.agency(agencyId)]);
  const own = agency.path.indexOf(session.officer.agencyId);
  const [above, below, successor, asker, areas, units, found, staff] = await Promise.all([
    Promise.all(agency.path.slice(Math.max(own, 0), -1).map((id) => api.agency(id))),
    api.agencies({ parentId: agency.id, limit: 1_000 }),
    agency.successorId === undefined ? undefined : api.agency(agency.successorId),
    agency.fourEyesBy === undefined ? undefined : api.agency(agency.fourEyesBy),
    areasToChoose(page),
    unitsToChoose(page),
    findUnits(page, state),
    staffOf(page, agency),
  ]);
  const parts = {
    agency,
    above,
    below,
    staff,
    successor,
    asker,
    changes,
    areas,
    units,
    found,
    sent,
    state,
    news,
  };
  return sendPage(reply, page, agencyView(page, parts), status);
}

/** The officers of an inspectorate are seen by it and above the body alone. */
async function staffOf({ api, token }: OfficerPage, { id }: AgencyInfo) {
  try {
    const officers = await api.officers(token, id);
    return officers.filter(({ agencyId, status }) => agencyId === id && status !== 'deactivated');
  } catch (thrown) {
    if (toAppError(thrown).code === 'forbidden') return undefined;
    throw thrown;
  }
}
