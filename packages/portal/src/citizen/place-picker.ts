import type { AreaInfo, AreaLevel } from '../directory-types.ts';
import { fileMessages } from '../messages/file-messages.ts';
import { choice, inputField, optionsOf, selectField } from '../shell/form-fields.ts';
import type { FormState } from '../shell/form-values.ts';
import { attributes, html } from '../shell/html.ts';
import type { Html } from '../shell/html.ts';
import type { Page } from '../shell/page.ts';
import { speaker } from '../shell/speak.ts';

const say = speaker(fileMessages);
const AREA = /^\d{2}(?:\.\d{2}(?:\.\d{2}(?:\.\d{4})?)?)?$/;
const MOST_FOUND = 8;
/** Below a province come regencies, and so on; nothing below a village. */
const LEVELS: readonly AreaLevel[] = ['province', 'regency', 'district', 'village'];

/** Where the form stands in finding its place. */
export interface PlaceState {
  readonly chosen?: AreaInfo | undefined;
  /** Undefined: nothing was searched. */
  readonly found?: readonly AreaInfo[] | undefined;
  /** The areas directly below what is chosen, or the provinces. */
  readonly below: readonly AreaInfo[];
}

/** What the fields of the picker mean. Never guesses: several places of one name are shown to choose from. */
export async function readPlace(page: Page, { values }: FormState): Promise<PlaceState> {
  const step = values.text('langkah');
  const code =
    step === 'ganti-wilayah' ? undefined : (values.text('wilayah_bawah') ?? values.text('wilayah'));
  const chosen = await findArea(page, code);
  const text = values.text('wilayah_teks');
  if (chosen === undefined && text !== undefined && step !== 'ganti-wilayah') {
    const found = await page.api.searchAreas({ text: text.slice(0, 100), limit: MOST_FOUND });
    const [only, ...others] = found;
    if (only !== undefined && others.length === 0) return withBelow(page, only);
    return { found, below: await page.api.areaChildren() };
  }
  return withBelow(page, chosen);
}

async function withBelow(page: Page, chosen: AreaInfo | undefined): Promise<PlaceState> {
  return { chosen, below: chosen?.level === 'village' ? [] : await page.api.areaChildren(chosen?.code) };
}

async function findArea(page: Page, code: string | undefined): Promise<AreaInfo | undefined> {
  return code === undefined || !AREA.test(code) ? undefined : page.api.area(code);
}

export function placePicker(page: Page, state: FormState, place: PlaceState): Html {
  const t = say(page.language);
  const { chosen, found, below } = place;
  if (chosen !== undefined)
    return html`<div class="picked" id="wilayah_teks">
        <p><span class="label">${t('chosen')}</span> <strong>${chosen.fullName}</strong></p>
        <input type="hidden" name="wilayah" value="${chosen.code}" />
        <button class="plain small" name="langkah" value="ganti-wilayah" formaction="/lapor#di-mana">${t('change')}</button>
      </div>
      ${below.length > 0 && html`<div class="row">${stepSelect(page, state, below, chosen.level)}</div>`}`;
  return html`<div class="row">
      ${inputField({
        name: 'wilayah_teks',
        label: t('area'),
        hint: t('areaHint'),
        state,
        type: 'search',
        maxLength: 100,
        autocomplete: 'off',
        data: { 'data-suggest': 'areas' },
      })}<button class="plain" name="langkah" value="cari-wilayah" formaction="/lapor#di-mana">${t('search')}</button>
    </div>
    ${found === undefined ? html`<input type="hidden" name="wilayah" value="" />` : foundList(page, found)}
    <details class="steps" ${attributes({ open: state.values.text('langkah') === 'turun-wilayah' })}>
      <summary>${t('areaSteps')}</summary>
      <div class="row">${stepSelect(page, state, below, undefined)}</div>
    </details>`;
}

function foundList(page: Page, found: readonly AreaInfo[]): Html {
  const t = say(page.language);
  if (found.length === 0) return html`<p class="note" role="status">${t('areaNone')}</p>`;
  return html`<fieldset class="found">
    <legend>${t('areaFound')}</legend>
    ${found.map(({ code, fullName }) =>
      choice({ type: 'radio', name: 'wilayah', value: code, label: fullName, checked: false }),
    )}
  </fieldset>`;
}

function stepSelect(
  page: Page,
  state: FormState,
  below: readonly AreaInfo[],
  under: AreaLevel | undefined,
): Html {
  const t = say(page.language);
  const level = LEVELS[under === undefined ? 0 : LEVELS.indexOf(under) + 1] ?? 'village';
  const choices = [
    { value: '', label: t('choose') },
    ...below.map(({ code, name }) => ({ value: code, label: name })),
  ];
  return html`${selectField({
    name: 'wilayah_bawah',
    label: under === undefined ? t(`level.${level}`) : `${t('narrower')}: ${t(`level.${level}`)}`,
    state,
    choices: optionsOf(choices, ''),
  })}<button class="plain" name="langkah" value="turun-wilayah" formaction="/lapor#di-mana">${t('next')}</button>`;
}
