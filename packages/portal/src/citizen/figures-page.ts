import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { AgencyInfo } from '../directory-types.ts';
import type { AgencyFiguresView, FiguresView, SummaryView } from '../figures-types.ts';
import { figuresMessages } from '../messages/figures-messages.ts';
import { inputField } from '../shell/form-fields.ts';
import { formValues } from '../shell/form-values.ts';
import { attributes, html } from '../shell/html.ts';
import type { Child, Html } from '../shell/html.ts';
import { openPage, parameterOf, queryOf } from '../shell/page.ts';
import type { Page, Portal } from '../shell/page.ts';
import { sendPage } from '../shell/send-page.ts';
import { speaker } from '../shell/speak.ts';
import { decimal, whole } from '../shell/numbers.ts';
import { PERIOD_NAMES, isDay, periodOf } from './periods.ts';
import type { Period, PeriodName } from './periods.ts';

const say = speaker(figuresMessages);

/** How each agency answers, for everybody. */
export function figuresRoutes(app: FastifyInstance, portal: Portal): void {
  app.get('/kinerja', (request, reply) => show(portal, request, reply));
  app.get('/kinerja/:agencyId', (request, reply) =>
    show(portal, request, reply, parameterOf(request, 'agencyId')),
  );
}

interface Chosen {
  readonly name: PeriodName | undefined;
  readonly period: Period;
}

function chosenPeriod(page: Page, query: Readonly<Record<string, string | undefined>>): Chosen {
  const { dari: from, sampai: to, masa } = query;
  if (isDay(from) && isDay(to) && from <= to) return { name: undefined, period: { from, to } };
  const name = PERIOD_NAMES.find((each) => each === masa) ?? 'tahun';
  return { name, period: periodOf(name, page.moments.today()) };
}

async function show(
  portal: Portal,
  request: FastifyRequest,
  reply: FastifyReply,
  agencyId?: string,
): Promise<FastifyReply> {
  const page = openPage(portal, request, reply);
  const chosen = chosenPeriod(page, queryOf(request));
  const query = { ...chosen.period, agencyId, timeZone: portal.timeZone };
  const [agency, summary, agencies] = await Promise.all([
    agencyId === undefined ? undefined : page.api.agency(agencyId),
    page.api.figures(query),
    page.api.agencyFigures(query),
  ]);
  const t = say(page.language);
  return sendPage(reply, page, {
    title: agency === undefined ? t('title') : t('titleOf', { agency: agency.name }),
    at: 'figures',
    wide: true,
    main: main(page, { chosen, agency, summary, agencies }),
  });
}

interface Figures {
  readonly chosen: Chosen;
  readonly agency: AgencyInfo | undefined;
  readonly summary: SummaryView;
  readonly agencies: AgencyFiguresView;
}

function main(page: Page, figures: Figures): Html {
  const t = say(page.language);
  const { chosen, agency, summary, agencies } = figures;
  const { from, to } = chosen.period;
  const csv = new URLSearchParams({
    from,
    to,
    timeZone: page.portal.timeZone,
    ...(agency && { agency: agency.id }),
  });
  const rows = [...agencies.agencies]
    .filter(({ figures: { received, assigned } }) => received > 0 || assigned > 0)
    .sort((a, b) => b.figures.received - a.figures.received);
  return html`${agency && html`<p class="over"><a href="/kinerja">← ${t('up')}</a></p>`}
    <h1>${agency === undefined ? t('title') : agency.name}</h1>
    <p class="lead">${t('lead')}</p>
    ${periodForm(page, chosen, agency)}
    <p class="range">
      <strong
        >${rangeText(page, chosen.period)}</strong>
    </p>
    <section aria-labelledby="semua">
      <h2 id="semua">${t('all')}</h2>
      ${totals(page, summary.figures)}
    </section>
    ${onTime(page, summary.figures)}
    <section aria-labelledby="per-instansi">
      <h2 id="per-instansi">${agency === undefined ? t('byAgency') : t('byUnit')}</h2>
      ${rows.length === 0 ? html`<p>${agency === undefined ? t('none') : t('noUnits')}</p>` : table(page, rows, chosen)}
      ${heldAbove(page, figures)}
    </section>
    <p class="actions">
      <a class="button plain" href="/api/v1/reports/summary.csv?${csv.toString()}">${t('csv')}</a>
    </p>
    <details class="fold">
      <summary>${t('explain')}</summary>
      <p>${t('explainText')}</p>
      <p>${t('lag', { seconds: Math.round(summary.freshness.lagSeconds) })}</p>
    </details>`;
}

