import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { attributes, escapeHtml, html, paragraphs } from './html.ts';

describe('html', () => {
  it('escapes text and keeps markup', () => {
    expect(String(html`<p>${'<b>&"\''}${html`<i>ok</i>`}</p>`)).toBe(
      '<p>&lt;b&gt;&amp;&quot;&#39;<i>ok</i></p>',
    );
  });

  it('shows nothing for nothing, and joins lists', () => {
    expect(String(html`${undefined}${null}${false}${0}${['a', [html`<b>b</b>`, '<']]}`)).toBe(
      '0a<b>b</b>&lt;',
    );
  });

  it('lets no text become markup, wherever it stands', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), (text) => {
        const page = String(
          html`<p title="${text}">${[text]}</p>
            ${paragraphs(text)}`,
        );
        const inner = page.replaceAll(/<\/?(?:p|br)>/g, '').replace(/^<p title="/, '');
        expect(inner.replace('">', '')).not.toMatch(/[<>"']/);
      }),
    );
  });

  it('can be read back', () => {
    fc.assert(
      fc.property(fc.string(), (text) => {
        const back = escapeHtml(text)
          .replaceAll('&lt;', '<')
          .replaceAll('&gt;', '>')
          .replaceAll('&quot;', '"')
          .replaceAll('&#39;', "'")
          .replaceAll('&amp;', '&');
        expect(back).toBe(text);
      }),
    );
  });

  it('writes attributes', () => {
    expect(String(attributes({ id: 'a"b', checked: true, hidden: false, title: undefined, rows: 3 }))).toBe(
      ' id="a&quot;b" checked rows="3"',
    );
  });
});
