import type { AgencyChangeInfo } from '../../agency-change-types.ts';
import type { AgencyInfo } from '../../directory-types.ts';
import { adminMessages } from '../../messages/admin-messages.ts';
import { agencyMessages } from '../../messages/agency-messages.ts';
import { keyMessages } from '../../messages/key-messages.ts';
import { attributes, html } from '../../shell/html.ts';
import type { Html } from '../../shell/html.ts';
import { errorSummary, flash } from '../../shell/layout.ts';
import type { View } from '../../shell/layout.ts';
import { speaker, wordIn } from '../../shell/speak.ts';
import { areaChoices } from '../area-field.ts';
import { changeList } from '../change-list.ts';
import type { OfficerPage } from '../officer-session.ts';
import { actionForm, mayBe } from './agency-forms.ts';
import { placeText } from './agency-preview.ts';
import { ACTIONS } from './agency-parts.ts';
import type { AgencyParts } from './agency-parts.ts';
import { keysPath } from './key-page.ts';

const say = speaker(agencyMessages);

/** A longer list is folded, so that what can be done is in sight. */
const MOST_OPEN = 12;
/** More officers nobody reads in a line; the page of officers has them all. */
export const MOST_STAFF = 12;

export function agencyView(page: OfficerPage, parts: AgencyParts): View {
  const t = say(page.language);
  const { agency, above, below, state, sent } = parts;
  const told = state.issues.map(({ field, rule }) => ({ id: `${sent ?? ''}-${field}`, text: rule }));
  const title = agency.name;
  return {
    title,
    side: 'officer',
    at: 'agencies',
    broken: told.length > 0,
    main: html`<p class="over">${above.map(({ id, name }) => html`<a href="/petugas/instansi/${id}">${name}</a> › `)}</p>
<h1>${title}</h1><p class="lead">${wordIn(agencyMessages, page.language, 'kind.', agency.kind)}${agency.areaCode !== undefined && html` · ${placeText(t, parts.areas, agency.areaCode)}`}</p>
${agency.active && html`<p><a href="/petugas/contoh/${agency.id}">${t('templates')}</a></p>`}${mayBe(page, agency, 'keys') && html`<p><a href="${keysPath(agency)}">${speaker(keyMessages)(page.language)('link')}</a></p>`}${areaChoices(parts.areas)}${flash(parts.news === undefined ? undefined : t(parts.news === 'menyusul' ? 'savedMove' : 'saved'))}${errorSummary(page, told)}${standing(page, parts)}${staffLine(page, parts)}
<details class="fold"${attributes({ open: below.length <= MOST_OPEN })}><summary>${t('below', { count: below.length })}</summary>${
      below.length === 0
        ? html`<p>${t('none')}</p>`
        : html`<ul class="deliveries">${below.map((unit) => unitLine(page, unit))}</ul>`
    }</details>
${agency.active && ACTIONS.filter((action) => mayBe(page, agency, action)).map((action) => actionForm(page, action, parts))}
${history(page, parts)}`,
  };
}

function standing({ language }: OfficerPage, { agency, successor, asker }: AgencyParts): Html {
  const t = say(language);
  if (agency.active && !agency.onboarded) return html`<p class="note">${t('notYet')}</p>`;
  if (agency.active && !agency.fourEyes) return html``;
  if (agency.active)
    return html`<p class="note">${t('hasFourEyes')}${asker !== undefined && html` ${t('askedFor', { name: asker.name })}`}</p>`;
  const text = successor === undefined ? t('closedAlone') : t('closed', { successor: successor.name });
  return html`<p class="warning">${text}</p>`;
}

function staffLine({ language }: OfficerPage, { staff }: AgencyParts): Html {
  const t = say(language);
  if (staff === undefined) return html``;
  const names = staff.map(
    ({ name, role }) => `${name} (${speaker(adminMessages)(language)(`role.${role}`)})`,
  );
  const shown = names.slice(0, MOST_STAFF).join(', ');
  if (names.length > MOST_STAFF) return html`<p>${t('staffAndMore', { names: shown })}</p>`;
  return html`<p>${names.length === 0 ? t('noStaff') : t('staff', { names: shown })}</p>`;
}

function unitLine({ language }: OfficerPage, { id, name, kind }: AgencyInfo): Html {
  return html`<li><a href="/petugas/instansi/${id}">${name}</a> <span class="sub">${wordIn(agencyMessages, language, 'kind.', kind)}</span></li>`;
}

function changeText(
  { language }: OfficerPage,
  areas: AgencyParts['areas'],
  { what, agencyName: name, to = '', units = 0, officers = 0, rules = 0, ...more }: AgencyChangeInfo,
): string {
  const t = say(language);
  if (what === 'kind_and_area') {
    const kindOf = (kind = '') => wordIn(agencyMessages, language, 'kind.', kind);
    const told = (kind: string | undefined, area: string | undefined) =>
      t('kindIn', { kind: kindOf(kind), area: placeText(t, areas, area) });
    const [before, after] = [told(more.kindBefore, more.areaBefore), told(more.kind, more.area)];
    return t('what.kind_and_area', { name, before, after });
  }
  if (what === 'imported') return t('what.imported', { name, units, officers, rules });
  return t(`what.${what as 'merged'}`, { name, to });
}

function history(page: OfficerPage, { changes, areas }: AgencyParts): Html {
  const t = say(page.language);
  return html`<section class="card" aria-labelledby="riwayat"><h2 id="riwayat">${t('history')}</h2>${
    changes.length === 0
      ? html`<p>${t('noHistory')}</p>`
      : changeList(
          page,
          changes.map((change) => ({ ...change, what: changeText(page, areas, change) })),
        )
  }</section>`;
}
