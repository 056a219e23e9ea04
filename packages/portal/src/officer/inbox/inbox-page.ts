import { normalizeTrackingId, toAppError } from '@lapor/kernel';
import type { Issue } from '@lapor/kernel';
import type { FastifyInstance } from 'fastify';
import type { AgencyInfo } from '../../directory-types.ts';
import { officerMessages } from '../../messages/officer-messages.ts';
import { searchMessages } from '../../messages/search-messages.ts';
import type { CaseListItem, Inbox, SavedFilter } from '../../officer-types.ts';
import { html } from '../../shell/html.ts';
import type { Html } from '../../shell/html.ts';
import { flash } from '../../shell/layout.ts';
import { queryOf } from '../../shell/page.ts';
import type { Portal } from '../../shell/page.ts';
import { seeOther, sendPage } from '../../shell/send-page.ts';
import { speaker } from '../../shell/speak.ts';
import { bulkBar, canPassOn } from '../cases/bulk-bar.ts';
import { caseLine } from '../cases/case-line.ts';
import { filteredBy, savedFilters, searchForm } from './inbox-filters.ts';
import type { NarrowingChoices } from './inbox-filters.ts';
import { groupCases, groupsFrom } from '../inbox-groups.ts';
import type { Group, GroupName } from '../inbox-groups.ts';
import { asInboxQuery, isFiltered, nextQuery, offeredIn, searchIn } from './inbox-query.ts';
import type { Query } from './inbox-query.ts';
import { areasAround, codeTyped } from '../area-field.ts';
import { forOfficers, isAdmin } from '../officer-session.ts';
import type { OfficerPage } from '../officer-session.ts';
import { unitsBelow } from '../unit-picker.ts';

const say = speaker(officerMessages);
const saySearch = speaker(searchMessages);
const PAGE_SIZE = 50;

interface InboxParts {
  readonly query: Query;
  /** Undefined: nobody can search for what was typed. */
  readonly inbox: Inbox | undefined;
  readonly issues: readonly Issue[];
  /** What an admin's own agency holds: nobody below can decide it. */
  readonly own: readonly CaseListItem[];
  /** Drafted answers that wait for this officer. */
  readonly drafts: Inbox;
  /** Cases elsewhere on which this unit was written to. */
  readonly addressed: number;
  /** What reporters handed over to this overseer; undefined for whoever is none. */
  readonly handedOver: number | undefined;
  readonly units: readonly AgencyInfo[] | undefined;
  readonly saved: readonly SavedFilter[];
  readonly choices: NarrowingChoices;
}

export function inboxRoutes(app: FastifyInstance, portal: Portal): void {
  app.get(
    '/petugas',
    forOfficers(portal, async (page, request, reply) => {
      const choices = await choicesFor(page);
      const query = withAreaCode(offeredIn(queryOf(request), choices.categories), choices);
      const [{ inbox, issues }, own, drafts, addressed, handedOver, units, saved] = await Promise.all([
        readInbox(page, query),
        readOwn(page, query),
        readDrafts(page, query),
        countAddressed(page, query),
        countHandedOver(page, query),
        unitsBelow(page),
        page.api.savedFilters(page.token),
      ]);
      const named = namedBy(query, inbox);
      if (named !== undefined) return seeOther(reply, `/petugas/laporan/${named.id}`);
      return sendPage(reply, page, {
        title: say(page.language)('inbox'),
        side: 'officer',
        at: 'inbox',
        wide: true,
        main: inboxMain(page, {
          query,
          inbox,
          issues,
          own,
          drafts,
          addressed,
          handedOver,
          units,
          saved,
          choices,
        }),
      });
    }),
  );
}

/** What lies in the area of the officer's body, and all topics. */
async function choicesFor(page: OfficerPage): Promise<NarrowingChoices> {
  const [categories, areas] = await Promise.all([page.api.categories(), areasAround(page)]);
  return { categories, areas };
}

/** A name that was typed becomes the code it stands for. */
function withAreaCode(query: Query, { areas }: NarrowingChoices): Query {
  const typed = query['wilayah']?.trim() ?? '';
  return typed === '' ? query : { ...query, wilayah: codeTyped(typed, areas, { partly: true }) };
}