/** What no row has: the rows would not add up to the total, and nobody would know why. */
function heldAbove(page: Page, { agency, summary, agencies }: Figures): Html | false {
  const t = say(page.language);
  const inRows = agencies.agencies.reduce((sum, { figures }) => sum + figures.received, 0);
  const count = summary.figures.received - inRows;
  if (inRows === 0 || count <= 0) return false;
  const words = { count: whole(page.language, count), agency: agency?.name ?? '' };
  return html`<p class="hint">${agency === undefined ? t('heldNationally', words) : t('heldAbove', words)}</p>`;
}

/** A period that runs on has its figures up to now. */
function rangeText(page: Page, { from, to }: Period): string {
  const t = say(page.language);
  const { moments } = page;
  const day = (date: string) => moments.day(`${date}T12:00:00Z`);
  const today = moments.today();
  return from <= today && to >= today
    ? t('rangeToday', { from: day(from) })
    : t('range', { from: day(from), to: day(to) });
}

function periodForm(page: Page, { name, period }: Chosen, agency: AgencyInfo | undefined): Html {
  const t = say(page.language);
  const path = agency === undefined ? '/kinerja' : `/kinerja/${agency.id}`;
  const state = { values: formValues({ dari: period.from, sampai: period.to }), issues: [] };
  return html`<nav class="periods" aria-label="${t('period')}">
      <ul>
        ${PERIOD_NAMES.map(
          (each) =>
            html`<li>
              <a
                href="${path}?masa=${each}"
                ${attributes({ 'aria-current': each === name ? 'true' : undefined })}>${t(`period.${each}`)}</a>
            </li>`,
        )}
      </ul>
    </nav>
    <details class="fold" ${attributes({ open: name === undefined })}>
      <summary>${t('ownPeriod')}</summary>
      <form method="get" action="${path}" class="row">
        ${inputField({ name: 'dari', label: t('from'), state, type: 'date' })}${inputField({ name: 'sampai', label: t('to'), state, type: 'date' })}
        <button class="button plain">${t('show')}</button>
      </form>
    </details>`;
}

function totals(page: Page, figures: FiguresView): Html {
  const t = say(page.language);
  const { language } = page;
  const { answeredReachable, closedByOutcome } = figures;
  const big = (label: string, value: Child) =>
    html`<div>
      <dt>${label}</dt>
      <dd>${value}</dd>
    </div>`;
  const confirmed = closedByOutcome.confirmed ?? 0;
  return html`<dl class="nutshell">
    ${big(t('received'), whole(language, figures.received))}${big(t('cases'), whole(language, figures.cases))}${big(t('done'), whole(language, figures.done))}${big(t('inProcess'), whole(language, figures.inProcess))}
    ${big(t('followedUp'), percent(page, figures.followedUpPercent))}${big(t('completion'), percent(page, figures.completionPercent))}
    ${big(t('days'), figures.firstFollowUpFromReceipt.count === 0 ? '–' : decimal(language, figures.firstFollowUpFromReceipt.mean))}
    ${big(t('waiting'), whole(language, figures.stillWaiting.count))}
    ${answeredReachable > 0 && big(t('confirmed'), percent(page, (confirmed / answeredReachable) * 100))}
  </dl>`;
}

function percent({ language }: Page, value: number | undefined): string {
  return value === undefined ? '–' : `${decimal(language, value)} %`;
}

const CLOCK_HEADS = ['clock', 'onTime', 'met', 'missed', 'open'] as const;
const AGENCY_HEADS = [
  'agency',
  'received',
  'cases',
  'done',
  'inProcess',
  'followedUp',
  'onTime',
  'completion',
  'days',
  'waiting',
] as const;

