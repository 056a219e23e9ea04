import type { CheckedReceipt } from '../own-data-types.ts';
import { proofMessages } from '../messages/proof-messages.ts';
import { formStart, inputField, textField } from '../shell/form-fields.ts';
import type { FormState } from '../shell/form-values.ts';
import { html } from '../shell/html.ts';
import type { Html } from '../shell/html.ts';
import { errorSummary } from '../shell/layout.ts';
import type { View } from '../shell/layout.ts';
import type { Page } from '../shell/page.ts';
import { speaker } from '../shell/speak.ts';

const say = speaker(proofMessages);

export const FIELDS = { receipt: 'tanda-terima', title: 'judul', body: 'isi' } as const;

/** Where anybody checks a receipt. */
export function proofView(page: Page, state: FormState, checked?: CheckedReceipt): View {
  const t = say(page.language);
  return {
    title: t('title'),
    at: 'help',
    broken: state.issues.length > 0,
    main: html`<h1>${t('title')}</h1>
      ${errorSummary(
        page,
        state.issues.map(({ field, rule }) => ({ id: field, text: rule })),
      )}
      ${checked && verdict(page, checked)}
      <p class="lead">${t('lead')}</p>
      ${formStart(page, { action: '/periksa' })}${textField({
        name: FIELDS.receipt,
        label: t('receipt'),
        hint: t('receiptHint'),
        state,
        rows: 5,
        maxLength: 4_000,
        required: true,
      })}
      <details ${state.values.typed(FIELDS.body) !== '' && 'open'}>
        <summary>${t('words')}</summary>
        ${inputField({ name: FIELDS.title, label: t('headline'), state, maxLength: 200 })}
        ${textField({ name: FIELDS.body, label: t('body'), hint: t('bodyHint'), state })}
      </details>
      <p class="actions"><button class="button">${t('check')}</button></p></form>
      <section class="card" aria-labelledby="luring">
        <h2 id="luring">${t('offlineTitle')}</h2>
        <p>${t('offlineText')} <a href="/.well-known/jwks.json">/.well-known/jwks.json</a></p>
        <p><code>npm run lapor -- verify receipt tanda-terima.jws --keys jwks.json</code></p>
        <p>${t('historyText')}</p>
        <p><code>npm run lapor -- verify history riwayat.json --keys jwks.json</code></p>
      </section>`,
  };
}

function verdict(page: Page, { trackingIdText, issuer, at, content, sameWords }: CheckedReceipt): Html {
  const t = say(page.language);
  const words = sameWords === undefined ? undefined : t(sameWords ? 'same' : 'other');
  return html`<section class="${sameWords === false ? 'warning' : 'flash'}" role="status" aria-labelledby="putusan">
    <h2 id="putusan">${t('good')}</h2>
    <p>${t('goodText', { number: trackingIdText, issuer, at: page.moments.moment(at) })}</p>
    ${words && html`<p><strong>${words}</strong></p>`}
    <p class="hint">SHA-256 ${content}</p>
  </section>`;
}