/** What was typed, and cannot be looked for, is said where it was typed. */
async function readInbox(page: OfficerPage, query: Query): Promise<Pick<InboxParts, 'inbox' | 'issues'>> {
  try {
    return {
      inbox: await page.api.inbox(page.token, asInboxQuery(query, PAGE_SIZE, page.portal.timeZone)),
      issues: [],
    };
  } catch (thrown) {
    const { code, issues } = toAppError(thrown);
    const refuses = (name: string) => code === 'invalid' && issues.some(({ field }) => field === name);
    if (refuses('area'))
      return { inbox: undefined, issues: [{ field: 'wilayah', rule: say(page.language)('areaChoose') }] };
    if (refuses('q')) return { inbox: undefined, issues: [] };
    throw thrown;
  }
}

/** Whoever typed a tracking id wants that case. */
function namedBy(query: Query, inbox: Inbox | undefined): CaseListItem | undefined {
  const [only, ...others] = inbox?.cases ?? [];
  const id = normalizeTrackingId(searchIn(query) ?? '');
  return id !== undefined && others.length === 0 && only?.id === id ? only : undefined;
}

/** On the first page of everything: where others asked for a word from this unit. */
async function countAddressed(page: OfficerPage, query: Query): Promise<number> {
  if (isFiltered(query) || query['lanjut'] !== undefined) return 0;
  return (await page.api.inbox(page.token, { addressed: true, pageSize: PAGE_SIZE })).cases.length;
}

/** On an overseer's first page: these are not only to be looked over. */
async function countHandedOver(page: OfficerPage, query: Query): Promise<number | undefined> {
  const { role } = page.session.officer;
  if (role !== 'overseer' || isFiltered(query) || query['lanjut'] !== undefined) return undefined;
  return (await page.api.inbox(page.token, { handedOver: true, pageSize: PAGE_SIZE })).cases.length;
}

/** On the first page of everything, what waits for the admin stands before what waits for the units. */
async function readOwn(page: OfficerPage, query: Query): Promise<readonly CaseListItem[]> {
  if (!isAdmin(page.session) || isFiltered(query) || query['lanjut'] !== undefined) return [];
  const { cases } = await page.api.inbox(page.token, { ownOnly: true, pageSize: PAGE_SIZE });
  return cases;
}

/** Whose second pair of eyes may be waited for. */
const RELEASES: ReadonlySet<string> = new Set([
  'supervisor',
  'agency_admin',
  'national_admin',
  'inspectorate',
]);

/** On the first page of everything, an answer that is ready but for a second pair of eyes stands before what has yet to be done. */
async function readDrafts(page: OfficerPage, query: Query): Promise<Inbox> {
  const none = !RELEASES.has(page.session.officer.role) || isFiltered(query) || query['lanjut'] !== undefined;
  return none ? { cases: [] } : page.api.inbox(page.token, { drafts: true, pageSize: PAGE_SIZE });
}

function inboxMain(page: OfficerPage, parts: InboxParts): Html {
  const t = say(page.language);
  const { inbox, issues, own, drafts, addressed, handedOver, query, units, saved, choices } = parts;
  const done = officerMessages[`done.${query['kabar'] ?? ''}` as 'done.tanya']?.[page.language];
  const ids = new Set(own.map(({ id }) => id));
  const first = new Map([...drafts.cases, ...own].map((item) => [item.id, item]));
  const cases = [...first.values(), ...(inbox?.cases ?? []).filter(({ id }) => !first.has(id))];
  const more = inbox?.nextPageToken;
  return html`<h1>${t('inbox')}</h1>
    ${flash(done)}${addressed > 0 && html`<p class="note">${t('addressedCount', { count: addressed })} <a href="/petugas?pesan=ya">${t('addressed')}</a></p>`}${handedOver !== undefined && html`<p class="note">${t('handedToUsCount', { count: handedOver })} <a href="/petugas?serah=ya">${t('handedToUs')}</a></p>`}${searchForm(page, units, choices, { query, issues })}${savedFilters(page, query, saved)}${isFiltered(query) && issues.length === 0 && filteredBy(page, units, choices, query, saved)}
    ${cases.length === 0 ? nothingHere(page, parts) : listOf(page, parts, cases, ids)}
    ${stoppedEarly(page, parts)}
    ${more !== undefined && html`<p class="actions"><a class="button plain" href="/petugas?${nextQuery(query, more)}">${onward(page, inbox)}</a></p>`}
    ${cases.some(canPassOn) && bulkBar(page, units)}`;
}

