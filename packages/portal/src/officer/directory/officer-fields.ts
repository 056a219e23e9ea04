import { adminMessages } from '../../messages/admin-messages.ts';
import { commonMessages } from '../../messages/common-messages.ts';
import { historyMessages } from '../../messages/history-messages.ts';
import type { OfficerInfo } from '../../officer-types.ts';
import { choice, inputField } from '../../shell/form-fields.ts';
import { formValues } from '../../shell/form-values.ts';
import type { FormState, FormValues } from '../../shell/form-values.ts';
import { html } from '../../shell/html.ts';
import type { Html } from '../../shell/html.ts';
import type { Page } from '../../shell/page.ts';
import { speaker } from '../../shell/speak.ts';
import { reasonField } from '../reason-field.ts';

const say = speaker(adminMessages);

/** The box that says that somebody comes back. */
export const RETURNING = 'kembali';

const LABELS = {
  nama: 'name',
  nama_pengguna: 'username',
  email: 'email',
  hp: 'phone',
  peran: 'role',
  unit: 'unit',
  lingkup: 'scope',
  lingkup_instansi: 'scopeAgency',
} as const;

/** "Nama: Tidak boleh kosong." for the list above the form, where the field is not beside it. */
export function namedIssues(
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

/** Why an account is opened, changed or ended. */
export function accountReason(page: Page, state: FormState, idPrefix = ''): Html {
  return reasonField(page, { state, idPrefix, hint: speaker(historyMessages)(page.language)('reasonHint') });
}

/** The form of an invitation, filled in for somebody who left and comes back. */
export function returningForm({ name, username, email, phone, role, agencyId }: OfficerInfo): FormValues {
  const person = { nama: name, nama_pengguna: username, email: email ?? '', hp: phone ?? '' };
  return formValues({ ...person, peran: role, unit: agencyId, [RETURNING]: 'ya' });
}

/** Whether the person is the one of before: asked only where the user name is of somebody who left. */
export function returningField({ language }: Page, { values, issues }: FormState): Html {
  const broken = issues.filter(({ field }) => field === RETURNING);
  if (broken.length === 0 && !values.ticked(RETURNING)) return html``;
  return html`<div class="field">${broken.map(({ rule }) => html`<p class="error">${rule}</p>`)}${choice({
    type: 'checkbox',
    name: RETURNING,
    value: 'ya',
    label: say(language)('returning'),
    checked: values.ticked(RETURNING),
  })}</div>`;
}

/** Who somebody is, and how they are reached. `known`: under a user name that stays. */
export function personFields(page: Page, state: FormState, known = false): Html {
  const t = say(page.language);
  const optional = speaker(commonMessages)(page.language)('optional');
  return html`${inputField({ name: 'nama', label: t('name'), state, maxLength: 200, autocomplete: 'off' })}
  ${!known && inputField({ name: 'nama_pengguna', label: t('username'), hint: t('usernameHint'), state, maxLength: 100, autocomplete: 'off', autocapitalize: 'none' })}
  ${inputField({ name: 'email', label: t('email'), optional, state, type: 'email', maxLength: 254, autocomplete: 'off' })}
  ${inputField({ name: 'hp', label: t('phone'), optional, state, type: 'tel', maxLength: 32, autocomplete: 'off' })}
  ${returningField(page, state)}`;
}
