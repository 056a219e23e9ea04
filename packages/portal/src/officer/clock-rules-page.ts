import type { CalendarView, PolicyView } from '../clock-rules-types.ts';
import { clockRuleMessages } from '../messages/clock-rule-messages.ts';
import { formStart, inputField, textField } from '../shell/form-fields.ts';
import type { FormState } from '../shell/form-values.ts';
import { html } from '../shell/html.ts';
import type { Html } from '../shell/html.ts';
import { errorSummary, flash } from '../shell/layout.ts';
import type { View } from '../shell/layout.ts';
import { speaker } from '../shell/speak.ts';
import type { OfficerPage } from './officer-session.ts';
import { rulesNav } from './rules-nav.ts';

const say = speaker(clockRuleMessages);

export interface ClockRulesParts {
  readonly calendar: CalendarView;
  readonly policies: PolicyView;
  readonly state: FormState;
  readonly saved: boolean;
}

export function clockRulesView(
  page: OfficerPage,
  { calendar, policies, state, saved }: ClockRulesParts,
): View {
  const t = say(page.language);
  const told = state.issues.map(({ field, rule }) => ({ id: field, text: rule }));
  return {
    title: t('title'),
    side: 'officer',
    at: 'rules',
    broken: told.length > 0,
    main: html`${rulesNav(page, 'calendar')}<h1>${t('title')}</h1><p class="lead">${t('lead')}</p>${flash(saved ? t('saved') : undefined)}${errorSummary(page, told)}
<section class="card" aria-labelledby="tahun"><h2 id="tahun">${t('years')}</h2>${years(page, calendar)}</section>
<section aria-labelledby="isi"><h2 id="isi">${t('enter')}</h2>
${formStart(page, { action: '/petugas/kalender', state })}
${inputField({ name: 'wilayah', label: t('area'), hint: t('areaHint'), state, value: calendar.areaCode ?? '', maxLength: 2, inputMode: 'numeric', autocomplete: 'off' })}
${inputField({ name: 'tahun', label: t('year'), state, maxLength: 4, inputMode: 'numeric', required: true, autocomplete: 'off' })}
${textField({ name: 'hari', label: t('days'), hint: t('daysHint'), state, rows: 8, required: true })}
${textField({ name: 'alasan', label: t('reason'), hint: t('reasonHint'), state, rows: 2, maxLength: 1_000, required: true })}
<p class="actions"><button class="button">${t('send')}</button></p></form></section>
<section class="card" aria-labelledby="batas"><h2 id="batas">${t('policies')}</h2>${limits(page, policies)}</section>
${changes(page, [...calendar.changes, ...policies.changes])}`,
  };
}

function years({ language }: OfficerPage, { years: entered }: CalendarView): Html {
  const t = say(language);
  if (entered.length === 0) return html`<p>${t('none')}</p>`;
  return html`${entered.map(
    ({ year, days }) =>
      html`<details class="fold">
        <summary>${t('yearLine', { year: String(year), count: days.length })}</summary>
        <ul>
          ${days.map(({ date, kind }) => html`<li>${date} ${kind === 'collective_leave' ? t('collective_leave') : t('holiday')}</li>`)}
        </ul>
      </details>`,
  )}`;
}

function limits({ language }: OfficerPage, { policies }: PolicyView): Html {
  const t = say(language);
  return html`<ul class="deliveries">
    ${policies.map(
      ({ version, validFrom, responseDays, complaintDays, verificationDays, urgentHours, ...kept }) =>
        html`<li>
          ${t('policyLine', { version, from: validFrom, response: responseDays, complaint: complaintDays, verification: verificationDays, urgent: urgentHours })}
          ${t('keptLine', { closed: kept.keepClosedYears, archived: kept.keepArchivedYears, referred: kept.keepReferredYears, withdrawn: kept.keepWithdrawnYears })}
        </li>`,
    )}
  </ul>`;
}

function changes({ language, moments }: OfficerPage, all: CalendarView['changes']): Html {
  if (all.length === 0) return html``;
  return html`<section aria-labelledby="perubahan">
    <h2 id="perubahan">${say(language)('changes')}</h2>
    <ul class="deliveries">
      ${all.map(({ at, what, reason = '' }) => html`<li>${moments.moment(at)}, ${what}: ${reason}</li>`)}
    </ul>
  </section>`;
}
