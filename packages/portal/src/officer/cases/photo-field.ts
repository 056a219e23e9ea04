import { AppError } from '@lapor/kernel';
import type { FastifyRequest } from 'fastify';
import { officersPhotos, thumbnail } from '../../citizen/photo-list.ts';
import { commandMessages } from '../../messages/command-messages.ts';
import { errorMessages } from '../../messages/error-messages.ts';
import type { OfficerCaseView } from '../../officer-types.ts';
import { choice } from '../../shell/form-fields.ts';
import { MOST_FORM_BYTES, MOST_PHOTOS, readParts } from '../../shell/form-parts.ts';
import { formOf, formValues } from '../../shell/form-values.ts';
import type { FormState, FormValues } from '../../shell/form-values.ts';
import { attributes, html } from '../../shell/html.ts';
import type { Html } from '../../shell/html.ts';
import type { Page } from '../../shell/page.ts';
import { speaker } from '../../shell/speak.ts';
import type { CommandPath } from '../command-paths.ts';
import type { OfficerPage } from '../officer-session.ts';

const say = speaker(commandMessages);
/** Files, and boxes of what is there already. */
const FIELD = 'foto';
const KEPT = 'foto_ada';
/** A step within the form. */
export const REMOVE = 'buang-foto';

const SHOWS: ReadonlySet<CommandPath> = new Set(['tindak-lanjut', 'jawaban', 'konsep', 'janji']);

/** What a form needs that takes photos along. */
export function photoForm(path: CommandPath) {
  return SHOWS.has(path) ? { multipart: true, data: { 'data-photos': String(MOST_PHOTOS) } } : {};
}

/** As much as the form of a command may weigh. */
export function bytesOf(path: CommandPath): { readonly bodyLimit?: number } {
  return SHOWS.has(path) ? { bodyLimit: MOST_FORM_BYTES } : {};
}

/** Photos to choose, and those that were sent before and are not shown yet: a form that comes back has not lost them. */
export function photoFields(page: Page, view: OfficerCaseView, state: FormState, idPrefix: string): Html {
  const t = say(page.language);
  const shown = new Set(view.timeline.flatMap(({ photos = [] }) => photos.map(({ id }) => id)));
  const ticked = state.values.all(KEPT);
  const left = view.evidencePhotos.filter(({ id }) => !shown.has(id) || ticked.includes(id));
  const issue = state.issues.find(({ field }) => field === FIELD);
  const id = `${idPrefix}${FIELD}`;
  const path = officersPhotos(view.id);
  return html`<div class="field${issue !== undefined && ' broken'}"><label for="${id}">${t('photos')}</label><p class="hint" id="${id}-hint">${t('photosHint')}</p>
${issue !== undefined && html`<p class="error" id="${id}-error">${issue.rule}</p>`}
<input${attributes({ type: 'file', id, name: FIELD, accept: 'image/*', multiple: true, 'aria-describedby': `${id}-hint${issue === undefined ? '' : ` ${id}-error`}` })}></div>
${
  left.length > 0 &&
  html`<fieldset class="plain kept-photos"><legend>${t('photosKept')}</legend>${left.map((photo, index) =>
    choice({
      type: 'checkbox',
      name: KEPT,
      idPrefix,
      value: photo.id,
      label: thumbnail(page, path(photo.id), { alt: 'evidenceAlt', number: index + 1 }),
      checked: ticked.includes(photo.id),
    }),
  )}<button class="plain" name="langkah" value="${REMOVE}">${t('photosRemove')}</button></fieldset>`
}`;
}

/** A form of a command, with the photos that came along. */
export interface SentForm {
  readonly values: FormValues;
  readonly images: readonly Uint8Array[];
  readonly tooLarge: boolean;
}

export async function readSentForm(request: FastifyRequest): Promise<SentForm> {
  if (!request.isMultipart()) return { values: formOf(request), images: [], tooLarge: false };
  const { fields, images, tooLarge } = await readParts(request);
  return { values: formValues(fields), images, tooLarge };
}

/** The form with its photos kept on the case, as boxes that are ticked. @throws AppError with the form's own field */
export async function withPhotos(
  page: OfficerPage,
  caseId: string,
  { values, images, tooLarge }: SentForm,
): Promise<FormValues> {
  if (tooLarge) throw wrongPhoto(page, 'field.photoLarge');
  if (images.length > MOST_PHOTOS) throw wrongPhoto(page, 'field.photosMany');
  if (images.length === 0) return values;
  const added = await page.api.addEvidencePhotos(page.token, caseId, images);
  const kept = [...new Set([...values.all(KEPT), ...added.map(({ id }) => id)])];
  return { ...values, all: (name) => (name === KEPT ? kept : values.all(name)) };
}

/** Takes back those that are ticked; the form stays as it was typed. */
export async function removePhotos(
  page: OfficerPage,
  caseId: string,
  values: FormValues,
): Promise<FormValues> {
  for (const id of values.all(KEPT)) await page.api.removeEvidencePhoto(page.token, caseId, id);
  return { ...values, all: (name) => (name === KEPT ? [] : values.all(name)) };
}

/** Ids of the photos that a form shows. */
export function photosIn(values: FormValues): readonly string[] {
  return values.all(KEPT);
}

function wrongPhoto(page: Page, key: 'field.photoLarge' | 'field.photosMany'): AppError {
  const rule = speaker(errorMessages)(page.language)(key);
  return new AppError('invalid', rule, { issues: [{ field: FIELD, rule }] });
}
