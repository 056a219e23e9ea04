import { worksOnCases } from '@lapor/kernel';
import { adminMessages } from '../../messages/admin-messages.ts';
import type { Colleague, InvitedOfficer, OfficerInfo } from '../../officer-types.ts';
import { formStart, optionsOf, selectField } from '../../shell/form-fields.ts';
import { freshForm } from '../../shell/form-values.ts';
import type { FormState } from '../../shell/form-values.ts';
import { html } from '../../shell/html.ts';
import type { Html } from '../../shell/html.ts';
import { errorSummary } from '../../shell/layout.ts';
import type { View } from '../../shell/layout.ts';
import type { Page } from '../../shell/page.ts';
import { speaker } from '../../shell/speak.ts';
import { colleagueOptions } from '../account/absence-page.ts';
import type { OfficerPage } from '../officer-session.ts';
import { accountReason, namedIssues, personFields } from './officer-fields.ts';

const say = speaker(adminMessages);

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
${formStart(page, { action: `/petugas/pejabat/${id}/atur-ulang`, state })}${accountReason(page, state)}<p class="actions"><button class="button">${t('resetSend')}</button><a class="button plain" href="/petugas/pejabat">${t('cancel')}</a></p></form></div>`,
  };
}

/** Whether cases would find nobody at the agency once this one has left. */
export function isLastThere(officer: OfficerInfo, officers: readonly OfficerInfo[]): boolean {
  const works = ({ role, status }: OfficerInfo) => worksOnCases(role) && status !== 'deactivated';
  const others = officers.filter(({ id, agencyId }) => agencyId === officer.agencyId && id !== officer.id);
  return works(officer) && !others.some(works);
}

/** Keeps the reason of the second form apart from that of the first. */
const ENDING = 'akhir-';

export interface ReplacingParts {
  readonly officer: OfficerInfo;
  /** Who may take over. */
  readonly colleagues: readonly Colleague[];
  /** Whoever is away and has this officer as a deputy. */
  readonly standsInFor: readonly OfficerInfo[];
  /** Nobody else there can act on a case. */
  readonly isLast: boolean;
  readonly state: FormState;
}

export function replaceView(page: OfficerPage, parts: ReplacingParts): View {
  const t = say(page.language);
  const { officer, standsInFor, isLast, state } = parts;
  const { name, agencyName: agency } = officer;
  // One of two forms was sent.
  const ending = state.values.ticked('tanpa');
  const [coming, going] = ending ? [freshForm, state] : [state, freshForm];
  return {
    title: t('replaceTitle', { name }),
    side: 'officer',
    at: 'officers',
    broken: state.issues.length > 0,
    main: html`<div class="narrow"><p class="over"><a href="/petugas/pejabat">← ${t('title')}</a></p><h1>${t('replaceTitle', { name })}</h1><p>${t('replaceText', { name })}</p>
${isLast && html`<p class="warning">${t('lastThere', { name, agency })}</p>`}${standsInFor.length > 0 && html`<p class="warning">${t('standsInFor', { names: standsInFor.map((each) => each.name).join(', ') })}</p>`}
${errorSummary(page, namedIssues(page, state, ending ? ENDING : ''))}
${formStart(page, { action: `/petugas/pejabat/${officer.id}/ganti`, state: coming, className: 'card' })}<h2>${t('replaceNew')}</h2>${personFields(page, coming)}${accountReason(page, coming)}
<p class="actions"><button class="button">${t('replaceSend')}</button></p></form>
${formStart(page, { action: `/petugas/pejabat/${officer.id}/ganti`, className: 'card' })}<h2>${t('replaceKnown')}</h2>${takesOverField(page, parts)}${accountReason(page, going, ENDING)}
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
      ${officer.codeUntil !== undefined && html`<p>${t('onceUntil', { when: page.moments.moment(officer.codeUntil) })}</p>`}
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
