import type { AgencyInfo, AreaInfo } from '../../directory-types.ts';
import { adminMessages } from '../../messages/admin-messages.ts';
import { keyMessages } from '../../messages/key-messages.ts';
import { historyMessages } from '../../messages/history-messages.ts';
import type { OfficerInfo, RoleName } from '../../officer-types.ts';
import { formStart, inputField, optionsOf, selectField } from '../../shell/form-fields.ts';
import { formValues } from '../../shell/form-values.ts';
import type { FormState } from '../../shell/form-values.ts';
import { attributes, html } from '../../shell/html.ts';
import type { Html } from '../../shell/html.ts';
import { errorSummary, flash } from '../../shell/layout.ts';
import type { View } from '../../shell/layout.ts';
import type { Page } from '../../shell/page.ts';
import { speaker } from '../../shell/speak.ts';
import { absenceText } from '../account/absence-page.ts';
import type { OfficerPage } from '../officer-session.ts';
import { areaChoices, areaField } from '../area-field.ts';
import { unitField, unitOptions } from '../unit-picker.ts';
import { keysPath } from './key-page.ts';
import { accountReason, namedIssues, personFields, RETURNING } from './officer-fields.ts';

const say = speaker(adminMessages);
const AGENCY_ROLES: readonly RoleName[] = [
  'liaison',
  'agency_admin',
  'clerk',
  'coordinator',
  'inspectorate',
  'leader',
  'supervisor',
];
const NATIONAL_ROLES: readonly RoleName[] = ['national_admin', 'overseer'];

export function rolesToGive({ session }: OfficerPage): readonly RoleName[] {
  return session.officer.role === 'national_admin' ? [...AGENCY_ROLES, ...NATIONAL_ROLES] : AGENCY_ROLES;
}

/** More than these are searched, not scrolled through. */
export const MOST_SHOWN = 40;

/** What has just been done. */
export const NEWS = ['berakhir', 'berubah'] as const;

export interface OfficersParts {
  readonly officers: readonly OfficerInfo[];
  /** What the overseers among them look over, by their id. */
  readonly scopes: ReadonlyMap<string, string>;
  /** For overseers to look over; none where nobody may enter one. */
  readonly areas: readonly AreaInfo[];
  readonly units: readonly AgencyInfo[] | undefined;
  readonly found?: readonly AgencyInfo[] | undefined;
  readonly state: FormState;
  readonly search: string;
  readonly news: (typeof NEWS)[number] | undefined;
}

export function officersView(page: OfficerPage, parts: OfficersParts): View {
  const t = say(page.language);
  const { officers, state, search } = parts;
  const values = formValues({ cari: search });
  return {
    title: t('title'),
    side: 'officer',
    at: 'officers',
    wide: true,
    broken: state.issues.length > 0,
    main: html`<h1>${t('title')}</h1><p class="lead">${t('lead')}</p>${page.session.officer.role === 'inspectorate' && html`<p><a href="${keysPath({ id: page.session.officer.agencyId })}">${speaker(keyMessages)(page.language)('link')}</a></p>`}${flash(parts.news && t(`news.${parts.news}`))}
${errorSummary(page, namedIssues(page, state))}
<details class="fold"${attributes({ open: state.issues.length > 0 || state.values.text('langkah') !== undefined || state.values.ticked(RETURNING) })}><summary>${t('invite')}</summary>
${formStart(page, { action: '/petugas/pejabat', state })}${personFields(page, state)}${placeFields(page, parts)}${accountReason(page, state)}
<p class="actions"><button class="button">${t('sendInvite')}</button></p></form></details>
<form method="get" action="/petugas/pejabat" class="row">${inputField({ name: 'cari', label: t('filter'), state: { values, issues: [] }, type: 'search', maxLength: 100, autocomplete: 'off' })}<button class="button plain">${t('filterSend')}</button></form>
${
  officers.length === 0
    ? html`<p class="card empty">${t('none')}</p>`
    : html`<ul class="people">
        ${officers.slice(0, MOST_SHOWN).map((officer) => person(page, officer, parts.scopes.get(officer.id)))}
      </ul>
      ${officers.length > MOST_SHOWN && html`<p class="hint">${t('shown', { shown: MOST_SHOWN, all: officers.length })}</p>`}`
}`,
  };
}

