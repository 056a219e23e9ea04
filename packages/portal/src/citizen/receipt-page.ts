import type { ComplaintView } from '../complaint-types.ts';
import { fileMessages } from '../messages/file-messages.ts';
import { proofMessages } from '../messages/proof-messages.ts';
import { trackMessages } from '../messages/track-messages.ts';
import { html } from '../shell/html.ts';
import { emergencyNumbers } from '../shell/layout.ts';
import type { View } from '../shell/layout.ts';
import type { Page } from '../shell/page.ts';
import { speaker } from '../shell/speak.ts';
import { photoForm } from './reporter-forms.ts';

/** The receipt: number and code, big enough to copy by hand, fit to print. */
export function receiptView(page: Page, view: ComplaintView, accessCode: string): View {
  const t = speaker(fileMessages)(page.language);
  const p = speaker(proofMessages)(page.language);
  const { agency, due, status } = view;
  return {
    title: t('receiptTitle'),
    at: 'file',
    script: true,
    main: html`<h1>${t('receiptTitle')}</h1>
      ${
        view.danger &&
        html`<div class="alarm" role="alert">
          <p>${t('receiptDanger')}</p>
          ${emergencyNumbers(page)}
        </div>`
      }
      <p class="lead">${t('receiptIntro')}</p>
      <section class="receipt" aria-label="${t('receiptTitle')}">
        <dl>
          <div>
            <dt>${t('trackingId')}</dt>
            <dd class="code">${view.trackingIdText}</dd>
          </div>
          <div>
            <dt>${t('accessCode')}</dt>
            <dd class="code">${accessCode}</dd>
          </div>
        </dl>
        <p class="site">${page.api.installation.name} · ${page.host}/lacak</p>
      </section>
      <p class="warning">${t('save')}</p>
      <p class="noprint">
        <a href="/lacak/${view.trackingId}/tanda-terima.jws" download>${p('download')}</a>
        <span class="hint">${p('downloadHint')}</span>
      </p>
      <p class="actions noprint">
        <a class="button" href="/lacak/${view.trackingId}">${t('toTimeline')}</a><button class="button plain" type="button" data-print hidden>${t('print')}</button>
      </p>
      ${view.private && html`<div class="noprint">${photoForm(page, view.trackingId, view.private, { title: speaker(trackMessages)(page.language)('photosNow') })}</div>`}
      <section class="card" aria-labelledby="kini">
        <h2 id="kini">${t('receiptNext')}</h2>
        <p>
          ${agency !== undefined && status !== 'unverified' ? t('receiptAgency', { agency: agency.name }) : t('receiptTriage')}
        </p>
        ${due?.caseDueAt && html`<p>${t('receiptDue', { day: page.moments.day(due.caseDueAt) })}</p>`}
      </section>
      <div class="noprint">
        <p><a href="/lapor">${t('another')}</a></p>
      </div>`,
  };
}
