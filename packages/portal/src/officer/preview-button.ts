import { attributes, html } from '../shell/html.ts';
import type { Html } from '../shell/html.ts';

/** Has a form tried and nothing saved; the page that answers begins where it says what would move. `unfinished`: with fields left empty too. */
export function previewButton(action: string, label: string, unfinished = false): Html {
  return html`<button class="button plain" name="langkah" value="dampak"${attributes({ formaction: `${action}#dampak`, formnovalidate: unfinished })}>${label}</button>`;
}
