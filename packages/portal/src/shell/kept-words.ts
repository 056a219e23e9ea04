import { commonMessages } from '../messages/common-messages.ts';
import { textField } from './form-fields.ts';
import type { FormValues } from './form-values.ts';
import { html } from './html.ts';
import type { Html } from './html.ts';
import type { Page } from './page.ts';
import { speaker } from './speak.ts';

/** What was typed into a form that is offered no more, to be copied: nobody writes it twice. Nothing where nothing was typed. */
export function keptWords(
  page: Page,
  values: FormValues,
  fields: readonly { readonly name: string; readonly label: string }[],
): Html {
  const t = speaker(commonMessages)(page.language);
  const typed = fields.filter(({ name }) => values.text(name) !== undefined);
  if (typed.length === 0) return html``;
  const state = { values, issues: [] };
  return html`<section class="card" aria-labelledby="tulisan-anda">
    <h2 id="tulisan-anda">${t('keptTitle')}</h2>
    <p>${t('keptText')}</p>
    ${typed.map(({ name, label }) => textField({ name, label, idPrefix: 'tulisan-', state, rows: 4, readonly: true }))}
  </section>`;
}
