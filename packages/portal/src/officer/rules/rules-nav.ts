import { ruleNavMessages } from '../../messages/rule-nav-messages.ts';
import { attributes, html } from '../../shell/html.ts';
import type { Html } from '../../shell/html.ts';
import { speaker } from '../../shell/speak.ts';
import type { OfficerPage } from '../officer-session.ts';

/** What the national admin keeps for everybody: a page each, and a way from one to the other. */
const PAGES = [
  ['categories', '/petugas/topik'],
  ['calendar', '/petugas/kalender'],
  ['limits', '/petugas/batas-waktu'],
  ['breaches', '/petugas/kebocoran'],
] as const;

export function rulesNav({ language, session }: OfficerPage, at: (typeof PAGES)[number][0]): Html {
  // Others keep no more than a calendar.
  if (session.officer.role !== 'national_admin') return html``;
  const t = speaker(ruleNavMessages)(language);
  return html`<nav class="overview" aria-label="${t('rules')}"><ul>${PAGES.map(
    ([name, path]) =>
      html`<li><a href="${path}"${attributes({ 'aria-current': name === at ? 'page' : undefined })}>${t(name)}</a></li>`,
  )}</ul></nav>`;
}
