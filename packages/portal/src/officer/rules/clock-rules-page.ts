import type { CalendarPreview, CalendarView } from '../../clock-rules-types.ts';
import type { AreaInfo } from '../../directory-types.ts';
import { clockRuleMessages } from '../../messages/clock-rule-messages.ts';
import { choice, formStart, inputField, textField } from '../../shell/form-fields.ts';
import { freshForm } from '../../shell/form-values.ts';
import type { FormState } from '../../shell/form-values.ts';
import { attributes, html } from '../../shell/html.ts';
import type { Html } from '../../shell/html.ts';
import { errorSummary, flash } from '../../shell/layout.ts';
import type { View } from '../../shell/layout.ts';
import { speaker } from '../../shell/speak.ts';
import { areaChoices, areaField } from '../area-field.ts';
import { changeList } from '../change-list.ts';
import type { OfficerPage } from '../officer-session.ts';
import { previewButton } from '../preview-button.ts';
import { reasonField } from '../reason-field.ts';
import { calendarPreview } from './calendar-preview.ts';
import { dayKind, daysChanged } from './days-changed.ts';
import { rulesNav } from './rules-nav.ts';

const say = speaker(clockRuleMessages);

export interface ClockRulesParts {
  readonly calendar: CalendarView;
  /** Whose table the form starts with. */
  readonly year: number;
  /** To choose among. */
  readonly areas: readonly AreaInfo[];
  readonly state: FormState;
  /** Which calendar was asked for, where there is none such. */
  readonly asked?: FormState | undefined;
  readonly saved?: boolean;
  /** Of the form that was tried. */
  readonly preview?: CalendarPreview | undefined;
  /** Somebody has changed what was sent since it was read. */
  readonly overtaken?: boolean | undefined;
}

export function clockRulesView(
  page: OfficerPage,
  { calendar, year, areas, state, asked, saved, preview, overtaken = false }: ClockRulesParts,
): View {
  const t = say(page.language);
  const area = calendar.areaName ?? t('nation');
  const isWeek = state.values.text('isi') === 'pekan';
  const prefix = isWeek ? 'pekan-' : '';
  const told = [
    ...(asked?.issues ?? []).map(({ field, rule }) => ({ id: `lihat-${field}`, text: rule })),
    ...state.issues.map(({ field, rule }) => ({ id: `${prefix}${field}`, text: rule })),
  ];
  const forms = html`<details class="fold" id="isi-tahun"${attributes({ open: !isWeek })}><summary>${t('enter', { area, year: String(year) })}</summary>${yearForm(page, { ...calendar, year }, isWeek ? { state: freshForm } : { state, preview, overtaken })}</details>
${page.session.officer.role !== 'national_admin' ? html`<p class="hint">${t('weekKept')}</p>` : html`<details class="fold"${attributes({ open: isWeek })}><summary>${t('week', { area })}</summary>${weekForm(page, calendar, isWeek ? { state, preview, overtaken } : { state: freshForm })}</details>`}`;
  return {
    title: t('title'),
    side: 'officer',
    at: 'rules',
    broken: told.length > 0,
    main: html`${rulesNav(page, 'calendar')}<h1>${t('title')}</h1><p class="lead">${t('lead')}</p>${flash(saved === true ? t('saved') : undefined)}${errorSummary(page, told)}
${areaChoices(areas)}${areaForm(page, { ...calendar, year }, asked)}
<section class="card" aria-labelledby="tahun-terisi"><h2 id="tahun-terisi">${t('years')}</h2><p>${weekOf(page, calendar)}</p>${years(page, calendar)}</section>
${calendar.mayChange ? forms : html`<p class="note">${t('mayNot')}</p>`}
${changes(page, calendar.changes)}`,
  };
}

interface CalendarOfYear extends CalendarView {
  readonly year: number;
}

/** Which calendar the page is about, and what it adds to. */
function areaForm(page: OfficerPage, calendar: CalendarOfYear, asked: FormState = freshForm): Html {
  const t = say(page.language);
  const { areaCode = '', areaName = '', enteredAreas } = calendar;
  return html`<form method="get" class="row">${areaField({ idPrefix: 'lihat-', label: t('area'), hint: t('areaHint'), state: asked, value: areaCode })}${inputField({ name: 'tahun', idPrefix: 'lihat-', label: t('year'), state: asked, value: String(calendar.year), maxLength: 4, inputMode: 'numeric', autocomplete: 'off' })}<button class="plain">${t('see')}</button></form>
${enteredAreas.length === 0 ? html`` : html`<details class="fold"><summary>${t('ownAreas')}</summary><ul>${enteredAreas.map(({ areaCode: code, name }) => html`<li><a href="/petugas/kalender?wilayah=${code}">${t('areaNamed', { code, name })}</a></li>`)}</ul></details>`}
<h2>${areaCode === '' ? t('nation') : t('areaNamed', { code: areaCode, name: areaName })}</h2>
${above(page, calendar)}`;
}

/** The calendars of all around, which hold here too. */
function above({ language }: OfficerPage, { areaCode = '', areaName = '' }: CalendarView): Html {
  if (areaCode === '') return html``;
  const t = say(language);
  const [province = '', regency] = areaCode.split('.');
  const inProvince =
    regency === undefined
      ? html``
      : html`,
          <a href="/petugas/kalender?wilayah=${province}"
            >${t('areaNamed', { code: province, name: areaName.split(', ').at(-1) ?? '' })}</a
          >`;
  return html`<p>${t('above')} <a href="/petugas/kalender?wilayah=">${t('nation')}</a>${inProvince}</p>`;
}

