import { normalizeTrackingId } from '@lapor/kernel';
import type { FastifyInstance } from 'fastify';
import type { CaseStatusName } from '../complaint-types.ts';
import type { AgencyInfo } from '../directory-types.ts';
import { commandMessages } from '../messages/command-messages.ts';
import { commonMessages } from '../messages/common-messages.ts';
import { officerMessages } from '../messages/officer-messages.ts';
import type { CaseListItem, Inbox } from '../officer-types.ts';
import { choice, inputField, optionsOf, selectField } from '../shell/form-fields.ts';
import { formValues, freshForm } from '../shell/form-values.ts';
import { attributes, html } from '../shell/html.ts';
import type { Html } from '../shell/html.ts';
import { icons, statusBadge } from '../shell/icons.ts';
import { flash } from '../shell/layout.ts';
import { queryOf } from '../shell/page.ts';
import type { Page, Portal } from '../shell/page.ts';
import { seeOther, sendPage } from '../shell/send-page.ts';
import { speaker, wordIn } from '../shell/speak.ts';
import { COMMAND_PATHS } from './command-paths.ts';
import { forOfficers } from './officer-session.ts';
import type { OfficerPage } from './officer-session.ts';
import { unitOptions, unitsBelow } from './unit-picker.ts';

const say = speaker(officerMessages);
const STATUSES: readonly CaseStatusName[] = [
  'unverified',
  'assigned',
  'returned',
  'in_progress',
  'held',
  'answered',
  'closed',
  'archived',
  'referred',
  'withdrawn',
];
const PAGE_SIZE = 20;
/** The likeliest steps; the page of the case has them all. */
const STEPS_SHOWN = 2;
type Query = Readonly<Record<string, string | undefined>>;

export function inboxRoutes(app: FastifyInstance, portal: Portal): void {
  app.get(
    '/petugas',
    forOfficers(portal, async (page, request, reply) => {
      const query = queryOf(request);
      const id = normalizeTrackingId(query['nomor'] ?? '');
      if (id !== undefined) return seeOther(reply, `/petugas/laporan/${id}`);
      const status = STATUSES.find((each) => each === query['keadaan']);
      const [inbox, units] = await Promise.all([
        page.api.inbox(page.token, {
          statuses: status === undefined ? [] : [status],
          agencyId: query['unit'] === '' ? undefined : query['unit'],
          ownOnly: query['sendiri'] === 'ya',
          pageSize: PAGE_SIZE,
          pageToken: query['lanjut'],
        }),
        unitsBelow(page),
      ]);
      return sendPage(reply, page, {
        title: say(page.language)('inbox'),
        side: 'officer',
        at: 'inbox',
        wide: true,
        main: inboxMain(page, inbox, units, query),
      });
    }),
  );
}

function inboxMain(
  page: OfficerPage,
  inbox: Inbox,
  units: readonly AgencyInfo[] | undefined,
  query: Query,
): Html {
  const t = say(page.language);
  // The list comes in order of what is due; danger is on top whatever its clock.
  const cases = [...inbox.cases].sort((a, b) => Number(b.danger) - Number(a.danger));
  const done = officerMessages[`done.${query['kabar'] ?? ''}` as 'done.tanya']?.[page.language];
  return html`<h1>${t('inbox')}</h1>
    <p class="lead">${t('inboxLead')}</p>
    ${flash(done)}${filters(page, units, query)}
    ${
      cases.length === 0
        ? html`<p class="card empty">${t('inboxEmpty')}</p>`
        : html`<ol class="inbox">
            ${cases.map((item) => row(page, item))}
          </ol>`
    }
    ${inbox.nextPageToken !== undefined && html`<p class="actions"><a class="button plain" href="/petugas?${nextQuery(query, inbox.nextPageToken)}">${t('nextPage')}</a></p>`}`;
}

function nextQuery(query: Query, token: string): string {
  const parameters = new URLSearchParams();
  for (const name of ['keadaan', 'unit', 'sendiri'])
    if (query[name] !== undefined) parameters.set(name, query[name]);
  parameters.set('lanjut', token);
  return parameters.toString();
}