function nothingHere(page: OfficerPage, { query, inbox, issues }: InboxParts): Html {
  const t = say(page.language);
  if (issues.length > 0)
    return html`<div class="card empty" role="alert">
      <p>${t('areaUnknown', { typed: query['wilayah'] ?? '' })}</p>
    </div>`;
  if (inbox?.searchedTo !== undefined || inbox?.stoppedEarly) return html``;
  const s = saySearch(page.language);
  const searched = searchIn(query) !== undefined && s(inbox === undefined ? 'wordsNeeded' : 'noneFound');
  return html`<div class="card empty">
    <p>${searched || (isFiltered(query) ? t('inboxNoneFound') : t('inboxEmpty'))}</p>
  </div>`;
}

function onward({ language }: OfficerPage, inbox: Inbox | undefined): string {
  if (inbox?.stoppedEarly) return say(language)('lookOn');
  return inbox?.searchedTo === undefined ? say(language)('nextPage') : saySearch(language)('searchOn');
}

/** A search that would take long says how far it has come, and how it would come further. */
function stoppedEarly(page: OfficerPage, { inbox, units, query }: InboxParts): Html {
  if (inbox?.stoppedEarly)
    return html`<p class="note" role="status">${say(page.language)('stoppedEarly')}</p>`;
  if (inbox?.searchedTo === undefined) return html``;
  const s = saySearch(page.language);
  const mayChoose = units !== undefined && units.length > 0 && (query['unit'] ?? '') === '';
  return html`<p class="note" role="status">${s('searchedTo', { day: page.moments.moment(inbox.searchedTo) })}
    ${s('searchNarrower')}${mayChoose && html` ${s('searchOneUnit')}`}</p>`;
}

/** What is over has no clock to sort it by, and what was searched for comes newest first: plain lists. */
function listOf(
  page: OfficerPage,
  { inbox, drafts, query }: InboxParts,
  cases: readonly CaseListItem[],
  own: ReadonlySet<string>,
): Html {
  const s = saySearch(page.language);
  const help = html`<p class="keys hint" data-keys-help hidden>${s('keys')}${cases.some(canPassOn) && html` ${s('tickKeys')}`}</p>`;
  const found = inbox?.searchedTo === undefined ? 'found' : 'foundSoFar';
  if (searchIn(query) !== undefined || cases.every(({ nextDueAt }) => nextDueAt === undefined))
    return html`${help}<h2>${s(searchIn(query) === undefined ? 'reports' : found)}</h2>
    <ol class="inbox" data-keys>
      ${cases.map((item) => caseLine(page, item))}
    </ol>`;
  // Of a page after the first nobody knows what was before it.
  const first = query['lanjut'] === undefined;
  const groups = groupCases(cases, page.moments, own, unfinished(page, { inbox, drafts }));
  return html`${first && groups.length > 1 && overview(page, groups)}${help}${groups.map((group) => section(page, group, first))}`;
}

function unfinished(
  page: OfficerPage,
  { inbox, drafts }: Pick<InboxParts, 'inbox' | 'drafts'>,
): ReadonlySet<GroupName> {
  const last = inbox?.nextPageToken === undefined ? undefined : inbox.cases.at(-1);
  const more = last === undefined ? [] : groupsFrom(last, page.moments);
  return new Set([...more, ...(drafts.nextPageToken === undefined ? [] : ['release' as const])]);
}

/** "12", or "12+" where there may be more. */
function countOf({ cases, more }: Group): string {
  return `${cases.length}${more ? '+' : ''}`;
}

/** How the day looks, before any scrolling. */
function overview(page: OfficerPage, groups: readonly Group[]): Html {
  const t = say(page.language);
  return html`<nav class="overview" aria-label="${t('overview')}"><ul>
${groups.map((group) => html`<li class="in-${group.name}"><a href="#${group.name}"><b>${countOf(group)}</b> ${t(`group.${group.name}`)}</a></li>`)}
</ul></nav>`;
}

function section(page: OfficerPage, group: Group, counted: boolean): Html {
  const t = say(page.language);
  const { name, cases, more } = group;
  return html`<section class="group in-${name}" aria-labelledby="${name}">
    <h2 id="${name}" tabindex="-1">${t(`group.${name}`)}${counted && html` <span class="count">${countOf(group)}</span>`}</h2>
    <ol class="inbox" data-keys>
      ${cases.map((item) => caseLine(page, item))}
    </ol>
    ${name === 'release' && more && html`<p><a href="/petugas?lepas=ya">${t('toRelease')}</a></p>`}
  </section>`;
}