/** How each limit was kept. */
function onTime(page: Page, { clocks }: FiguresView): Html | false {
  const t = say(page.language);
  const { language } = page;
  const cell = labelled(page);
  return (
    clocks.length > 0 &&
    html`<section aria-labelledby="tepat-waktu">
      <h2 id="tepat-waktu">${t('onTime')}</h2>
      <table class="figures" role="table">
        <thead role="rowgroup">
          <tr role="row">
            ${CLOCK_HEADS.map(columnHead(page))}
          </tr>
        </thead>
        <tbody role="rowgroup">
          ${clocks.map(
            ({ clock, met, missed, open, onTimePercent }) =>
              html`<tr role="row">
                <th role="rowheader" scope="row">${t(`clock.${clock}`)}</th>
                ${cell('onTime', html`${bar(onTimePercent)}${percent(page, onTimePercent)}`)}
                ${cell('met', whole(language, met))}${cell('missed', whole(language, missed))}${cell('open', whole(language, open))}
              </tr>`,
          )}
        </tbody>
      </table>
    </section>`
  );
}

type Head = (typeof CLOCK_HEADS)[number] | (typeof AGENCY_HEADS)[number];

function columnHead(page: Page): (head: Head) => Html {
  const t = say(page.language);
  return (head) => html`<th role="columnheader" scope="col">${t(head)}</th>`;
}

/** A cell that says what it holds where rows are shown as cards. */
function labelled(page: Page): (head: Head, value: Child) => Html {
  const t = say(page.language);
  return (head, value) =>
    html`<td role="cell">
      <span class="cell-label" aria-hidden="true">${t(head)}</span><span>${value}</span>
    </td>`;
}

/** Roles are said because the small-screen style shows rows as cards, which takes them away. */
function table(page: Page, rows: AgencyFiguresView['agencies'], { name, period }: Chosen): Html {
  const t = say(page.language);
  const { language } = page;
  const query = name === undefined ? `dari=${period.from}&sampai=${period.to}` : `masa=${name}`;
  const cell = labelled(page);
  const responseOf = ({ clocks }: FiguresView) =>
    clocks.find(({ clock }) => clock === 'response')?.onTimePercent;
  return html`<table class="figures" role="table">
    <thead role="rowgroup">
      <tr role="row">
        ${AGENCY_HEADS.map(columnHead(page))}
      </tr>
    </thead>
    <tbody role="rowgroup">
      ${rows.map(
        ({ agencyId, agencyName, figures }) =>
          html`<tr role="row">
            <th role="rowheader" scope="row"><a href="/kinerja/${agencyId}?${query}">${agencyName}</a></th>
            ${cell('received', whole(language, figures.received))}${cell('cases', whole(language, figures.cases))}${cell('done', whole(language, figures.done))}${cell('inProcess', whole(language, figures.inProcess))}
            ${cell('followedUp', html`${bar(figures.followedUpPercent)}${percent(page, figures.followedUpPercent)}`)}
            ${cell('onTime', html`${bar(responseOf(figures))}${percent(page, responseOf(figures))}`)}
            ${cell('completion', html`${bar(figures.completionPercent)}${percent(page, figures.completionPercent)}`)}
            ${cell('days', figures.firstFollowUpFromReceipt.count === 0 ? '–' : decimal(language, figures.firstFollowUpFromReceipt.mean))}
            ${cell('waiting', figures.stillWaiting.count === 0 ? '0' : t('waitingDays', { count: whole(language, figures.stillWaiting.count), days: decimal(language, figures.stillWaiting.mean) }))}
          </tr>`,
      )}
    </tbody>
  </table>`;
}

/** Drawn with attributes: the page allows no inline style. */
function bar(value: number | undefined): Html {
  if (value === undefined) return html``;
  return html`<svg
    class="meter"
    viewBox="0 0 100 6"
    width="64"
    height="6"
    preserveAspectRatio="none"
    aria-hidden="true">
    <rect width="100" height="6" />
    <rect class="full" width="${Math.max(0, Math.min(100, value))}" height="6" />
  </svg>`;
}