function person(page: OfficerPage, officer: OfficerInfo, scope: string | undefined): Html {
  const t = say(page.language);
  const { name, username, agencyName, role, status, lastSignedInAt, codeUntil, absences = [] } = officer;
  const seen =
    lastSignedInAt === undefined || status !== 'active'
      ? t(`status.${status}`)
      : t('lastSignIn', { when: page.moments.fromNow(lastSignedInAt) });
  return html`<li${attributes({ class: status === 'deactivated' ? 'gone' : undefined })}><div><h2>${name}</h2><p class="sub">${t(`role.${role}`)}, ${agencyName}</p>
<p class="sub">${username} · ${seen}</p>${ranOut(page, officer) && html`<p class="sub">${t(status === 'invited' ? 'inviteOut' : 'codeOut', { when: page.moments.fromNow(codeUntil ?? '') })}</p>`}${scope !== undefined && html`<p class="sub">${scope}</p>`}${absences.map((absence) => html`<p class="sub">${absenceText(page, absence)}</p>`)}</div>
<div class="person-actions">${officer.managed !== false && personActions(page, officer)}</div></li>`;
}

function personActions(page: OfficerPage, officer: OfficerInfo): Html {
  const t = say(page.language);
  const { id, name, status } = officer;
  const link = (href: string, label: string) =>
    html`<a class="plain small" href="/petugas/pejabat${href}" aria-label="${label}: ${name}">${label}</a>\n`;
  const history = link(`/${id}/riwayat`, speaker(historyMessages)(page.language)('link'));
  if (status === 'deactivated')
    return html`${link(`?kembali=${encodeURIComponent(id)}`, t('inviteBack'))}${history}`;
  if (id === page.session.officer.id) return history;
  return html`${ranOut(page, officer) && codeAgain(page, officer)}${link(`/${id}/atur-ulang`, t('reset'))}${link(`/${id}/ubah`, t('change'))}
<details class="more"><summary class="plain small" aria-label="${t('more')}: ${name}">${t('more')}</summary><div class="person-actions">${link(`/${id}/sesi`, t('sessions'))}${link(`/${id}/cuti`, t('absence'))}${link(`/${id}/ganti`, t('replace'))}${history}</div></details>`;
}

function ranOut({ moments }: Page, { status, codeUntil }: OfficerInfo): boolean {
  return status !== 'deactivated' && codeUntil !== undefined && moments.isPast(codeUntil);
}

/** In one step: what it is about, and why, is known. */
function codeAgain(page: OfficerPage, { id, name }: OfficerInfo): Html {
  const t = say(page.language);
  return html`${formStart(page, { action: `/petugas/pejabat/${id}/atur-ulang` })}<input type="hidden" name="alasan" value="${t('codeAgainReason')}"><button class="plain small" aria-label="${t('codeAgain')}: ${name}">${t('codeAgain')}</button></form>`;
}

/** Where somebody serves, and as what. `areas`: none where nobody may enter an overseer. */
export function placeFields(
  page: OfficerPage,
  { areas, units, found, state }: Pick<OfficersParts, 'areas' | 'units' | 'found' | 'state'>,
): Html {
  const t = say(page.language);
  const { officer } = page.session;
  const roles = rolesToGive(page).map((role) => ({ value: role, label: t(`role.${role}`) }));
  const own = { value: officer.agencyId, label: t('ownUnit', { agency: officer.agencyName }) };
  const below = units?.filter(({ id }) => id !== officer.agencyId) ?? [];
  const unit =
    units === undefined
      ? unitField(page, { idPrefix: '', state, label: t('unit'), units, found })
      : selectField({
          name: 'unit',
          label: t('unit'),
          state,
          choices: optionsOf([own, ...unitOptions(below, '').slice(1)], state.values.typed('unit')),
        });
  return html`${selectField({ name: 'peran', label: t('role'), state, choices: optionsOf(roles, state.values.typed('peran')) })}${unit}${roles.some(({ value }) => value === 'overseer') && scopeField(page, areas, state)}`;
}

/** Of an overseer; others have none. */
function scopeField({ language }: Page, areas: readonly AreaInfo[], state: FormState): Html {
  const t = say(language);
  const agency = inputField({
    name: 'lingkup_instansi',
    label: t('scopeAgency'),
    hint: t('scopeAgencyHint'),
    optional: t('scopeOptional'),
    state,
    maxLength: 100,
    autocomplete: 'off',
  });
  return html`${agency}${areaChoices(areas)}${areaField({ name: 'lingkup', label: t('scope'), hint: t('scopeHint'), optional: t('scopeOptional'), state })}`;
}
