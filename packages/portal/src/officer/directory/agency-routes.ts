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
import { agencyView, MOST_STAFF } from './agency-page.ts';
import { ACTIONS } from './agency-parts.ts';
import type { Action, AgencyParts } from './agency-parts.ts';
import { areasToChoose, codeTyped } from '../area-field.ts';
import { forOfficers, requireAdmin } from '../officer-session.ts';
import type { OfficerPage } from '../officer-session.ts';
import { findUnits, unitsToChoose } from '../unit-picker.ts';

const agencyWords = speaker(agencyMessages);

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
      const step = values.text('langkah');
      const tries = sent === 'kind-and-area' && step === 'dampak';
      if (sent === undefined || (step !== undefined && !tries)) return show(reply, page, again);
      const issues = tries ? [] : missing(page, sent, values);
      if (issues.length > 0) return show(reply, page, { ...again, state: { values, issues }, status: 400 });
      try {
        const change = await changeOf(page, sent, agencyId, values);
        if (tries && change.kind === 'kind-and-area') {
          const { kind: _kind, reason: _reason, ...wanted } = change;
          const preview = await page.api.previewKindAndArea(page.token, wanted);
          return await show(reply, page, { ...again, preview });
        }
        const context = { idempotencyKey: keyOf(values) };
        const changed = await page.api.changeAgency(page.token, change, context);
        const news = sent === 'move' || sent === 'close' ? 'menyusul' : 'tersimpan';
        return seeOther(reply, `/petugas/instansi/${changed.id}?kabar=${news}`);
      } catch (thrown) {
        const error = toAppError(thrown);
        if (error.code !== 'invalid' && error.code !== 'conflict') throw error;
        const state = { values, issues: told(page, error, sent) };
        return show(reply, page, { ...again, state, status: httpStatusOf(error.code) });
      }
    }),
  );
}

/** What the form must have before it is sent on. */
function missing({ language }: OfficerPage, action: Action, values: FormValues): readonly Issue[] {
  const t = agencyWords(language);
  const needed = {
    register: ['nama', 'kunci', 'jenis'],
    rename: ['nama'],
    'kind-and-area': ['jenis'],
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

async function changeOf(
  page: OfficerPage,
  action: Action,
  agencyId: string,
  values: FormValues,
): Promise<AgencyChange> {
  const reason = values.text('alasan') ?? '';
  const names = { name: values.text('nama') ?? '', shortName: values.text('singkat') };
  const unit = values.text('unit');
  const typed = values.text('wilayah');
  const areaCode = typed === undefined ? undefined : codeTyped(typed, await areasToChoose(page));
  switch (action) {
    case 'register': {
      const place = { key: values.text('kunci') ?? '', agencyKind: values.text('jenis') ?? '' };
      return {
        kind: action,
        parentId: agencyId,
        ...names,
        ...place,
        areaCode,
        reason,
      };
    }
    case 'kind-and-area':
      return { kind: action, agencyId, agencyKind: values.text('jenis') ?? '', areaCode, reason };
    case 'rename':
      return { kind: action, agencyId, ...names, reason };
    case 'four-eyes':
    case 'bind-eyes':
      return { kind: 'four-eyes', agencyId, wanted: values.text('empat_mata') === 'ya', reason };
    case 'move':
      return { kind: action, agencyId, parentId: unit ?? '', reason };
    case 'close':
      return {
        kind: action,
        agencyId,
        successorId: unit,
        keepOfficers: values.ticked('petugas'),
        inspectorateId: await inspectorateOf(page, [agencyId, unit], values.text('inspektorat')),
        reason,
      };
  }
}

/** Of the body itself, or of its successor, as the form says it. */
async function inspectorateOf(
  { api }: OfficerPage,
  [ownId, successorId]: readonly [string, string | undefined],
  chosen: string | undefined,
): Promise<string | undefined> {
  const parentId = chosen === 'ini' ? ownId : chosen === 'penerus' ? successorId : undefined;
  if (parentId === undefined) return undefined;
  const below = await api.agencies({ parentId, limit: 1_000 });
  return below.find(({ kind, active }) => kind === 'inspectorate' && active)?.id;
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
  inspectorateId: 'inspektorat',
  reason: 'alasan',
};

function told(page: OfficerPage, error: AppError, sent: Action): readonly Issue[] {
  const t = agencyWords(page.language);
  const issues = error.issues.map(({ field, rule }) => ({
    field: FIELDS[field] ?? 'alasan',
    rule: ruleText(t, field, sent) ?? rule,
  }));
  return issues.length > 0 ? issues : [{ field: 'alasan', rule: errorText(page, error) }];
}

/** Some rules are other ones where an agency is there already. */
function ruleText(t: ReturnType<typeof agencyWords>, field: string, sent: Action): string | undefined {
  const names = [`rule.${sent}.${field}`, `rule.${field}`];
  const name = names.find((each) => each in agencyMessages);
  return name === undefined ? undefined : t(name as 'rule.key');
}

interface Shown {
  readonly agencyId: string;
  readonly state: FormState;
  readonly sent?: Action | undefined;
  readonly news?: string | undefined;
  readonly preview?: AgencyParts['preview'];
  readonly status?: number;
}

async function show(
  reply: FastifyReply,
  page: OfficerPage,
  { agencyId, state, sent, news, preview, status = 200 }: Shown,
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
    preview,
  };
  return sendPage(reply, page, agencyView(page, parts), status);
}

/** The officers of an inspectorate are seen by it and above the body alone. */
async function staffOf({ api, token }: OfficerPage, { id }: AgencyInfo) {
  try {
    return await api.officers(token, id, { ownOnly: true, presentOnly: true, limit: MOST_STAFF + 1 });
  } catch (thrown) {
    if (toAppError(thrown).code === 'forbidden') return undefined;
    throw thrown;
  }
}
