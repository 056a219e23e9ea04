import type { AgencyInfo } from '../../directory-types.ts';
import { searchMessages } from '../../messages/search-messages.ts';
import type { CaseListItem } from '../../officer-types.ts';
import { formStart, inputField } from '../../shell/form-fields.ts';
import { freshForm } from '../../shell/form-values.ts';
import type { FormState } from '../../shell/form-values.ts';
import { attributes, html } from '../../shell/html.ts';
import type { Html } from '../../shell/html.ts';
import { speaker } from '../../shell/speak.ts';
import type { OfficerPage } from '../officer-session.ts';
import { unitField } from '../unit-picker.ts';

export const BULK_PATH = '/petugas/terusan';
/** Cases whose likes were shown: they are not pointed out again. */
export const SEEN_FIELD = 'dilihat';
const FORM = 'terusan';
const say = speaker(searchMessages);

/** Only what can be passed on can be ticked: there is nothing else to do with several at once. */
export function canPassOn({ legal }: Pick<CaseListItem, 'legal'>): boolean {
  return legal.includes('dispose');
}

/** The case with the version that was seen: what has changed since is left as it is. */
export function tickBox(page: OfficerPage, item: CaseListItem, checked = false): Html {
  if (!canPassOn(item)) return html``;
  const { id, version, title, trackingIdText } = item;
  return html`<span class="tick"><input${attributes({
    type: 'checkbox',
    name: 'pilih',
    value: `${id}.${version}`,
    form: FORM,
    checked,
    'aria-label': say(page.language)('tick', { title: title === '' ? trackingIdText : title }),
  })}></span>`;
}

/** What to do with the ticked ones. Their boxes belong to this form, wherever on the page they are. */
export function bulkBar(
  page: OfficerPage,
  units: readonly AgencyInfo[] | undefined,
  state: FormState = freshForm,
  {
    found,
    seen = [],
  }: { readonly found?: readonly AgencyInfo[] | undefined; readonly seen?: readonly string[] } = {},
): Html {
  const t = say(page.language);
  return html`<p class="to-bulk"><a class="button" href="#terusan-judul">${t('bulk')} <span class="count" data-ticked hidden></span></a></p>
  <section class="bulk card" aria-labelledby="terusan-judul">
    <h2 id="terusan-judul">${t('bulk')}<span class="count" role="status" data-ticked hidden></span></h2>
    <p data-all hidden><button type="button" class="plain">${t('tickAll')}</button></p>
    ${formStart(page, { action: BULK_PATH, id: FORM, state })}
      ${seen.map((id) => html`<input type="hidden" name="${SEEN_FIELD}" value="${id}" />`)}
      ${unitField(page, { idPrefix: 'terusan-', state, label: t('bulkUnit'), units, found })}
      ${inputField({ name: 'teks', idPrefix: 'terusan-', label: t('bulkNote'), state, maxLength: 2_000, autocomplete: 'off' })}
      <p class="actions">
        <button class="button" name="langkah" value="teruskan">${t('bulkPass')}</button>
        <button class="button plain" name="langkah" value="tangani">${t('bulkTake')}</button>
      </p>
    </form>
  </section>`;
}
