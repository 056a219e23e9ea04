import { stepTitle } from '../../citizen/chain.ts';
import { releaseMessages } from '../../messages/release-messages.ts';
import type { HiddenArea, ReleaseDraft } from '../../release-types.ts';
import { choice, inputField } from '../../shell/form-fields.ts';
import type { FormState } from '../../shell/form-values.ts';
import { attributes, html } from '../../shell/html.ts';
import type { Html } from '../../shell/html.ts';
import type { Page } from '../../shell/page.ts';
import { speaker } from '../../shell/speak.ts';
import { areaField, photoField, rowsFor, SIDES } from './read-release.ts';

const say = speaker(releaseMessages);
const TENTHS = [1, 2, 3, 4, 5, 6, 7, 8, 9];
type Photo = ReleaseDraft['photos'][number];

/** A picture with its black areas, drawn over it: what is sent as the public copy has them in its pixels. */
export function maskedPhoto(
  caseId: string,
  { id, width, height }: Photo,
  areas: readonly HiddenArea[],
  options: { readonly label: string; readonly grid?: boolean },
): Html {
  const path = `/petugas/laporan/${caseId}/foto/${id}`;
  return html`<svg class="masked" viewBox="0 0 ${width} ${height}" role="img" aria-label="${options.label}">
<image href="${path}" width="${width}" height="${height}"></image>
${options.grid === true && html`<g class="grid" aria-hidden="true">${TENTHS.map((tenth) => html`<path d="M${(width * tenth) / 10} 0V${height}M0 ${(height * tenth) / 10}H${width}"></path>`)}</g>`}
<g class="areas">${areas.map((area) => html`<rect${attributes(rectangle(area, width, height))}></rect>`)}</g></svg>`;
}

function rectangle(area: HiddenArea, width: number, height: number) {
  const of = (percent: number, whole: number) => Math.round((percent / 100) * whole);
  return {
    x: of(area.left, width),
    y: of(area.top, height),
    width: of(area.width, width),
    height: of(area.height, height),
  };
}

/** Whose it is: the reporter's, or the evidence of a step. */
export function photoLabel(page: Page, { photos, steps }: ReleaseDraft, index: number): string {
  const label = say(page.language)('photo', { number: index + 1 });
  const step = steps.find(({ seq }) => seq === photos[index]?.step);
  return step === undefined ? label : `${label} · ${stepTitle(page, step)}`;
}

/** A photo to choose, and its areas: by numbers, or drawn where there is the small script. */
export function photoPart(
  page: Page,
  draft: ReleaseDraft,
  index: number,
  given: { readonly state: FormState; readonly ticked: boolean; readonly areas: readonly HiddenArea[] },
): Html {
  const t = say(page.language);
  const photo = draft.photos[index];
  if (photo === undefined) return html``;
  const { state, ticked, areas } = given;
  const label = photoLabel(page, draft, index);
  const script = { 'data-areas': '', 'data-mark': t('markPhoto'), 'data-marking': t('markPhotoDone') };
  return html`<fieldset class="plain photo-part"${attributes(script)}>
<legend class="away">${label}</legend>
${choice({ type: 'checkbox', name: photoField(index), value: 'ya', label, checked: ticked })}
${maskedPhoto(draft.id, photo, areas, { label, grid: true })}
<details class="fold"${attributes({ open: areas.length > 0 || state.issues.some(({ field }) => field.startsWith(`area-${index}-`)) })}><summary>${t('areas')}</summary>
<p class="hint">${t('areasHint')}</p>
${Array.from({ length: rowsFor(areas.length) }, (_each, row) => areaRow(page, state, { index, row, area: areas[row] }))}</details></fieldset>`;
}

function areaRow(
  page: Page,
  state: FormState,
  {
    index,
    row,
    area,
  }: { readonly index: number; readonly row: number; readonly area: HiddenArea | undefined },
): Html {
  const t = say(page.language);
  return html`<fieldset class="plain area" data-area>
    <legend>${t('area', { number: row + 1 })}</legend>
    ${SIDES.map((side) =>
      inputField({
        name: areaField(index, row, side),
        label: t(side),
        state,
        value: area === undefined ? '' : String(area[side]),
        maxLength: 6,
        inputMode: 'decimal',
        autocomplete: 'off',
        data: { 'data-side': side },
      }),
    )}
  </fieldset>`;
}
