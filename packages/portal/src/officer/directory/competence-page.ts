import type {
  CompetenceAnswer,
  CompetencePreview,
  CompetenceRow,
  CompetenceTable,
} from '../../competence-types.ts';
import type { AgencyInfo, AreaInfo, CategoryInfo } from '../../directory-types.ts';
import { commonMessages } from '../../messages/common-messages.ts';
import { competenceMessages } from '../../messages/competence-messages.ts';
import { formStart, inputField, selectField } from '../../shell/form-fields.ts';
import type { FormState, FormValues } from '../../shell/form-values.ts';
import { attributes, html } from '../../shell/html.ts';
import type { Html } from '../../shell/html.ts';
import { errorSummary, flash } from '../../shell/layout.ts';
import type { View } from '../../shell/layout.ts';
import { nameIn, speaker, wordIn } from '../../shell/speak.ts';
import { areaChoices, areaField } from '../area-field.ts';
import { categoryOptions } from '../category-options.ts';
import { changeList } from '../change-list.ts';
import type { OfficerPage } from '../officer-session.ts';
import { previewButton } from '../preview-button.ts';
import { reasonField } from '../reason-field.ts';
import { unitField } from '../unit-picker.ts';

const say = speaker(competenceMessages);
/** More than these nobody reads on a page; they are asked for by topic. */
const MOST_SHOWN = 200;

export interface CompetenceParts {
  readonly table: CompetenceTable;
  readonly categories: readonly CategoryInfo[];
  readonly areas: readonly AreaInfo[];
  readonly units: readonly AgencyInfo[] | undefined;
  readonly found: readonly AgencyInfo[] | undefined;
  /** What was asked, and the answer. */
  readonly asked: FormValues;
  readonly answer: CompetenceAnswer | undefined;
  readonly state: FormState;
  readonly preview: CompetencePreview | undefined;
  /** yyyy-mm-dd */
  readonly today: string;
  readonly saved: boolean;
}

export function competenceView(page: OfficerPage, parts: CompetenceParts): View {
  const t = say(page.language);
  const { table, state, today, preview } = parts;
  const told = state.issues.map(({ field, rule }) => ({ id: `baru-${field}`, text: rule }));
  const isPast = ({ validTo }: CompetenceRow) => validTo !== undefined && validTo < today;
  const past = table.rows.filter(isPast);
  const sent = state.issues.length > 0 || preview !== undefined || state.values.text('langkah') !== undefined;
  return {
    title: t('title'),
    side: 'officer',
    at: 'competence',
    broken: told.length > 0,
    main: html`<h1>${t('title')}</h1><p class="lead">${t('lead')}</p>${flash(parts.saved ? t('saved') : undefined)}${errorSummary(page, told)}
${areaChoices(parts.areas)}${askForm(page, parts)}
<details class="fold"${attributes({ open: sent })}><summary>${t('enter')}</summary>${enterForm(page, parts)}</details>
<section aria-labelledby="baris"><h2 id="baris">${t('rows')}</h2>${rowList(
      page,
      table.rows.filter((row) => !isPast(row)),
      true,
    )}</section>
${past.length > 0 && html`<details class="fold"><summary>${t('past')}</summary>${rowList(page, past, false)}</details>`}
${history(page, table)}`,
  };
}

function askForm(page: OfficerPage, { asked, answer, categories, today }: CompetenceParts): Html {
  const t = say(page.language);
  const state = { values: asked, issues: [] };
  const idPrefix = 'coba-';
  return html`<section class="card" aria-labelledby="coba"><h2 id="coba">${t('ask')}</h2>
${answer !== undefined && html`<p class="note" role="status">${answerText(page, answer)}</p>`}
<form method="get" action="/petugas/wewenang">${selectField({ name: 'topik', idPrefix, label: t('category'), state, choices: categoryOptions(page, categories, asked.typed('topik'), { none: t('choose') }) })}
${areaField({ idPrefix, label: t('area'), hint: t('areaExample'), state })}
${inputField({ name: 'hari', idPrefix, label: t('day'), state, type: 'date', value: today })}
<p class="actions"><button class="button plain">${t('askSend')}</button></p></form></section>`;
}

function answerText(page: OfficerPage, { agency, admin, row, triageReason = '' }: CompetenceAnswer): string {
  const t = say(page.language);
  if (agency === undefined || row === undefined) {
    const why = wordIn(competenceMessages, page.language, 'why.', triageReason);
    return t('answer.none', { admin: admin?.name ?? '', why });
  }
  const { category, area, from, to } = rowWords(page, row);
  return t('answer.row', { agency: agency.name, category, area, from, to });
}

function rowWords({ language, moments }: OfficerPage, { category, area, validFrom, validTo }: CompetenceRow) {
  const t = say(language);
  const place = { category: nameIn(language, category) ?? '', area: area?.name ?? t('everywhere') };
  if (validTo !== undefined && validTo < validFrom)
    return { ...place, from: t('takenBack', { day: moments.civilDay(validFrom) }), to: '' };
  return {
    ...place,
    from: t('from', { day: moments.civilDay(validFrom) }),
    to: validTo === undefined ? '' : t('to', { day: moments.civilDay(validTo) }),
  };
}

