import { AppError, toAppError } from '@lapor/kernel';
import type { FastifyRequest } from 'fastify';
import { officersPhotos, thumbnail } from '../../citizen/photo-list.ts';
import { commandMessages } from '../../messages/command-messages.ts';
import { errorMessages } from '../../messages/error-messages.ts';
import type { AttachmentInfo } from '../../complaint-types.ts';
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
/** Steps within the form, one for each photo: "buang-foto:ID". */
const REMOVE = 'buang-foto:';

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
export function photoFields(page: Page, view: OfficerCaseView, state: FormState, command: CommandPath): Html {
  const t = say(page.language);
  const shown = new Set(view.timeline.flatMap(({ photos = [] }) => photos.map(({ id }) => id)));
  const ticked = state.values.all(KEPT);
  const left = view.evidencePhotos.filter(({ id }) => !shown.has(id) || ticked.includes(id));
  const issues = state.issues.filter(({ field }) => field === FIELD);
  const gone = photoToRemove(state.values);
  const removed = gone !== undefined && !view.evidencePhotos.some((each) => each.id === gone);
  const idPrefix = `${command}-`;
  const id = `${idPrefix}${FIELD}`;
  const back = `/petugas/laporan/${view.id}/${command}#${id}`;
  const path = officersPhotos(view.id);
  return html`<div class="field${issues.length > 0 && ' broken'}"><label for="${id}">${t('photos')}</label><p class="hint" id="${id}-hint">${t('photosHint')}</p>
${issues.length > 0 && html`<div id="${id}-error">${issues.map(({ rule }) => html`<p class="error">${rule}</p>`)}</div>`}
<input${attributes({ type: 'file', id, name: FIELD, accept: 'image/*', multiple: true, 'aria-describedby': `${id}-hint${issues.length === 0 ? '' : ` ${id}-error`}` })}></div>
${removed && html`<p class="note" role="status">${t('photoRemoved')}</p>`}
${left.length > 0 && html`<fieldset class="plain kept-photos"><legend>${t('photosKept')}</legend>${left.map((photo, index) => keptPhoto(page, { id: photo.id, number: index + 1, path: path(photo.id), idPrefix, ticked: ticked.includes(photo.id), shown: shown.has(photo.id), back }))}</fieldset>`}`;
}

interface KeptPhoto {
  readonly id: string;
  readonly number: number;
  readonly path: string;
  readonly idPrefix: string;
  readonly ticked: boolean;
  readonly shown: boolean;
  /** Where the page stands again after it was taken back. */
  readonly back: string;
}

/** A box to use it, and apart from that a button for this one alone to take it back. */
function keptPhoto(page: Page, { id, number, path, idPrefix, ticked, shown, back }: KeptPhoto): Html {
  const label = thumbnail(page, path, { alt: 'evidenceAlt', number });
  const box = choice({ type: 'checkbox', name: KEPT, idPrefix, value: id, label, checked: ticked });
  const button = {
    class: 'plain small',
    name: 'langkah',
    value: `${REMOVE}${id}`,
    formaction: back,
    formnovalidate: true,
  };
  return html`<div class="kept-photo">${box}${!shown && html`<button${attributes(button)}>${say(page.language)('photosRemove', { number })}</button>`}</div>`;
}

/** A form of a command, with the photos that came along. */
export interface SentForm {
  readonly values: FormValues;
  readonly images: readonly Uint8Array[];
  /** As their files are called where they come from. */
  readonly names: readonly string[];
}

export async function readSentForm(request: FastifyRequest): Promise<SentForm> {
  if (!request.isMultipart()) return { values: formOf(request), images: [], names: [] };
  const { fields, images, names } = await readParts(request);
  return { values: formValues(fields), images, names };
}

/**
 * The form with its photos kept on the case, as boxes that are ticked, and what is wrong with those that were not taken.
 * @throws AppError with the form's own field, when none was
 */
export async function withPhotos(
  page: OfficerPage,
  caseId: string,
  { values, images, names }: SentForm,
): Promise<{ readonly values: FormValues; readonly refused?: AppError }> {
  if (images.length > MOST_PHOTOS) throw wrongPhoto([photoRule(page, 'at most')]);
  if (images.length === 0) return { values };
  try {
    return { values: withTicked(values, await page.api.addEvidencePhotos(page.token, caseId, images)) };
  } catch (thrown) {
    const { issues, extra } = toAppError(thrown);
    const single = issues.filter(({ field }) => field.startsWith(ONE_OF));
    if (single.length === 0) throw thrown;
    const nameOf = (field: string) => names[Number(field.slice(ONE_OF.length))] ?? '';
    const refused = wrongPhoto(single.map(({ field, rule }) => `${nameOf(field)}: ${photoRule(page, rule)}`));
    return { values: withTicked(values, (extra['attachments'] ?? []) as readonly AttachmentInfo[]), refused };
  }
}

/** One of several: its place among them follows. */
const ONE_OF = 'image/';

function withTicked(values: FormValues, added: readonly AttachmentInfo[]): FormValues {
  const kept = [...new Set([...values.all(KEPT), ...added.map(({ id }) => id)])];
  return { ...values, all: (name) => (name === KEPT ? kept : values.all(name)) };
}

/** What the platform says of a photo that is sent, for people. */
export function photoRule(page: Pick<Page, 'language'>, rule: string): string {
  const t = speaker(errorMessages)(page.language);
  if (rule.includes('bytes')) return t('field.photoLarge');
  return t(rule.includes('at most') ? 'field.photosFull' : 'field.photoStrange');
}

/** The one that is to be taken back, if that is the step. */
export function photoToRemove(values: FormValues): string | undefined {
  const step = values.text('langkah') ?? '';
  return step.startsWith(REMOVE) ? step.slice(REMOVE.length) : undefined;
}

/** Takes it back; the form stays as it was typed. */
export async function removePhoto(
  page: OfficerPage,
  caseId: string,
  values: FormValues,
  id: string,
): Promise<FormValues> {
  await page.api.removeEvidencePhoto(page.token, caseId, id);
  const kept = values.all(KEPT).filter((each) => each !== id);
  return { ...values, all: (name) => (name === KEPT ? kept : values.all(name)) };
}

/** Ids of the photos that a form shows. */
export function photosIn(values: FormValues): readonly string[] {
  return values.all(KEPT);
}

function wrongPhoto(rules: readonly string[]): AppError {
  return new AppError('invalid', rules.join(' '), { issues: rules.map((rule) => ({ field: FIELD, rule })) });
}
