import type { AgencyInfo } from '../directory-types.ts';
import { fileMessages } from '../messages/file-messages.ts';
import { choice, inputField } from '../shell/form-fields.ts';
import type { FormState } from '../shell/form-values.ts';
import { html } from '../shell/html.ts';
import type { Html } from '../shell/html.ts';
import type { Page } from '../shell/page.ts';
import { speaker } from '../shell/speak.ts';

const say = speaker(fileMessages);
export const AGENCY_ID = /^[0-9A-Z]{10,32}$/;
const MOST_FOUND = 8;

export interface AgencyState {
  readonly chosen?: AgencyInfo | undefined;
  readonly found?: readonly AgencyInfo[] | undefined;
}

/** What the fields of the picker mean: an agency only if the reporter says they know it. */
export async function readAgencyChoice(page: Page, { values }: FormState): Promise<AgencyState> {
  const step = values.text('langkah');
  if (values.text('tahu') !== 'ya' && step !== 'cari-instansi') return {};
  const id = step === 'ganti-instansi' ? undefined : values.text('instansi');
  if (id !== undefined && AGENCY_ID.test(id)) return { chosen: await page.api.agency(id) };
  const text = values.text('instansi_teks');
  if (text === undefined || step === 'ganti-instansi') return {};
  const found = await page.api.agencies({ text: text.slice(0, 100), limit: MOST_FOUND });
  const [only, ...others] = found;
  return only !== undefined && others.length === 0 ? { chosen: only } : { found };
}

export function agencyPicker(page: Page, state: FormState, { chosen, found }: AgencyState): Html {
  const t = say(page.language);
  const known = state.values.text('tahu') === 'ya' || chosen !== undefined || found !== undefined;
  return html`<div class="agency">
    ${choice({ type: 'radio', name: 'tahu', value: 'tidak', label: t('unknown'), hint: t('unknownHint'), checked: !known })}
    ${choice({ type: 'radio', name: 'tahu', value: 'ya', label: t('known'), checked: known })}
    <div class="if-known">
      ${chosen === undefined ? searchFor(page, state, found) : chosenOne(page, chosen)}
    </div>
  </div>`;
}

function chosenOne(page: Page, chosen: AgencyInfo): Html {
  const t = say(page.language);
  return html`<div class="picked" id="instansi_teks">
    <p><span class="label">${t('chosen')}</span> <strong>${chosen.name}</strong></p>
    <input type="hidden" name="instansi" value="${chosen.id}" />
    <button class="plain small" name="langkah" value="ganti-instansi" formaction="/lapor#siapa">${t('change')}</button>
  </div>`;
}

function searchFor(page: Page, state: FormState, found: readonly AgencyInfo[] | undefined): Html {
  const t = say(page.language);
  return html`<div class="row">
      ${inputField({
        name: 'instansi_teks',
        label: t('agency'),
        state,
        type: 'search',
        maxLength: 100,
        autocomplete: 'off',
        data: { 'data-suggest': 'agencies' },
      })}<button class="plain" name="langkah" value="cari-instansi" formaction="/lapor#siapa">
        ${t('search')}
      </button>
    </div>
    ${found === undefined && html`<input type="hidden" name="instansi" value="" />`}
    ${found?.length === 0 && html`<p class="note" role="status">${t('agencyNone')}</p>`}
    ${
      found !== undefined &&
      found.length > 0 &&
      html`<fieldset class="found">
        <legend>${t('agencyFound')}</legend>
        ${found.map(({ id, name }) =>
          choice({ type: 'radio', name: 'instansi', value: id, label: name, checked: false }),
        )}
      </fieldset>`
    }`;
}