function filters(page: OfficerPage, units: readonly AgencyInfo[] | undefined, query: Query): Html {
  const t = say(page.language);
  const c = speaker(commonMessages)(page.language);
  const state = { values: formValues(query), issues: [] };
  const statuses = [
    { value: '', label: t('filterOpen') },
    ...STATUSES.map((value) => ({ value, label: c(`status.${value}`) })),
  ];
  const hasUnits = units !== undefined && units.length > 0;
  const active = ['keadaan', 'unit', 'sendiri'].some((name) => (query[name] ?? '') !== '');
  return html`<details class="fold"${attributes({ open: active })}><summary>${t('filter')}</summary><div class="filters">
    <form method="get" action="/petugas" class="row">
      ${selectField({ name: 'keadaan', label: t('filterStatus'), state, choices: optionsOf(statuses, query['keadaan'] ?? '') })}
      ${hasUnits && selectField({ name: 'unit', label: t('filterUnit'), state, choices: optionsOf(unitOptions(units, t('filterAllUnits')), query['unit'] ?? '') })}
      ${hasUnits && choice({ type: 'checkbox', name: 'sendiri', value: 'ya', label: t('filterOwn'), checked: query['sendiri'] === 'ya' })}
      <button class="button plain">${t('apply')}</button>
    </form>
    <form method="get" action="/petugas" class="row">
      ${inputField({ name: 'nomor', label: t('searchId'), state: freshForm, type: 'search', maxLength: 40, autocomplete: 'off' })}<button
        class="button plain">
        ${t('open')}
      </button>
    </form>
  </div></details>`;
}

function row(page: OfficerPage, item: CaseListItem): Html {
  const t = say(page.language);
  const word = wordIn(commonMessages, page.language, 'status.', item.status);
  const steps = Object.values(COMMAND_PATHS)
    .filter((each) => item.legal.includes(each))
    .slice(0, STEPS_SHOWN)
    .map((each) => speaker(commandMessages)(page.language)(`do.${each}`));
  return html`<li class="case${item.danger && ' is-danger'}${item.overdue && ' is-late'}">
    <p class="top-line">
      ${clockOf(page, item)}${item.danger && html`<span class="flag danger-flag">${icons.alarm}${t('danger')}</span>`}${statusBadge(item.status, word)}
    </p>
    <h2><a href="/petugas/laporan/${item.id}">${item.title === '' ? t('noTitle') : item.title}</a></h2>
    <p class="sub">
      ${[item.trackingIdText, item.category?.name, item.area?.name, item.agency?.name].filter((each) => each !== undefined).join(' · ')}
    </p>
    ${flags(page, item)} ${steps.length > 0 && html`<p class="steps-line">${steps.join(' · ')}</p>`}
  </li>`;
}

/** Which clock runs out next, and when. */
export function clockOf({ language, moments }: Page, item: CaseListItem): Html {
  const t = say(language);
  const { nextClock, nextDueAt, overdue } = item;
  if (nextDueAt === undefined) return html``;
  const what = wordIn(officerMessages, language, 'clock.', nextClock ?? 'case');
  const when = moments.fromNow(nextDueAt);
  return html`<span class="clock${overdue && ' late'}">${icons.clock}<span
      >${what}: <time datetime="${nextDueAt}">${overdue ? t('late', { time: when }) : when}</time></span></span>`;
}

export function flags({ language }: Page, item: CaseListItem): Html {
  const t = say(language);
  const all = [
    item.protected && t('flagProtected'),
    item.secret && t('flagSecret'),
    item.anonymous && !item.secret && t('flagAnonymous'),
    item.supervisory && t('flagSupervisory'),
    item.bounces > 0 && t('bounced', { count: item.bounces }),
    item.triageReason !== undefined &&
      item.status === 'unverified' &&
      wordIn(officerMessages, language, 'triage.', item.triageReason),
  ].filter((each) => each !== false);
  if (all.length === 0) return html``;
  return html`<ul class="flags">
    ${all.map((each) => html`<li class="flag">${each}</li>`)}
  </ul>`;
}