/** A form as it was sent, and what came of it. */
type Sent = Pick<ClockRulesParts, 'state' | 'preview' | 'overtaken'>;

function yearForm(page: OfficerPage, calendar: CalendarOfYear, { state, preview, overtaken }: Sent): Html {
  const t = say(page.language);
  const year = String(calendar.year);
  const sent = state.values.text('tahun') === year;
  const version = calendar.years.find((each) => each.year === calendar.year)?.version ?? 0;
  return html`${formStart(page, { action: '/petugas/kalender', state })}<input type="hidden" name="wilayah" value="${calendar.areaCode ?? ''}"><input type="hidden" name="tahun" value="${year}">
${asRead(page, calendar, { state, overtaken }, { part: year, version })}
${textField({ name: 'hari', label: t('days'), hint: t('daysHint'), state, value: sent ? '' : linesOf(page, calendar), rows: 12, maxLength: 100_000 })}
${reasonField(page, { state, hint: t('reasonHint') })}
${preview !== undefined && calendarPreview(page, preview)}
<p class="actions">${previewButton('/petugas/kalender', t('preview'), true)}<button class="button">${t('send')}</button></p></form>`;
}

/** What is there, as one would type it: nothing goes that nobody took away. */
function linesOf({ language }: OfficerPage, { year, years: entered }: CalendarOfYear): string {
  const t = say(language);
  const days = entered.find((each) => each.year === year)?.days ?? [];
  return days.map(({ date, kind }) => `${date},${t(`kind.${dayKind(kind)}`)}\n`).join('');
}

const WEEK = [0, 1, 2, 3, 4, 5, 6] as const;

/** Which version one has read; and what came since, where that is another one by now: whoever sends it again has seen it. */
function asRead(
  page: OfficerPage,
  calendar: CalendarView,
  { state, overtaken = false }: Sent,
  { part, version }: { readonly part: string; readonly version: number },
): Html {
  const read = Number(state.values.text('versi') ?? version);
  const since = calendar.changes.filter(({ what }) => what === part).slice(0, version - read);
  const shown = overtaken ? version : read;
  return html`<input type="hidden" name="versi" value="${String(shown)}">${overtaken && html`<div class="warning"><p>${say(page.language)('since')}</p>${changesOf(page, since)}</div>`}`;
}

function weekForm(page: OfficerPage, calendar: CalendarView, { state, preview, overtaken }: Sent): Html {
  const t = say(page.language);
  const sent = state.values.text('isi') !== undefined;
  const free = sent ? state.values.all('libur').map(Number) : (calendar.weekend ?? [0, 6]);
  return html`${formStart(page, { action: '/petugas/kalender', state })}<input type="hidden" name="isi" value="pekan"><input type="hidden" name="wilayah" value="${calendar.areaCode ?? ''}">
${asRead(page, calendar, { state, overtaken }, { part: 'weekend', version: calendar.weekendVersion })}
<fieldset><legend>${t('freeDays')}</legend>${WEEK.map((day) => choice({ type: 'checkbox', name: 'libur', idPrefix: 'pekan-', value: String(day), label: t(`day.${day}`), checked: free.includes(day) }))}</fieldset>
${reasonField(page, { state, idPrefix: 'pekan-', hint: t('reasonHint') })}
${preview !== undefined && calendarPreview(page, preview)}
<p class="actions">${previewButton('/petugas/kalender', t('preview'), true)}<button class="button">${t('send')}</button></p></form>`;
}

function weekOf({ language }: OfficerPage, { weekend }: CalendarView): string {
  const t = say(language);
  if (weekend === undefined) return t('weekInherited');
  return t('weekOwn', {
    days: WEEK.filter((day) => weekend.includes(day))
      .map((day) => t(`day.${day}`))
      .join(', '),
  });
}

function years(
  { language, moments }: OfficerPage,
  { years: entered, areaCode = '', mayChange }: CalendarView,
): Html {
  const t = say(language);
  if (entered.length === 0) return html`<p>${t('none')}</p>`;
  return html`${entered.map(
    ({ year, days }) =>
      html`<details class="fold">
        <summary>${days.length === 0 && areaCode === '' ? t('yearEmpty', { year: String(year) }) : t('yearLine', { year: String(year), count: days.length })}</summary>
        <ul>
          ${days.map(({ date, kind }) => html`<li>${moments.civilDay(date)}, ${t(dayKind(kind))}</li>`)}
        </ul>
        ${mayChange && html`<p><a href="/petugas/kalender?wilayah=${areaCode}&tahun=${String(year)}#isi-tahun">${t('change', { year: String(year) })}</a></p>`}
      </details>`,
  )}`;
}

function changes(page: OfficerPage, all: CalendarView['changes']): Html {
  if (all.length === 0) return html``;
  return html`<section class="card" aria-labelledby="perubahan">
    <h2 id="perubahan">${say(page.language)('changes')}</h2>
    ${changesOf(page, all)}
  </section>`;
}

function changesOf(page: OfficerPage, all: CalendarView['changes']): Html {
  return changeList(
    page,
    all.map((change) => ({ ...change, what: whatChanged(page, change), more: daysChanged(page, change) })),
  );
}

function whatChanged(page: OfficerPage, change: CalendarView['changes'][number]): string {
  return change.what === 'weekend' ? say(page.language)('weekChanged') : change.what;
}
