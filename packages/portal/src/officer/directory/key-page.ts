import type { AgencyKeyInfo, ShownAgencyKey } from '../../agency-key-types.ts';
import type { AgencyInfo } from '../../directory-types.ts';
import { commonMessages } from '../../messages/common-messages.ts';
import { keyMessages } from '../../messages/key-messages.ts';
import type { RecordedChange } from '../../officer-types.ts';
import { formStart, inputField, optionsOf, selectField } from '../../shell/form-fields.ts';
import { freshForm } from '../../shell/form-values.ts';
import type { FormState } from '../../shell/form-values.ts';
import { attributes, html } from '../../shell/html.ts';
import type { Html } from '../../shell/html.ts';
import { errorSummary, flash } from '../../shell/layout.ts';
import type { View } from '../../shell/layout.ts';
import { speaker, wordIn } from '../../shell/speak.ts';
import { changeList } from '../change-list.ts';
import { isAdmin } from '../officer-session.ts';
import type { OfficerPage } from '../officer-session.ts';
import { reasonField } from '../reason-field.ts';

const say = speaker(keyMessages);
/** Seconds for which the secret before goes on. */
export const GRACES = ['0', '86400', '604800', '2592000'] as const;
const A_DAY = '86400';

export function keysPath({ id }: Pick<AgencyInfo, 'id'>, keyId?: string): string {
  return `/petugas/instansi/${id}/kunci${keyId === undefined ? '' : `/${keyId}`}`;
}

export interface KeysParts {
  readonly agency: AgencyInfo;
  /** Of the agency itself. */
  readonly keys: readonly AgencyKeyInfo[];
  readonly state: FormState;
}

export function keysView(page: OfficerPage, { agency, keys, state }: KeysParts): View {
  const t = say(page.language);
  const title = t('title', { agency: agency.name });
  const live = keys.filter(({ status }) => status === 'active');
  const over = keys.filter(({ status }) => status !== 'active');
  const told = state.issues.map(({ field, rule }) => ({ id: field, text: rule }));
  return {
    title,
    side: 'officer',
    at: 'agencies',
    broken: told.length > 0,
    main: html`<p class="over"><a href="${isAdmin(page.session) ? `/petugas/instansi/${agency.id}` : '/petugas/pejabat'}">← ${agency.name}</a></p><h1>${title}</h1><p class="lead">${t('lead')}</p>${errorSummary(page, told)}
${agency.active && html`<details class="fold"${attributes({ open: told.length > 0 || keys.length === 0 })}><summary>${t('new')}</summary>${newForm(page, agency, state)}</details>`}
<section class="card" aria-labelledby="berlaku"><h2 id="berlaku">${t('live')}</h2>${live.length === 0 ? html`<p>${t('none')}</p>` : keyList(page, agency, live)}</section>
${over.length > 0 && html`<details class="fold"><summary>${t('over')}</summary>${keyList(page, agency, over)}</details>`}`,
  };
}

function keyList(page: OfficerPage, agency: AgencyInfo, keys: readonly AgencyKeyInfo[]): Html {
  return html`<ul class="deliveries">${keys.map((key) => html`<li><a href="${keysPath(agency, key.keyId)}">${key.label}</a><br><span class="sub">${factsOf(page, key)}</span></li>`)}</ul>`;
}

/** "berlaku · dibuat 3 Maret 2026 · sampai 1 Januari 2027" */
function factsOf({ language, moments }: OfficerPage, key: AgencyKeyInfo): string {
  const t = say(language);
  const { status, createdAt, rotatedAt, expiresAt } = key;
  return [
    wordIn(keyMessages, language, 'status.', status),
    t('made', { day: moments.day(createdAt) }),
    ...(rotatedAt === undefined ? [] : [t('renewed', { day: moments.day(rotatedAt) })]),
    ...(expiresAt === undefined ? [] : [t('ends', { day: moments.day(expiresAt) })]),
  ].join(' · ');
}

function newForm(page: OfficerPage, agency: AgencyInfo, state: FormState): Html {
  const t = say(page.language);
  const optional = speaker(commonMessages)(page.language)('optional');
  return html`${formStart(page, { action: keysPath(agency), state })}
${inputField({ name: 'nama', label: t('label'), hint: t('labelHint'), state, maxLength: 40, required: true, autocomplete: 'off', autocapitalize: 'none' })}
${inputField({ name: 'sampai', label: t('until'), optional, hint: t('untilHint'), state, type: 'date', min: page.moments.today() })}
${reasonField(page, { state, hint: t('reasonHint') })}
<p class="actions"><button class="button">${t('send')}</button></p></form>`;
}

