import { releaseMessages } from '../messages/release-messages.ts';
import type { PublicWords } from '../complaint-types.ts';
import { html, paragraphs } from '../shell/html.ts';
import type { Html } from '../shell/html.ts';
import type { Page } from '../shell/page.ts';
import { speaker } from '../shell/speak.ts';
import { ownPhotos, photos } from './photo-list.ts';

const say = speaker(releaseMessages);

/** What was released of a report, for everybody. The words of answers are in the chain. */
export function publicReport(page: Page, trackingId: string, released: PublicWords): Html {
  const t = say(page.language);
  const { report } = released;
  // Evidence stands with its step in the chain.
  const sent = released.photos.filter(({ step }) => step === undefined);
  if (report === undefined && sent.length === 0) return html``;
  return html`<section class="card" aria-labelledby="isi-publik">
    <h2 id="isi-publik">${report === undefined || report.title === '' ? t('publicReport') : report.title}</h2>
    ${photos(page, sent, ownPhotos(trackingId))}
    ${report && paragraphs(report.body)}
    ${released.releasedAt && html`<p class="sub">${t('publicNote', { moment: page.moments.moment(released.releasedAt) })}</p>`}
  </section>`;
}

/** The same for the reporter, beside what only the reporter reads. */
export function ownPublicReport(page: Page, { report, releasedAt }: PublicWords): Html {
  const t = say(page.language);
  return html`<details class="fold">
    <summary>${t('ownNote')}</summary>
    ${report && html`${report.title !== '' && html`<p><strong>${report.title}</strong></p>`}${paragraphs(report.body)}`}
    ${releasedAt && html`<p class="sub">${t('publicNote', { moment: page.moments.moment(releasedAt) })}</p>`}
  </details>`;
}
