import { absenceMessages } from '../../messages/absence-messages.ts';
import { accountMessages } from '../../messages/account-messages.ts';
import type { OpenSession, OwnPreferences, SecondFactorSetup } from '../../officer-types.ts';
import { formStart, inputField } from '../../shell/form-fields.ts';
import type { FormState } from '../../shell/form-values.ts';
import { html } from '../../shell/html.ts';
import type { Html } from '../../shell/html.ts';
import { errorSummary, flash } from '../../shell/layout.ts';
import type { View } from '../../shell/layout.ts';
import type { Page } from '../../shell/page.ts';
import { qrCode } from '../../shell/qr-code.ts';
import { speaker } from '../../shell/speak.ts';
import { absenceText, OWN_ABSENCE_PATH } from './absence-page.ts';
import type { OfficerPage } from '../officer-session.ts';

const say = speaker(accountMessages);
export const ACCOUNT_PATH = '/petugas/keamanan';
export const SETUP_PATH = `${ACCOUNT_PATH}/dua-langkah`;

export type AccountNews = 'set' | 'removed' | 'ended' | 'told';

export function isAccountNews(word: string | undefined): word is AccountNews {
  return word === 'set' || word === 'removed' || word === 'ended' || word === 'told';
}

/** The field for a code: digits first, but a recovery code fits too. */
function codeField(state: FormState, label: string): Html {
  const options = { maxLength: 40, autocomplete: 'one-time-code', autocapitalize: 'none', required: true };
  return inputField({ name: 'kode', label, state, ...options });
}

function summary(page: Page, { issues }: FormState): Html {
  return errorSummary(
    page,
    issues.map(({ field, rule }) => ({ id: field, text: rule })),
  );
}

/** After the password, before anything else. */
export function codeView(page: Page, state: FormState, after: string): View {
  const t = say(page.language);
  return {
    title: t('codeTitle'),
    side: 'officer',
    broken: state.issues.length > 0,
    main: html`<div class="narrow"><h1>${t('codeTitle')}</h1><p>${t('codeText')}</p>${summary(page, state)}
${formStart(page, { action: '/masuk/kode', state, className: 'card' })}<input type="hidden" name="ke" value="${after}">
${codeField(state, t('code'))}
<p class="actions"><button class="button">${t('codeSend')}</button></p></form><p class="hint">${t('codeLost')}</p></div>`,
  };
}

export interface AccountParts {
  readonly sessions: readonly OpenSession[];
  readonly preferences: OwnPreferences;
  readonly state: FormState;
  readonly news: AccountNews | undefined;
}

export function accountView(page: OfficerPage, { sessions, preferences, state, news }: AccountParts): View {
  const t = say(page.language);
  const a = speaker(absenceMessages)(page.language);
  const { absences = [] } = page.session.officer;
  return {
    title: t('title'),
    side: 'officer',
    broken: state.issues.length > 0,
    main: html`<div class="narrow"><h1>${t('title')}</h1>${flash(news && t(`done.${news}`))}${summary(page, state)}
<section class="card"><h2>${t('factorTitle')}</h2>${factorPart(page, state)}</section>
<section class="card"><h2>${a('own')}</h2>${absences.length === 0 ? html`<p>${a('setUp')}</p>` : absences.map((absence) => html`<p>${absenceText(page, absence)}</p>`)}<p><a href="${OWN_ABSENCE_PATH}">${a('manage')}</a></p></section>
<section class="card"><h2>${t('morningTitle')}</h2>${preferences.morningMessage ? morningText(page) : html`<p>${t('morningOff')}</p>`}
${formStart(page, { action: `${ACCOUNT_PATH}/pesan-pagi` })}<input type="hidden" name="pesan" value="${preferences.morningMessage ? 'tidak' : 'ya'}"><p class="actions"><button class="button plain">${t(preferences.morningMessage ? 'morningStop' : 'morningStart')}</button></p></form></section>
<section class="card"><h2>${t('sessionsTitle')}</h2><p class="hint">${t('sessionsText')}</p>
<ul class="people">${sessions.map((session) => sessionLine(page, session))}</ul>
${sessions.length > 1 && html`${formStart(page, { action: `${ACCOUNT_PATH}/akhiri` })}<p class="actions"><button class="button plain">${t('sessionEndOthers')}</button></p></form>`}
<p><a href="/masuk/sandi">${t('changePassword')}</a></p></section></div>`,
  };
}

