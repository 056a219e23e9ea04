import { normalizeTrackingId } from '@lapor/kernel';
import type { FastifyInstance } from 'fastify';
import type { CaseStatusName } from '../complaint-types.ts';
import type { AgencyInfo } from '../directory-types.ts';
import { commonMessages } from '../messages/common-messages.ts';
import { officerMessages } from '../messages/officer-messages.ts';
import type { CaseListItem, Inbox } from '../officer-types.ts';
import { choice, inputField, optionsOf, selectField } from '../shell/form-fields.ts';
import { formValues, freshForm } from '../shell/form-values.ts';
import { html } from '../shell/html.ts';
import type { Html } from '../shell/html.ts';
import { flash } from '../shell/layout.ts';
import { queryOf } from '../shell/page.ts';
import type { Portal } from '../shell/page.ts';
import { seeOther, sendPage } from '../shell/send-page.ts';
import { speaker } from '../shell/speak.ts';
import { caseLine } from './case-line.ts';
import { groupCases } from './inbox-groups.ts';
import type { Group } from './inbox-groups.ts';
import { forOfficers, isAdmin } from './officer-session.ts';
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
const PAGE_SIZE = 50;
type Query = Readonly<Record<string, string | undefined>>;

interface InboxParts {
  readonly query: Query;
  readonly inbox: Inbox;
  /** What an admin's own agency holds: nobody below can decide it. */
  readonly own: readonly CaseListItem[];
  /** Cases elsewhere on which this unit was written to. */
  readonly addressed: number;
  readonly units: readonly AgencyInfo[] | undefined;
}

export function inboxRoutes(app: FastifyInstance, portal: Portal): void {
  app.get(
    '/petugas',
    forOfficers(portal, async (page, request, reply) => {
      const query = queryOf(request);
      const id = normalizeTrackingId(query['nomor'] ?? '');
      if (id !== undefined) return seeOther(reply, `/petugas/laporan/${id}`);
      const [inbox, own, addressed, units] = await Promise.all([
        readInbox(page, query),
        readOwn(page, query),
        countAddressed(page, query),
        unitsBelow(page),
      ]);
      return sendPage(reply, page, {
        title: say(page.language)('inbox'),
        side: 'officer',
        at: 'inbox',
        wide: true,
        main: inboxMain(page, { query, inbox, own, addressed, units }),
      });
    }),
  );
}

function statusIn(query: Query): CaseStatusName | undefined {
  return STATUSES.find((each) => each === query['keadaan']);
}

function isFiltered(query: Query): boolean {
  return ['keadaan', 'unit', 'sendiri', 'pesan'].some((name) => (query[name] ?? '') !== '');
}

function readInbox(page: OfficerPage, query: Query): Promise<Inbox> {
  const status = statusIn(query);
  return page.api.inbox(page.token, {
    statuses: status === undefined ? [] : [status],
    agencyId: query['unit'] === '' ? undefined : query['unit'],
    ownOnly: query['sendiri'] === 'ya',
    addressed: query['pesan'] === 'ya',
    pageSize: PAGE_SIZE,
    pageToken: query['lanjut'],
  });
}

/** On the first page of everything: where others asked for a word from this unit. */
async function countAddressed(page: OfficerPage, query: Query): Promise<number> {
  if (isFiltered(query) || query['lanjut'] !== undefined) return 0;
  return (await page.api.inbox(page.token, { addressed: true, pageSize: PAGE_SIZE })).cases.length;
}

/** On the first page of everything, what waits for the admin stands before what waits for the units. */
async function readOwn(page: OfficerPage, query: Query): Promise<readonly CaseListItem[]> {
  if (!isAdmin(page.session) || isFiltered(query) || query['lanjut'] !== undefined) return [];
  const { cases } = await page.api.inbox(page.token, { ownOnly: true, pageSize: PAGE_SIZE });
  return cases;
}

