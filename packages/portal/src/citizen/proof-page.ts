import type { CheckedReceipt, ProofKey } from '../own-data-types.ts';
import { proofMessages } from '../messages/proof-messages.ts';
import { formStart, inputField, textField } from '../shell/form-fields.ts';
import type { FormState } from '../shell/form-values.ts';
import { attributes, html } from '../shell/html.ts';
import type { Html } from '../shell/html.ts';
import { errorSummary } from '../shell/layout.ts';
import type { View } from '../shell/layout.ts';
import type { Page } from '../shell/page.ts';
import { speaker } from '../shell/speak.ts';

const say = speaker(proofMessages);

export const FIELDS = { receipt: 'tanda-terima', title: 'judul', body: 'isi' } as const;

/** Where anybody checks a receipt: in the browser, which asks nobody, or by asking the server, whose word it then is. */
export function proofView(page: Page, state: FormState, checked?: CheckedReceipt): View {
  const t = say(page.language);
  const keys = page.api.proofKeys();
  return {
    title: t('title'),
    at: 'help',
    broken: state.issues.length > 0,
    main: html`<h1>${t('title')}</h1>
      ${errorSummary(
        page,
        state.issues.map(({ field, rule }) => ({ id: field, text: rule })),
      )}
      ${checked && serversWord(page, checked)}
      <p class="lead">${t('lead')}</p>
      <div${attributes({ 'data-receipt-check': JSON.stringify({ keys: keys.map(({ kty, crv, x }) => ({ kty, crv, x })) }) })}>
        ${verdicts(page)}${form(page, state)}
      </div>
      ${published(page, keys)}${byCommand(page)}`,
  };
}

function form(page: Page, state: FormState): Html {
  const t = say(page.language);
  return html`${formStart(page, { action: '/periksa' })}
    <div class="field" data-offline hidden>
      <label for="berkas">${t('file')}</label>
      <p class="hint" id="berkas-hint">${t('fileHint')}</p>
      <input type="file" id="berkas" accept=".jws,.txt" aria-describedby="berkas-hint" data-receipt />
    </div>
    ${textField({
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
    <details data-offline hidden>
      <summary>${t('ownKey')}</summary>
      <div class="field">
        <label for="kunci">${t('keyFile')}</label>
        <p class="hint" id="kunci-hint">${t('keyFileHint')}</p>
        <input type="file" id="kunci" accept=".json" aria-describedby="kunci-hint" data-key-file />
      </div>
    </details>
    <p class="actions">
      <button type="button" class="button" data-check data-offline hidden>${t('check')}</button>
      <button class="button" data-ask>${t('ask')}</button>
    </p>
    <p class="hint" data-cannot hidden>${t('cannot')}</p>
    <p class="hint">${t('askHint')}</p></form>`;
}

/** What the browser found; it fills in the blanks. */
function verdicts(page: Page): Html {
  const t = say(page.language);
  const line = (label: string, slot: string) =>
    html`<div><dt>${label}</dt><dd data-slot="${slot}"></dd></div>`;
  return html`<section class="verdict flash" role="status" aria-labelledby="putusan-peramban" tabindex="-1" data-verdict="good" hidden>
      <h2 id="putusan-peramban">${t('good')}</h2>
      <p>${t('byBrowser')}</p>
      <p data-words="same" hidden><strong>${t('same')}</strong></p>
      <p data-words="other" hidden><strong>${t('other')}</strong></p>
      <dl>
        ${line(t('number'), 'number')}${line(t('issuer'), 'issuer')}${line(t('moment'), 'moment')}${line(t('content'), 'content')}${line(t('key'), 'key')}
      </dl>
      <p data-key-from="page" hidden>${t('keyFromPage')}</p>
      <p data-key-from="file" hidden>${t('keyFromFile')}</p>
    </section>
    <section class="warning" role="alert" aria-labelledby="bukan" tabindex="-1" data-verdict="bad" hidden>
      <h2 id="bukan">${t('bad')}</h2>
      <p data-flaw="shape">${t('badShape')}</p>
      <p data-flaw="key">${t('badKey')}</p>
      <p data-flaw="signature">${t('badSignature')}</p>
      <p data-flaw="keyFile">${t('badKeyFile')}</p>
    </section>`;
}

/** Whoever wrote one down on the day of the receipt, or finds it printed elsewhere, can tell that it is still the same. */
function published(page: Page, keys: readonly ProofKey[]): Html {
  const t = say(page.language);
  return html`<section class="card" aria-labelledby="kunci-umum">
    <h2 id="kunci-umum">${t('keysTitle')}</h2>
    <p>${t('keysText')} <a href="/.well-known/jwks.json" download="jwks.json">jwks.json</a></p>
    ${keys.map(({ kid }) => html`<p><code class="fingerprint">${kid}</code></p>`)}
  </section>`;
}

function byCommand(page: Page): Html {
  const t = say(page.language);
  return html`<section class="card" aria-labelledby="luring">
    <h2 id="luring">${t('offlineTitle')}</h2>
    <p>${t('offlineText')}</p>
    <p><code>npm run lapor -- verify receipt tanda-terima.jws --keys jwks.json</code></p>
    <p>${t('historyText')}</p>
    <p><code>npm run lapor -- verify history riwayat.json --keys jwks.json</code></p>
  </section>`;
}

function serversWord(page: Page, { trackingIdText, issuer, at, content, sameWords }: CheckedReceipt): Html {
  const t = say(page.language);
  const words = sameWords === undefined ? undefined : t(sameWords ? 'same' : 'other');
  return html`<section class="${sameWords === false ? 'warning' : 'flash'}" role="status" aria-labelledby="putusan" data-server-verdict>
    <h2 id="putusan">${t('serverSays')}</h2>
    <p>${t('goodText', { number: trackingIdText, issuer, at: page.moments.moment(at) })}</p>
    ${words && html`<p><strong>${words}</strong></p>`}
    <p class="hint">SHA-256 ${content}</p>
  </section>`;
}