function enterForm(
  page: OfficerPage,
  { state, units, found, categories, today, preview }: CompetenceParts,
): Html {
  const t = say(page.language);
  const idPrefix = 'baru-';
  const optional = speaker(commonMessages)(page.language)('optional');
  return html`${formStart(page, { action: '/petugas/wewenang', state })}
${unitField(page, { idPrefix, state, label: t('unit'), units, found })}
${selectField({ name: 'topik', idPrefix, label: t('category'), state, choices: categoryOptions(page, categories, state.values.typed('topik'), { none: t('choose'), groupsToo: true }) })}
${areaField({ idPrefix, label: t('area'), hint: t('areaHint'), state })}
${inputField({ name: 'mulai', idPrefix, label: t('validFrom'), state, type: 'date', value: today })}
${inputField({ name: 'sampai', idPrefix, label: t('validTo'), optional, hint: t('validToHint'), state, type: 'date' })}
${reasonField(page, { state, idPrefix, hint: t('reasonHint'), need: 'to_save' })}${preview !== undefined && previewed(page, preview)}${buttons(page, '/petugas/wewenang')}</form>`;
}

function buttons({ language }: OfficerPage, action: string): Html {
  const t = say(language);
  return html`<p class="actions">${previewButton(action, t('preview'))}<button class="button">${t('send')}</button></p>`;
}

/** Which reports of before would have gone elsewhere. */
function previewed(page: OfficerPage, { looked, moved }: CompetencePreview): Html {
  const t = say(page.language);
  const goes = ({ agency, admin }: CompetenceAnswer) =>
    agency?.name ?? t('undecided', { admin: admin?.name ?? '' });
  const said =
    moved.length === 0 ? t('moved.none', { looked }) : t('moved.some', { looked, moved: moved.length });
  const { role, agencyName: agency } = page.session.officer;
  const sampled = role === 'national_admin' ? t('sampled.all') : t('sampled', { agency });
  return html`<div class="note" role="status" id="dampak"><p><strong>${said}</strong></p><p class="sub">${sampled}</p>${
    moved.length > 0 &&
    html`<ul class="deliveries">${moved.slice(0, MOST_SHOWN).map(
      ({ trackingId, trackingIdText, category, area, before, after }) =>
        html`<li><a href="/petugas/laporan/${trackingId}">${trackingIdText}</a> ${category !== undefined && nameIn(page.language, category)}, ${area?.name}<br>
${t('goes', { before: goes(before), after: goes(after) })}</li>`,
    )}</ul>`
  }</div>`;
}

function rowList(page: OfficerPage, rows: readonly CompetenceRow[], canEnd: boolean): Html {
  const t = say(page.language);
  if (rows.length === 0) return html`<p>${t('none')}</p>`;
  const byAgency = Map.groupBy(rows, ({ agency }) => agency.code);
  return html`${[...byAgency.values()].map(
    (own) =>
      html`<details class="fold"><summary>${t('rowsOf', { agency: own[0]?.agency.name ?? '', count: own.length })}</summary><ul class="deliveries">${own.map(
        (row) => {
          const { category, area, from, to } = rowWords(page, row);
          return html`<li>${category}, ${area} <span class="sub">${from}${to}</span> ${
            canEnd &&
            html`<a class="plain small" href="/petugas/wewenang/${row.id}" aria-label="${t('endTitle', { category, area })}">${t('end')}</a>`
          }</li>`;
        },
      )}</ul></details>`,
  )}`;
}

function history(page: OfficerPage, { changes }: CompetenceTable): Html {
  if (changes.length === 0) return html``;
  const t = say(page.language);
  return html`<details class="fold"><summary>${t('history')}</summary>${changeList(
    page,
    changes.map(({ row, reason = t('imported'), ...change }) => {
      const { category, area, from, to } = rowWords(page, row);
      return { ...change, what: `${row.agency.name}: ${category}, ${area}, ${from}${to}`, reason };
    }),
  )}</details>`;
}

/** When one row ends: tried and saved like a new one. */
export function endRowView(
  page: OfficerPage,
  {
    row,
    state,
    preview,
    today,
  }: {
    readonly row: CompetenceRow;
    readonly state: FormState;
    readonly preview?: CompetencePreview | undefined;
    readonly today: string;
  },
): View {
  const t = say(page.language);
  const { category, area } = rowWords(page, row);
  const title = t('endTitle', { category, area });
  const told = state.issues.map(({ field, rule }) => ({ id: `akhir-${field}`, text: rule }));
  const idPrefix = 'akhir-';
  return {
    title,
    side: 'officer',
    at: 'competence',
    broken: told.length > 0,
    main: html`<div class="narrow"><p class="over"><a href="/petugas/wewenang">← ${t('title')}</a></p><h1>${title}</h1><p class="lead">${row.agency.name}</p>${errorSummary(page, told)}
${formStart(page, { action: `/petugas/wewenang/${row.id}`, state })}
${inputField({ name: 'sampai', idPrefix, label: t('lastDay'), state, type: 'date', value: today })}
${reasonField(page, { state, idPrefix, hint: t('reasonHint'), need: 'to_save' })}${preview !== undefined && previewed(page, preview)}${buttons(page, `/petugas/wewenang/${row.id}`)}</form></div>`,
  };
}
