/** A piece of markup that is safe to send. Only `html` and `raw` make one. */
export class Html {
  readonly #markup: string;

  constructor(markup: string) {
    this.#markup = markup;
  }

  toString(): string {
    return this.#markup;
  }
}

/** What may stand in a template. Text is escaped; nothing, `false` and `undefined` show as nothing. */
export type Child = Html | string | number | false | null | undefined | readonly Child[];

const ESCAPES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

export function escapeHtml(text: string): string {
  return text.replaceAll(/[&<>"']/g, (character) => ESCAPES[character] ?? character);
}

function markupOf(child: Child): string {
  if (child === undefined || child === null || child === false) return '';
  if (child instanceof Html) return child.toString();
  if (typeof child === 'object') return child.map(markupOf).join('');
  return escapeHtml(String(child));
}

/** Escapes whatever is put in, unless it is markup already. Attributes must be quoted. */
export function html(parts: TemplateStringsArray, ...children: readonly Child[]): Html {
  let markup = '';
  for (const [index, part] of parts.entries()) markup += part + markupOf(children[index]);
  return new Html(markup);
}

export const nothing = new Html('');

/** Text of several lines: blank lines make paragraphs, others breaks. */
export function paragraphs(text: string): Html {
  const blocks = text.trim().split(/\n\s*\n/);
  return html`${blocks.map((block) => {
    const lines = block.split('\n');
    return html`<p>${lines.map((line, index) => [index > 0 && html`<br />`, line])}</p>`;
  })}`;
}

/** ` name="value"` for each given one; `true` gives a bare name, `false` and undefined nothing. */
export function attributes(given: Readonly<Record<string, string | number | boolean | undefined>>): Html {
  let markup = '';
  for (const [name, value] of Object.entries(given)) {
    if (value === undefined || value === false) continue;
    markup += value === true ? ` ${name}` : ` ${name}="${escapeHtml(String(value))}"`;
  }
  return new Html(markup);
}
