import type { ComplaintView, PrivateView } from '../complaint-types.ts';
import { ownDataMessages } from '../messages/own-data-messages.ts';
import { choice, formStart } from '../shell/form-fields.ts';
import { html } from '../shell/html.ts';
import type { Html } from '../shell/html.ts';
import { errorSummary } from '../shell/layout.ts';
import type { View } from '../shell/layout.ts';
import type { Page } from '../shell/page.ts';
import { speaker } from '../shell/speak.ts';

const say = speaker(ownDataMessages);
const FINISHED: readonly string[] = ['closed', 'archived', 'referred', 'withdrawn'];

/** What is kept, to take home; and the way to have it destroyed. */
export function ownDataFold(page: Page, { trackingId }: ComplaintView, own: PrivateView): Html {
  const t = say(page.language);
  return html`<details class="fold">
    <summary>${t('fold')}</summary>
    <p>${t(`kept.${standsAs(own)}`)}</p>
    <p><a href="/lacak/${trackingId}/data-saya.json" download>${t('download')}</a></p>
    ${own.erased !== 'all' && !own.legalHold && html`<p><a href="/lacak/${trackingId}/hapus">${t('erase')}</a></p>`}
  </details>`;
}

/** Where the words were: that they are gone, and why. */
export function goneNote(page: Page, own: PrivateView): Html {
  return html`<p class="note">${say(page.language)(`kept.${standsAs(own)}`)}</p>`;
}

function standsAs({ erased, anonymisedAt, legalHold }: PrivateView) {
  if (legalHold) return 'held';
  return anonymisedAt === undefined ? (erased ?? 'whole') : 'anonymised';
}

/** What may go, said before it goes. */
export function eraseView(page: Page, view: ComplaintView, problem?: string): View {
  const t = say(page.language);
  const { trackingId, trackingIdText, status, private: own } = view;
  const finished = FINISHED.includes(status);
  const box = (value: 'identity' | 'all') =>
    choice({
      type: 'radio',
      name: 'lingkup',
      value,
      label: t(`scope.${value}`),
      hint: t(`scopeHint.${value}`),
      checked: false,
      required: true,
    });
  return {
    title: t('eraseTitle'),
    at: 'track',
    broken: problem !== undefined,
    main: html`<p class="over"><a href="/lacak/${trackingId}">← ${trackingIdText}</a></p>
      <h1>${t('eraseTitle')}</h1>
      ${errorSummary(page, problem === undefined ? [] : [{ text: problem }])}
      <p class="warning">${t('forGood')}</p>
      <p>${t('stays')}</p>
      ${formStart(page, { action: `/lacak/${trackingId}/hapus` })}
      <fieldset class="plain">
        <legend>${t('what')}</legend>
        ${own?.erased === undefined && box('identity')} ${finished ? box('all') : html`<p class="note">${t('open')}</p>`}
      </fieldset>
      <p class="actions"><button class="button bad">${t('eraseNow')}</button></p></form>`,
  };
}
