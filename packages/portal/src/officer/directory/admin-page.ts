import type { AgencyInfo } from '../../directory-types.ts';
import { adminMessages } from '../../messages/admin-messages.ts';
import { historyMessages } from '../../messages/history-messages.ts';
import { commonMessages } from '../../messages/common-messages.ts';
import type { Colleague, InvitedOfficer, OfficerInfo, RoleName } from '../../officer-types.ts';
import { formStart, inputField, optionsOf, selectField } from '../../shell/form-fields.ts';
import { formValues, freshForm } from '../../shell/form-values.ts';
import type { FormState } from '../../shell/form-values.ts';
import { attributes, html } from '../../shell/html.ts';
import type { Html } from '../../shell/html.ts';
import { errorSummary, flash } from '../../shell/layout.ts';
import type { View } from '../../shell/layout.ts';
import type { Page } from '../../shell/page.ts';
import { speaker } from '../../shell/speak.ts';
import { absenceText, colleagueOptions } from '../account/absence-page.ts';
import type { OfficerPage } from '../officer-session.ts';
import { reasonField } from '../reason-field.ts';
import { unitField, unitOptions } from '../unit-picker.ts';

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

export interface OfficersParts {
  readonly officers: readonly OfficerInfo[];
  /** What the overseers among them look over, by their id. */
  readonly scopes: ReadonlyMap<string, string>;
  readonly units: readonly AgencyInfo[] | undefined;
  readonly found?: readonly AgencyInfo[] | undefined;
  readonly state: FormState;
  readonly search: string;
  readonly ended: boolean;
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
    main: html`<h1>${t('title')}</h1><p class="lead">${t('lead')}</p>${flash(parts.ended ? t('ended') : undefined)}
${errorSummary(page, namedIssues(page, state))}
<details class="fold"${attributes({ open: state.issues.length > 0 || state.values.text('langkah') !== undefined })}><summary>${t('invite')}</summary>
${formStart(page, { action: '/petugas/pejabat', state })}${personFields(page, state)}${placeFields(page, parts)}${reason(page, state)}
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

const LABELS = {
  nama: 'name',
  nama_pengguna: 'username',
  email: 'email',
  hp: 'phone',
  peran: 'role',
  unit: 'unit',
  lingkup: 'scope',
} as const;

/** "Nama: Tidak boleh kosong." for the list above the form, where the field is not beside it. */
function namedIssues(
  { language }: Page,
  { issues }: FormState,
  reasonPrefix = '',
): readonly { id: string; text: string }[] {
  return issues.map(({ field, rule }) => {
    if (field === 'alasan')
      return {
        id: `${reasonPrefix}${field}`,
        text: `${speaker(historyMessages)(language)('reason')}: ${rule}`,
      };
    const label = field in LABELS ? `${say(language)(LABELS[field as 'nama'])}: ` : '';
    return { id: field, text: `${label}${rule}` };
  });
}

function reason(page: Page, state: FormState, idPrefix = ''): Html {
  return reasonField(page, { state, idPrefix, hint: speaker(historyMessages)(page.language)('reasonHint') });
}

function person(page: OfficerPage, officer: OfficerInfo, scope: string | undefined): Html {
  const t = say(page.language);
  const { id, name, username, agencyName, role, status, lastSignedInAt, absence } = officer;
  const seen =
    lastSignedInAt === undefined || status !== 'active'
      ? t(`status.${status}`)
      : t('lastSignIn', { when: page.moments.fromNow(lastSignedInAt) });
  const history = speaker(historyMessages)(page.language)('link');
  const managed = id !== page.session.officer.id && status !== 'deactivated';
  return html`<li${attributes({ class: status === 'deactivated' ? 'gone' : undefined })}><div><h2>${name}</h2><p class="sub">${t(`role.${role}`)}, ${agencyName}</p>
<p class="sub">${username} · ${seen}</p>${scope !== undefined && html`<p class="sub">${scope}</p>`}${absence !== undefined && html`<p class="sub">${absenceText(page, absence)}</p>`}</div>
<div class="person-actions">${
    managed &&
    html`<a class="plain small" href="/petugas/pejabat/${id}/atur-ulang" aria-label="${t('reset')}: ${name}">${t('reset')}</a>
<a class="plain small" href="/petugas/pejabat/${id}/cuti" aria-label="${t('absence')}: ${name}">${t('absence')}</a>
<a class="plain small" href="/petugas/pejabat/${id}/ganti" aria-label="${t('replace')}: ${name}">${t('replace')}</a>`
  }
<a class="plain small" href="/petugas/pejabat/${id}/riwayat" aria-label="${history}: ${name}">${history}</a></div></li>`;
}

function personFields(page: Page, state: FormState): Html {
  const t = say(page.language);
  const optional = speaker(commonMessages)(page.language)('optional');
  return html`${inputField({ name: 'nama', label: t('name'), state, maxLength: 200, autocomplete: 'off' })}
  ${inputField({ name: 'nama_pengguna', label: t('username'), hint: t('usernameHint'), state, maxLength: 100, autocomplete: 'off', autocapitalize: 'none' })}
  ${inputField({ name: 'email', label: t('email'), optional, state, type: 'email', maxLength: 254, autocomplete: 'off' })}
  ${inputField({ name: 'hp', label: t('phone'), optional, state, type: 'tel', maxLength: 32, autocomplete: 'off' })}`;
}

function placeFields(page: OfficerPage, { units, found, state }: OfficersParts): Html {
  const t = say(page.language);
  const { officer } = page.session;
  const roles = rolesToGive(page).map((role) => ({ value: role, label: t(`role.${role}`) }));
  const own = { value: officer.agencyId, label: t('ownUnit', { agency: officer.agencyName }) };
  const unit =
    units === undefined
      ? unitField(page, { idPrefix: '', state, label: t('unit'), units, found })
      : selectField({
          name: 'unit',
          label: t('unit'),
          state,
          choices: optionsOf([own, ...unitOptions(units, '').slice(1)], state.values.typed('unit')),
        });
  return html`${selectField({ name: 'peran', label: t('role'), state, choices: optionsOf(roles, state.values.typed('peran')) })}${unit}${roles.some(({ value }) => value === 'overseer') && scopeField(page, state)}`;
}

/** Of an overseer; others have none. */
function scopeField({ language }: Page, state: FormState): Html {
  const t = say(language);
  return inputField({
    name: 'lingkup',
    label: t('scope'),
    hint: t('scopeHint'),
    optional: t('scopeOptional'),
    state,
    maxLength: 13,
    inputMode: 'decimal',
    autocomplete: 'off',
  });
}

/** A slip of the thumb must not lock a colleague out. */
export function resetView(page: OfficerPage, { id, name }: OfficerInfo, state: FormState): View {
  const t = say(page.language);
  return {
    title: t('resetTitle', { name }),
    side: 'officer',
    at: 'officers',
    broken: state.issues.length > 0,
    main: html`<div class="narrow"><p class="over"><a href="/petugas/pejabat">← ${t('title')}</a></p><h1>${t('resetTitle', { name })}</h1><p>${t('resetText', { name })}</p>
${errorSummary(page, namedIssues(page, state))}
${formStart(page, { action: `/petugas/pejabat/${id}/atur-ulang`, state })}${reason(page, state)}<p class="actions"><button class="button">${t('resetSend')}</button><a class="button plain" href="/petugas/pejabat">${t('cancel')}</a></p></form></div>`,
  };
}

/** Keeps the reason of the second form apart from that of the first. */
const ENDING = 'akhir-';

export interface ReplacingParts {
  readonly officer: OfficerInfo;
  /** Who may take over. */
  readonly colleagues: readonly Colleague[];
  /** Whoever is away and has this officer as a deputy. */
  readonly standsInFor: readonly OfficerInfo[];
  readonly state: FormState;
}

export function replaceView(page: OfficerPage, parts: ReplacingParts): View {
  const t = say(page.language);
  const { officer, standsInFor, state } = parts;
  const { name } = officer;
  // One of two forms was sent.
  const ending = state.values.ticked('tanpa');
  const [coming, going] = ending ? [freshForm, state] : [state, freshForm];
  return {
    title: t('replaceTitle', { name }),
    side: 'officer',
    at: 'officers',
    broken: state.issues.length > 0,
    main: html`<div class="narrow"><p class="over"><a href="/petugas/pejabat">← ${t('title')}</a></p><h1>${t('replaceTitle', { name })}</h1><p>${t('replaceText', { name })}</p>
${standsInFor.length > 0 && html`<p class="warning">${t('standsInFor', { names: standsInFor.map((each) => each.name).join(', ') })}</p>`}
${errorSummary(page, namedIssues(page, state, ending ? ENDING : ''))}
${formStart(page, { action: `/petugas/pejabat/${officer.id}/ganti`, state: coming, className: 'card' })}<h2>${t('replaceNew')}</h2>${personFields(page, coming)}${reason(page, coming)}
<p class="actions"><button class="button">${t('replaceSend')}</button></p></form>
${formStart(page, { action: `/petugas/pejabat/${officer.id}/ganti`, className: 'card' })}<h2>${t('replaceKnown')}</h2>${takesOverField(page, parts)}${reason(page, going, ENDING)}
<p class="actions"><button class="button bad" name="tanpa" value="ya">${t('endSend')}</button></p></form></div>`,
  };
}

function takesOverField({ language }: Page, { colleagues, state }: ReplacingParts): Html {
  const t = say(language);
  const choices = [{ value: '', label: t('takesOverUnit') }, ...colleagueOptions(language, colleagues)];
  return selectField({
    name: 'penerus',
    label: t('takesOver'),
    hint: t('takesOverHint'),
    state,
    choices: optionsOf(choices, state.values.typed('penerus')),
  });
}

/** The one-time password, shown this once. */
export function oncePage(page: Page, { officer, oneTimePassword }: InvitedOfficer): View {
  const t = say(page.language);
  const title = t('onceTitle', { name: officer.name });
  return {
    title,
    side: 'officer',
    at: 'officers',
    main: html`<div class="narrow">
      <h1>${title}</h1>
      <p class="warning">${t('onceText')}</p>
      <section class="receipt" aria-label="${title}">
        <dl>
          <div>
            <dt>${t('onceUsername')}</dt>
            <dd class="code">${officer.username}</dd>
          </div>
          <div>
            <dt>${t('oncePassword')}</dt>
            <dd class="code">${oneTimePassword}</dd>
          </div>
        </dl>
      </section>
      <p class="actions noprint"><a class="button" href="/petugas/pejabat">${t('back')}</a></p>
    </div>`,
  };
}
