import type { PolicyFields, PolicyNumber, PolicyView, RetentionNumber } from '../../clock-rules-types.ts';
import { policyMessages } from '../../messages/policy-messages.ts';
import { formStart, inputField } from '../../shell/form-fields.ts';
import type { FormState } from '../../shell/form-values.ts';
import { attributes, html } from '../../shell/html.ts';
import type { Html } from '../../shell/html.ts';
import { errorSummary, flash } from '../../shell/layout.ts';
import type { View } from '../../shell/layout.ts';
import { speaker } from '../../shell/speak.ts';
import { changeList } from '../change-list.ts';
import type { OfficerPage } from '../officer-session.ts';
import { previewButton } from '../preview-button.ts';
import { reasonField } from '../reason-field.ts';
import { rulesNav } from './rules-nav.ts';

const say = speaker(policyMessages);

export type LimitName = PolicyNumber | RetentionNumber;

/** The numbers of a policy, as they stand together on the form. */
export const LIMIT_GROUPS = {
  case: ['informationDays', 'aspirationDays', 'complaintDays', 'supervisoryDays'],
  clocks: ['verificationDays', 'responseDays', 'leastLeftDays', 'replyDays', 'silenceDays', 'urgentHours'],
  life: ['askAtMost', 'reviveWithinDays', 'reopenWithinDays', 'reopenAtMost', 'arbiterFromReturn'],
  told: [
    'keepLimitFrom',
    'escalateEvery',
    'promiseWithinDays',
    'sameTextOnCases',
    'handOverAfterDays',
    'handOverUntouchedDays',
  ],
  kept: ['keepClosedYears', 'keepArchivedYears', 'keepReferredYears', 'keepWithdrawnYears'],
} as const satisfies Readonly<Record<string, readonly LimitName[]>>;
type GroupName = keyof typeof LIMIT_GROUPS;
const GROUPS = Object.keys(LIMIT_GROUPS) as readonly GroupName[];

/** What a version would change, and what it would leave. */
export interface PolicyPreview {
  readonly wanted: PolicyFields;
  /** In force on its first day without it. */
  readonly before: PolicyFields;
  /** Reports in process. */
  readonly running: number;
}

export interface PolicyParts {
  readonly policies: PolicyView;
  /** In force today: what the form begins with. */
  readonly current: PolicyFields;
  /** yyyy-mm-dd */
  readonly today: string;
  readonly state: FormState;
  readonly preview: PolicyPreview | undefined;
  readonly saved: boolean;
}

export function policiesView(page: OfficerPage, parts: PolicyParts): View {
  const t = say(page.language);
  const { policies, state, preview, saved } = parts;
  const told = state.issues.map(({ field, rule }) => ({ id: field, text: rule }));
  const sent = told.length > 0 || preview !== undefined;
  return {
    title: t('title'),
    side: 'officer',
    at: 'rules',
    broken: told.length > 0,
    main: html`${rulesNav(page, 'limits')}<h1>${t('title')}</h1><p class="lead">${t('lead')}</p>${flash(saved ? t('saved') : undefined)}${errorSummary(page, told)}
<section aria-labelledby="versi-ada"><h2 id="versi-ada">${t('versions')}</h2>${policies.policies.map((policy) => versionFold(page, policy, parts))}</section>
<details class="fold"${attributes({ open: sent })}><summary>${t('enter')}</summary>${form(page, parts)}</details>
${history(page, policies)}`,
  };
}

function versionFold(page: OfficerPage, policy: PolicyFields, { current, today }: PolicyParts): Html {
  const t = say(page.language);
  const { version, validFrom } = policy;
  const line = t('versionLine', { version, from: page.moments.civilDay(validFrom) });
  const now = version === current.version ? t('inForce') : validFrom > today && t('ahead');
  return html`<details class="fold"><summary>${line}${now && html` <span class="sub">${now}</span>`}</summary>${GROUPS.map(
    (group) =>
      html`<h3>${t(`group.${group}`)}</h3><ul>${LIMIT_GROUPS[group].map((name) => html`<li>${t(name)}: ${policy[name]}</li>`)}${
        group === 'told' && html`<li>${t('warnAt')}: ${policy.warnAt.join(', ')}</li>`
      }</ul>`,
  )}</details>`;
}

function form(page: OfficerPage, { state, current, preview }: PolicyParts): Html {
  const t = say(page.language);
  const number = (name: LimitName) =>
    inputField({
      name,
      label: t(name),
      state,
      value: String(current[name]),
      maxLength: 4,
      inputMode: 'numeric',
      autocomplete: 'off',
      required: true,
    });
  return html`<p>${t('enterAbout')}</p>${formStart(page, { action: '/petugas/batas-waktu', state })}
${inputField({ name: 'version', label: t('version'), hint: t('versionHint'), state, maxLength: 40, required: true, autocomplete: 'off', autocapitalize: 'none' })}
${inputField({ name: 'validFrom', label: t('validFrom'), state, type: 'date', required: true })}
${GROUPS.map(
  (group) =>
    html`<fieldset><legend>${t(`group.${group}`)}</legend>${LIMIT_GROUPS[group].map(number)}${
      group === 'told' &&
      inputField({
        name: 'warnAt',
        label: t('warnAt'),
        hint: t('warnAtHint'),
        state,
        value: current.warnAt.join(', '),
        maxLength: 30,
        inputMode: 'text',
        autocomplete: 'off',
      })
    }</fieldset>`,
)}
${reasonField(page, { name: 'reason', state, hint: t('reasonHint'), need: 'to_save' })}
${preview !== undefined && previewed(page, preview)}
<p class="actions">${previewButton('/petugas/batas-waktu', t('preview'))}<button class="button">${t('send')}</button></p></form>`;
}

function previewed(page: OfficerPage, { wanted, before, running }: PolicyPreview): Html {
  const t = say(page.language);
  const names = Object.values(LIMIT_GROUPS).flat();
  const changed = names.filter((name) => wanted[name] !== before[name]);
  const lines = changed.map((name) =>
    t('change', { name: t(name), before: before[name], after: wanted[name] }),
  );
  const [warned, warns] = [before.warnAt.join(', '), wanted.warnAt.join(', ')];
  const all =
    warned === warns ? lines : [...lines, t('change', { name: t('warnAt'), before: warned, after: warns })];
  const from = page.moments.civilDay(wanted.validFrom);
  return html`<div class="note" role="status" id="dampak">${
    all.length === 0
      ? html`<p><strong>${t('same')}</strong></p>`
      : html`<p><strong>${t('differs', { from, version: before.version })}</strong></p><ul>${all.map((line) => html`<li>${line}</li>`)}</ul>`
  }<p>${t('running', { count: running })}</p></div>`;
}

function history(page: OfficerPage, { changes }: PolicyView): Html {
  if (changes.length === 0) return html``;
  return html`<section class="card" aria-labelledby="perubahan"><h2 id="perubahan">${say(page.language)('history')}</h2>${changeList(page, changes)}</section>`;
}