/** What can be done with one key. */
export type KeyAction = 'perbarui' | 'akhiri';

export interface KeyParts {
  readonly agency: AgencyInfo;
  readonly key: AgencyKeyInfo;
  readonly changes: readonly RecordedChange[];
  /** The form that was sent, and what came of it. */
  readonly sent: KeyAction | undefined;
  readonly state: FormState;
  readonly ended: boolean;
}

export function keyView(page: OfficerPage, parts: KeyParts): View {
  const t = say(page.language);
  const { agency, key, changes, sent = '', state, ended } = parts;
  const title = t('keyTitle', { label: key.label });
  const told = state.issues.map(({ field, rule }) => ({ id: `${sent}-${field}`, text: rule }));
  const { previousUntil } = key;
  const lines = changes.map((change) => ({
    ...change,
    what: wordIn(keyMessages, page.language, 'what.', change.what),
  }));
  return {
    title,
    side: 'officer',
    at: 'agencies',
    broken: told.length > 0,
    main: html`<p class="over"><a href="${keysPath(agency)}">← ${t('title', { agency: agency.name })}</a></p><h1>${title}</h1><p class="lead">${factsOf(page, key)}</p><p class="sub">${t('number', { id: key.keyId })}</p>
${flash(ended ? t('ended') : undefined)}${errorSummary(page, told)}${previousUntil !== undefined && html`<p class="note">${t('before', { moment: page.moments.moment(previousUntil) })}</p>`}
${key.status === 'active' && html`${renewForm(page, parts)}${endForm(page, parts)}`}
<section class="card" aria-labelledby="riwayat"><h2 id="riwayat">${t('history')}</h2>${changeList(page, lines)}</section>`,
  };
}

function renewForm(page: OfficerPage, { agency, key, sent, state: given }: KeyParts): Html {
  const t = say(page.language);
  const state = sent === 'perbarui' ? given : freshForm;
  const idPrefix = 'perbarui-';
  const graces = GRACES.map((value) => ({ value, label: t(`grace.${value}`) }));
  return html`<details class="fold"${attributes({ open: sent === 'perbarui' })}><summary>${t('renew')}</summary><p>${t('renewText')}</p>
${formStart(page, { action: keysPath(agency, key.keyId), state })}<input type="hidden" name="tindakan" value="perbarui">
${selectField({ name: 'lama', idPrefix, label: t('grace'), state, choices: optionsOf(graces, state.values.text('lama') ?? A_DAY) })}
${reasonField(page, { state, idPrefix, hint: t('reasonHint') })}
<p class="actions"><button class="button">${t('renewSend')}</button></p></form></details>`;
}

function endForm(page: OfficerPage, { agency, key, sent, state: given }: KeyParts): Html {
  const t = say(page.language);
  const state = sent === 'akhiri' ? given : freshForm;
  return html`<details class="fold"${attributes({ open: sent === 'akhiri' })}><summary>${t('end')}</summary><p>${t('endText')}</p>
${formStart(page, { action: keysPath(agency, key.keyId), state })}<input type="hidden" name="tindakan" value="akhiri">
${reasonField(page, { state, idPrefix: 'akhiri-', hint: t('reasonHint') })}
<p class="actions"><button class="button bad">${t('endSend')}</button></p></form></details>`;
}

/** The key itself, shown this once. */
export function shownKeyView(
  page: OfficerPage,
  agency: AgencyInfo,
  { agencyKey, key }: ShownAgencyKey,
): View {
  const t = say(page.language);
  const title = t('keyTitle', { label: agencyKey.label });
  const { previousUntil } = agencyKey;
  return {
    title,
    side: 'officer',
    at: 'agencies',
    main: html`<div class="narrow"><h1>${title}</h1><p class="warning">${t('onceText')}</p>
<section class="receipt" aria-label="${title}"><p class="code whole-key">${key}</p></section>
${previousUntil !== undefined && html`<p class="note">${t('before', { moment: page.moments.moment(previousUntil) })}</p>`}
<p class="actions noprint"><a class="button" href="${keysPath(agency, agencyKey.keyId)}">${t('back')}</a></p></div>`,
  };
}
