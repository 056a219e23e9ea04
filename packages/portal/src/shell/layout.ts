import { commonMessages } from '../messages/common-messages.ts';
import { attributes, html } from './html.ts';
import type { Child, Html } from './html.ts';
import { formStart } from './form-fields.ts';
import type { Page } from './page.ts';
import { speaker, wordIn } from './speak.ts';

const say = speaker(commonMessages);

export interface View {
  readonly title: string;
  readonly main: Child;
  /** The place in the menu. */
  readonly at?:
    | 'file'
    | 'track'
    | 'figures'
    | 'help'
    | 'inbox'
    | 'release'
    | 'officers'
    | 'agencies'
    | 'competence'
    | 'rules'
    | undefined;
  readonly side?: 'citizen' | 'officer' | undefined;
  /** "has-error" prefixes the title, so that it is heard first. */
  readonly broken?: boolean | undefined;
  /** Wider than lines of text should be: tables. */
  readonly wide?: boolean | undefined;
  /** Needs the small script. */
  readonly script?: boolean | undefined;
}

/** The whole document. */
export function layout(page: Page, view: View): string {
  const { assets } = page.portal;
  const t = say(page.language);
  const { name, banner } = page.api.installation;
  const officer = view.side === 'officer';
  return String(
    html`<!doctype html>
      <html lang="${page.language}">
        <head>
          <meta charset="utf-8" />
          <title>${view.broken && `${t('errorPrefix')} `}${view.title} · ${name}</title>
          <meta name="viewport" content="width=device-width, initial-scale=1" />
          <meta name="color-scheme" content="light dark" />
          <link rel="icon" href="${assets.icon}" type="image/svg+xml" />
          <link rel="stylesheet" href="${assets.style}" />
          ${officer && html`<link rel="stylesheet" href="${assets.officerStyle}" />`}
          ${assets.script && html`<script type="module" src="${assets.script}"></script>`}
        </head>
        <body class="${officer ? 'officer' : 'citizen'}">
          <a class="skip" href="#konten">${t('skip')}</a>
          <header class="top">
            ${banner && html`<p class="banner">${banner}</p>`}
            <div class="bar">
              <a class="brand" href="${officer && page.session !== undefined ? '/petugas' : '/'}"><img src="${assets.icon}" alt="" width="40" height="40" /><span>${name}</span></a>
              ${officer ? officerMenu(page, view) : citizenMenu(page, view)}
            </div>
          </header>
          <main id="konten" tabindex="-1" ${attributes({ class: view.wide ? 'wide' : undefined })}>
            ${view.main}
          </main>
          ${footer(page, officer)}
        </body>
      </html>`,
  );
}

function menuItem(href: string, label: string, here: boolean): Html {
  return html`<li>
    <a href="${href}" ${attributes({ 'aria-current': here ? 'page' : undefined })}>${label}</a>
  </li>`;
}

function citizenMenu(page: Page, { at }: View): Html {
  const t = say(page.language);
  return html`<nav aria-label="${t('navMain')}">
    <ul>
      ${menuItem('/lapor', t('navFile'), at === 'file')} ${menuItem('/lacak', t('navTrack'), at === 'track')}
      ${menuItem('/kinerja', t('navFigures'), at === 'figures')}
      ${menuItem('/bantuan', t('navHelp'), at === 'help')}
    </ul>
  </nav>`;
}

function officerMenu(page: Page, { at }: View): Html {
  const t = say(page.language);
  const { session } = page;
  if (session === undefined) return html``;
  const { officer } = session;
  const admin = officer.role === 'national_admin' || officer.role === 'agency_admin';
  return html`<nav aria-label="${t('navOfficer')}"><ul>
${menuItem('/petugas', t('navInbox'), at === 'inbox')}
${admin && menuItem('/petugas/publikasi', t('navRelease'), at === 'release')}
${(admin || officer.role === 'inspectorate') && menuItem('/petugas/pejabat', t('navOfficers'), at === 'officers')}
${admin && menuItem('/petugas/instansi', t('navAgencies'), at === 'agencies')}
${admin && menuItem('/petugas/wewenang', t('navCompetence'), at === 'competence')}
${officer.role === 'national_admin' && menuItem('/petugas/topik', t('navRules'), at === 'rules')}
${officer.role === 'agency_admin' && menuItem('/petugas/kalender', t('navCalendar'), at === 'rules')}
${menuItem('/kinerja', t('navFigures'), at === 'figures')}
</ul></nav>
<div class="who"><a href="/petugas/keamanan" title="${t('account')}">${officer.name}<small>${officer.agencyName}</small></a>
${formStart(page, { action: '/keluar' })}<button class="quiet">${t('signOut')}</button></form></div>`;
}

function footer(page: Page, officer: boolean): Html {
  const t = say(page.language);
  const other = page.language === 'id' ? 'en' : 'id';
  const language = html`<a href="${withLanguage(page.url, other)}" lang="${other}" hreflang="${other}">${t('otherLanguage')}</a>`;
  return html`<footer class="bottom">
    <div class="bar">
      <p><strong>${page.api.installation.name}</strong> ${t('footerPurpose')}</p>
      <ul>
        <li>${language}</li>
        ${
          !officer &&
          html`<li><a href="/bantuan#privasi">${t('footerPrivacy')}</a></li>
            <li><a href="/docs">${t('footerApi')}</a></li>
            <li><a href="/masuk">${t('signIn')}</a></li>`
        }
      </ul>
    </div>
  </footer>`;
}

function withLanguage(url: string, language: string): string {
  const [path = '/', query = ''] = url.split('?', 2);
  const parameters = new URLSearchParams(query);
  parameters.set('lang', language);
  return `${path}?${parameters.toString()}`;
}

/** Whom to call, as links a phone can dial. */
export function emergencyNumbers(page: Page): Html {
  const t = say(page.language);
  return html`<ul class="numbers">
    ${page.api.installation.emergencyNumbers.map(({ number, what }) => {
      const word = wordIn(commonMessages, page.language, 'number.', number);
      const meaning = word === number ? what : word;
      return html`<li>
        <a href="tel:${number}" aria-label="${t('emergencyCall', { number, what: meaning })}"><b>${number}</b> ${meaning}</a>
      </li>`;
    })}
  </ul>`;
}

/** What is wrong, above the form, heard first; links lead to the fields. */
export function errorSummary(
  page: Page,
  issues: readonly { readonly id?: string | undefined; readonly text: string }[],
): Html {
  if (issues.length === 0) return html``;
  const t = say(page.language);
  return html`<div class="summary" role="alert" tabindex="-1" autofocus id="kesalahan">
    <h2>${t('errorSummary')}</h2>
    <ul>
      ${issues.map(
        ({ id, text }) => html`<li>${id === undefined ? text : html`<a href="#${id}">${text}</a>`}</li>`,
      )}
    </ul>
  </div>`;
}

/** Good news after a form was sent. */
export function flash(text: string | undefined): Html {
  return text === undefined ? html`` : html`<p class="flash" role="status">${text}</p>`;
}