function inboxMain(page: OfficerPage, parts: InboxParts): Html {
  const t = say(page.language);
  const { inbox, own, addressed, query, units } = parts;
  const done = officerMessages[`done.${query['kabar'] ?? ''}` as 'done.tanya']?.[page.language];
  const ids = new Set(own.map(({ id }) => id));
  const cases = [...own, ...inbox.cases.filter(({ id }) => !ids.has(id))];
  const more = inbox.nextPageToken;
  return html`<h1>${t('inbox')}</h1>
    ${flash(done)}${addressed > 0 && html`<p class="note">${t('addressedCount', { count: addressed })} <a href="/petugas?pesan=ya">${t('addressed')}</a></p>`}${filters(page, units, query)}${isFiltered(query) && filteredBy(page, units, query)}${cases.length === 0 ? nothingHere(page, query) : listOf(page, parts, cases, ids)}
    ${more !== undefined && html`<p class="actions"><a class="button plain" href="/petugas?${nextQuery(query, more)}">${t('nextPage')}</a></p>`}`;
}

function nothingHere(page: OfficerPage, query: Query): Html {
  const t = say(page.language);
  return html`<div class="card empty">
    <p>${isFiltered(query) ? t('inboxNoneFound') : t('inboxEmpty')}</p>
  </div>`;
}

/** What is over has no clock to sort it by: a plain list. */
function listOf(
  page: OfficerPage,
  { inbox, query }: InboxParts,
  cases: readonly CaseListItem[],
  own: ReadonlySet<string>,
): Html {
  if (cases.every(({ nextDueAt }) => nextDueAt === undefined))
    return html`<ol class="inbox">
      ${cases.map((item) => caseLine(page, item))}
    </ol>`;
  const groups = groupCases(cases, page.moments, own);
  // Counting what is on further pages as well is not in this list's power.
  const whole = inbox.nextPageToken === undefined && query['lanjut'] === undefined;
  return html`${whole && groups.length > 1 && overview(page, groups)}${groups.map((group) => section(page, group, whole))}`;
}

/** How the day looks, before any scrolling. */
function overview(page: OfficerPage, groups: readonly Group[]): Html {
  const t = say(page.language);
  return html`<nav class="overview" aria-label="${t('overview')}"><ul>
${groups.map(({ name, cases }) => html`<li class="in-${name}"><a href="#${name}"><b>${cases.length}</b> ${t(`group.${name}`)}</a></li>`)}
</ul></nav>`;
}

function section(page: OfficerPage, { name, cases }: Group, counted: boolean): Html {
  const t = say(page.language);
  return html`<section class="group in-${name}" aria-labelledby="${name}">
    <h2 id="${name}" tabindex="-1">${t(`group.${name}`)}${counted && html` <span class="count">${cases.length}</span>`}</h2>
    <ol class="inbox">
      ${cases.map((item) => caseLine(page, item))}
    </ol>
  </section>`;
}

function nextQuery(query: Query, token: string): string {
  const parameters = new URLSearchParams();
  for (const name of ['keadaan', 'unit', 'sendiri', 'pesan'])
    if (query[name] !== undefined) parameters.set(name, query[name]);
  parameters.set('lanjut', token);
  return parameters.toString();
}

/** What the list is narrowed to, and the way out. */
function filteredBy(page: OfficerPage, units: readonly AgencyInfo[] | undefined, query: Query): Html {
  const t = say(page.language);
  const status = statusIn(query);
  const words = [
    status && speaker(commonMessages)(page.language)(`status.${status}`),
    units?.find(({ id }) => id === query['unit'])?.name,
    query['sendiri'] === 'ya' && t('filterOwn'),
    query['pesan'] === 'ya' && t('addressed'),
  ].filter((each) => each !== undefined && each !== false);
  return html`<p class="filtered">
    <strong>${t('filteredBy', { what: words.join(', ') })}</strong> <a href="/petugas">${t('filterOpen')}</a>
  </p>`;
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
  return html`<details class="fold"><summary>${t('filter')}</summary><div class="filters">
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
