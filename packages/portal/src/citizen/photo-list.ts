import type { PhotoInfo } from '../complaint-types.ts';
import { trackMessages } from '../messages/track-messages.ts';
import { html } from '../shell/html.ts';
import type { Html } from '../shell/html.ts';
import type { Page } from '../shell/page.ts';
import { speaker } from '../shell/speak.ts';

const say = speaker(trackMessages);

/** Where a photo is shown to whoever reads this page. */
export type PhotoPath = (id: string) => string;

/** To the reporter, and what is public of them to anybody. */
export const ownPhotos =
  (trackingId: string): PhotoPath =>
  (id) =>
    `/lacak/${trackingId}/foto/${id}`;

export const officersPhotos =
  (caseId: string): PhotoPath =>
  (id) =>
    `/petugas/laporan/${caseId}/foto/${id}`;

/** Small pictures that lead to the big ones. */
export function photos(
  page: Page,
  shown: readonly Pick<PhotoInfo, 'id'>[],
  path: PhotoPath,
  alt: 'photoAlt' | 'evidenceAlt' = 'photoAlt',
): Html {
  if (shown.length === 0) return html``;
  return html`<ul class="photos">
    ${shown.map(({ id }, index) => html`<li><a href="${path(id)}">${thumbnail(page, path(id), { alt, number: index + 1 })}</a></li>`)}
  </ul>`;
}

export function thumbnail(
  page: Page,
  path: string,
  { alt, number }: { readonly alt: 'photoAlt' | 'evidenceAlt'; readonly number: number },
): Html {
  return html`<img
    src="${path}/kecil"
    alt="${say(page.language)(alt, { number })}"
    loading="lazy"
    width="160"
    height="120"
  />`;
}
