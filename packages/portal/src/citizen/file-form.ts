import type { CategoryInfo } from '../directory-types.ts';
import { commonMessages } from '../messages/common-messages.ts';
import { fileMessages } from '../messages/file-messages.ts';
import { choice, formStart, inputField, selectField, textField } from '../shell/form-fields.ts';
import type { FormState } from '../shell/form-values.ts';
import { attributes, html } from '../shell/html.ts';
import type { Html } from '../shell/html.ts';
import { emergencyNumbers, errorSummary } from '../shell/layout.ts';
import type { View } from '../shell/layout.ts';
import type { Page } from '../shell/page.ts';
import { speaker } from '../shell/speak.ts';
import { agencyPicker } from './agency-picker.ts';
import type { AgencyState } from './agency-picker.ts';
import { placePicker } from './place-picker.ts';
import type { PlaceState } from './place-picker.ts';

const say = speaker(fileMessages);
const common = speaker(commonMessages);

export interface FilingParts {
  readonly state: FormState;
  readonly place: PlaceState;
  readonly agency: AgencyState;
  readonly categories: readonly CategoryInfo[];
}

/** One page, in the order a person tells a story: what, where, who; then who may see it, and how to reach them. */
export function filingView(page: Page, parts: FilingParts): View {
  const t = say(page.language);
  const { state } = parts;
  return {
    title: t('title'),
    at: 'file',
    broken: state.issues.length > 0,
    main: html`<h1>${t('title')}</h1><p class="lead">${t('intro')}</p>
${errorSummary(
  page,
  state.issues.map(({ field, rule }) => ({ id: field, text: rule })),
)}
${formStart(page, { action: '/lapor', state, className: 'filing', data: { 'data-draft': 'lapor' } })}
<button class="first-submit" tabindex="-1" aria-hidden="true">${t('submit')}</button>
${whatPart(page, state)}${wherePart(page, parts)}${whoPart(page, parts)}${privacyPart(page, state)}${contactPart(page, state)}
<p class="hint">${t('photosLater')}</p>
<p class="actions"><button class="button big">${t('submit')}</button></p><p class="hint">${t('submitHint')}</p>
</form>`,
  };
}

function whatPart(page: Page, state: FormState): Html {
  const t = say(page.language);
  const c = common(page.language);
  const { values } = state;
  const chosen = values.text('jenis') ?? 'complaint';
  const more =
    state.issues.some(({ field }) => field === 'judul' || field === 'tanggal') ||
    values.text('judul') !== undefined ||
    values.text('tanggal') !== undefined;
  return html`<fieldset class="part">
    <legend>${t('what')}</legend>
    <fieldset class="plain kinds">
      <legend>${t('type')}</legend>
      ${(['complaint', 'information', 'aspiration'] as const).map((kind) =>
        choice({
          type: 'radio',
          name: 'jenis',
          value: kind,
          label: c(`type.${kind}`),
          hint: t(`typeHint.${kind}`),
          checked: chosen === kind,
        }),
      )}
    </fieldset>
    ${textField({ name: 'isi', label: t('body'), hint: t('bodyHint'), state, rows: 7, required: true })}
    <div class="danger">
      ${choice({
        type: 'checkbox',
        name: 'bahaya',
        value: 'ya',
        label: t('danger'),
        hint: t('dangerHint'),
        checked: values.ticked('bahaya'),
      })}
      <div class="danger-now">
        <p>${t('dangerNow')}</p>
        ${emergencyNumbers(page)}
      </div>
    </div>
    <details class="steps"${attributes({ open: more })}><summary>${t('details')}</summary>
    ${inputField({ name: 'judul', label: t('headline'), optional: c('optional'), state, maxLength: 200 })}
    ${inputField({
      name: 'tanggal',
      label: t('happenedOn'),
      optional: c('optional'),
      state,
      type: 'date',
      max: page.moments.today(),
    })}</details>
  </fieldset>`;
}

function wherePart(page: Page, { state, place }: FilingParts): Html {
  const t = say(page.language);
  return html`<fieldset class="part" id="di-mana">
    <legend>${t('where')}</legend>
    ${placePicker(page, state, place)}
    ${inputField({
      name: 'alamat',
      label: t('address'),
      hint: t('addressHint'),
      optional: common(page.language)('optional'),
      state,
      maxLength: 500,
    })}
  </fieldset>`;
}

function whoPart(page: Page, { state, agency, categories }: FilingParts): Html {
  const t = say(page.language);
  return html`<fieldset class="part" id="siapa">
    <legend>${t('who')}</legend>
    ${agencyPicker(page, state, agency)}
    ${selectField({
      name: 'kategori',
      label: t('category'),
      hint: t('categoryHint'),
      optional: common(page.language)('optional'),
      state,
      choices: categoryChoices(page, categories, state.values.typed('kategori'), t('categoryNone')),
    })}
  </fieldset>`;
}

/** The two levels of the tree; the first choice is none. */
export function categoryChoices(
  { language }: Page,
  categories: readonly CategoryInfo[],
  chosen: string,
  none: string,
): Html {
  const name = ({ nameId, nameEn }: CategoryInfo) => (language === 'id' ? nameId : nameEn);
  const groups = categories.filter(({ parentCode }) => parentCode === undefined);
  return html`<option value="">${none}</option>
    ${groups.map(
      (group) =>
        html`<optgroup label="${name(group)}">
          ${categories
            .filter(({ parentCode }) => parentCode === group.code)
            .map(
              (leaf) =>
                html`<option${attributes({ value: leaf.code, selected: leaf.code === chosen })}>${name(leaf)}</option>`,
            )}
        </optgroup>`,
    )}`;
}

/** What everybody sees of an ordinary report: the first line of the table "who sees what". */
export function privacyTerms({ language }: Page): Html {
  const t = say(language);
  return html`<div class="note"><p>${t('privacyAlways')}</p><ul>
<li><b>${t('publicSees')}</b> ${t('publicSeesText')}</li>
<li><b>${t('officersSee')}</b> ${t('officersSeeText')}</li>
<li><b>${t('contactSeen')}</b> ${t('contactSeenText')}</li></ul></div>`;
}

function privacyPart(page: Page, { values }: FormState): Html {
  const t = say(page.language);
  return html`<fieldset class="part privacy">
    <legend>${t('privacy')}</legend>
    ${privacyTerms(page)}
    ${choice({ type: 'checkbox', name: 'anonim', value: 'ya', label: t('anonymous'), hint: t('anonymousHint'), checked: values.ticked('anonim') })}
    ${choice({ type: 'checkbox', name: 'rahasia', value: 'ya', label: t('secret'), hint: t('secretHint'), checked: values.ticked('rahasia') })}
    ${choice({ type: 'checkbox', name: 'tentang_petugas', value: 'ya', label: t('aboutOfficial'), hint: t('aboutOfficialHint'), checked: values.ticked('tentang_petugas') })}
  </fieldset>`;
}

function contactPart(page: Page, state: FormState): Html {
  const t = say(page.language);
  const optional = common(page.language)('optional');
  return html`<fieldset class="part contact">
    <legend>${t('contact')}</legend>
    ${inputField({ name: 'nama', label: t('name'), optional, state, maxLength: 200, autocomplete: 'name' })}
    ${inputField({ name: 'hp', label: t('phone'), optional, state, type: 'tel', maxLength: 32, autocomplete: 'tel', placeholder: ' ' })}
    ${inputField({ name: 'email', label: t('email'), optional, state, type: 'email', maxLength: 254, autocomplete: 'email', placeholder: ' ' })}
    <p class="warning no-contact">${t('noContact')}</p>
  </fieldset>`;
}