/** Whoever looks over others works on no cases: once a week will do. The national admin gets both. */
function morningText({ language, session }: OfficerPage): Html {
  const t = say(language);
  const { role } = session.officer;
  const above = role === 'national_admin' || role === 'overseer';
  return html`${role !== 'overseer' && html`<p>${t('morningOn')}</p>`}${above && html`<p>${t('weeklyOn')}</p>`}`;
}

function factorPart(page: OfficerPage, state: FormState): Html {
  const t = say(page.language);
  if (page.session.secondFactor !== 'set')
    return html`<p>${t('factorOff')}</p>
      <p class="actions"><a class="button" href="${SETUP_PATH}">${t('factorStart')}</a></p>`;
  return html`<p>${t('factorOn')}</p>
    <details class="fold"><summary>${t('factorRemove')}</summary><p class="hint">${t('factorRemoveHint')}</p>
    ${formStart(page, { action: `${SETUP_PATH}/matikan`, state })}${codeField(state, t('code'))}
    <p class="actions"><button class="button bad">${t('factorRemove')}</button></p></form></details>`;
}

function sessionLine(page: OfficerPage, { id, device, current, createdAt, lastUsedAt }: OpenSession): Html {
  const t = say(page.language);
  const name = device === '' ? t('sessionUnknown') : device;
  const since = createdAt && t('sessionSince', { when: page.moments.fromNow(createdAt) });
  const used = lastUsedAt && t('sessionUsed', { when: page.moments.fromNow(lastUsedAt) });
  const facts = [current && t('sessionCurrent'), since, used].filter(Boolean).join(' · ');
  return html`<li><div><h3>${name}</h3><p class="sub">${facts}</p></div>
    ${
      !current &&
      html`${formStart(page, { action: `${ACCOUNT_PATH}/akhiri` })}<input type="hidden" name="sesi" value="${id}"><button class="plain small" aria-label="${t('sessionEnd')}: ${name}">${t('sessionEnd')}</button></form>`
    }</li>`;
}

export function setupView(page: OfficerPage, setup: SecondFactorSetup, state: FormState): View {
  const t = say(page.language);
  const key = setup.secret.replaceAll(/(.{4})(?=.)/g, '$1 ');
  return {
    title: t('setupTitle'),
    side: 'officer',
    broken: state.issues.length > 0,
    main: html`<div class="narrow"><h1>${t('setupTitle')}</h1>
${page.session.secondFactor === 'required' && html`<p class="warning">${t('setupRequired')}</p>`}${summary(page, state)}
<section class="card"><p>${t('setupScan')}</p>${qrCode(setup.uri, t('setupQr'))}
<p class="hint">${t('setupType')} <b class="code">${key}</b></p>
<p><a href="${setup.uri}">${t('setupOpen')}</a></p>
${formStart(page, { action: SETUP_PATH, state })}${codeField(state, t('setupCode'))}
<p class="actions"><button class="button">${t('factorStart')}</button></p></form></section></div>`,
  };
}

/** Shown this once. */
export function recoveryView(page: OfficerPage, codes: readonly string[]): View {
  const t = say(page.language);
  return {
    title: t('recoveryTitle'),
    side: 'officer',
    main: html`<div class="narrow">
      <h1>${t('recoveryTitle')}</h1>
      <p class="warning">${t('recoveryText')}</p>
      <section class="card" aria-label="${t('recoveryTitle')}">
        <ol class="codes">
          ${codes.map((code) => html`<li class="code">${code}</li>`)}
        </ol>
      </section>
      <p class="actions noprint"><a class="button" href="${ACCOUNT_PATH}?kabar=set">${t('recoveryDone')}</a></p>
    </div>`,
  };
}
