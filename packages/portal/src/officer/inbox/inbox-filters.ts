import type { AgencyInfo, AreaInfo, CategoryInfo } from '../../directory-types.ts';
import { commonMessages } from '../../messages/common-messages.ts';
import { officerMessages } from '../../messages/officer-messages.ts';
import { searchMessages } from '../../messages/search-messages.ts';
import type { SavedFilter } from '../../officer-types.ts';
import { choice, formStart, inputField, optionsOf, selectField } from '../../shell/form-fields.ts';
import { formValues, freshForm } from '../../shell/form-values.ts';
import type { FormState } from '../../shell/form-values.ts';
import { html } from '../../shell/html.ts';
import type { Html } from '../../shell/html.ts';
import { speaker } from '../../shell/speak.ts';
import {
  CHANNELS,
  channelIn,
  filtersIn,
  isFiltered,
  isFoldedIn,
  searchIn,
  statusIn,
  STATUSES,
  typeIn,
  TYPES,
} from './inbox-query.ts';
import type { Query } from './inbox-query.ts';
import { areaChoices, areaField } from '../area-field.ts';
import { categoryOptions } from '../category-options.ts';
import type { OfficerPage } from '../officer-session.ts';
import { unitOptions } from '../unit-picker.ts';

const say = speaker(officerMessages);
const saySearch = speaker(searchMessages);

type Units = readonly AgencyInfo[] | undefined;

/** What a list may be narrowed by besides units. */
export interface NarrowingChoices {
  readonly categories: readonly CategoryInfo[];
  readonly areas: readonly AreaInfo[];
}

/** One box for whatever an officer has in hand: a word, a street, a unit, a number on a slip of paper. The rest is folded away. */
export function searchForm(
  page: OfficerPage,
  units: Units,
  { categories, areas }: NarrowingChoices,
  { query, issues }: { readonly query: Query; readonly issues: FormState['issues'] },
): Html {
  const t = say(page.language);
  const s = saySearch(page.language);
  const c = speaker(commonMessages)(page.language);
  const state = { values: formValues(query), issues };
  const statuses = [
    { value: '', label: searchIn(query) === undefined ? t('filterOpen') : s('anyStatus') },
    ...STATUSES.map((value) => ({ value, label: c(`status.${value}`) })),
  ];
  const channels = [
    { value: '', label: t('filterAllChannels') },
    ...CHANNELS.map((value) => ({ value, label: t(`channel.${value}`) })),
  ];
  const types = [
    { value: '', label: t('filterAllTypes') },
    ...TYPES.map((value) => ({ value, label: c(`type.${value}`) })),
  ];
  const day = { state, type: 'date', max: page.moments.today() } as const;
  const hasUnits = units !== undefined && units.length > 0;
  return html`<form method="get" action="/petugas" role="search" class="search">
    <div class="row">
      ${inputField({ name: 'cari', label: s('search'), hint: s('searchHint'), state, type: 'search', maxLength: 200, autocomplete: 'off', data: { 'aria-keyshortcuts': '/' } })}<button
        class="button">
        ${s('find')}
      </button>
    </div>
    <details class="fold"${isFoldedIn(query) && html` open`}><summary>${t('filter')}</summary><div class="filters row">
      ${selectField({ name: 'keadaan', label: t('filterStatus'), state, choices: optionsOf(statuses, query['keadaan'] ?? '') })}
      ${hasUnits && selectField({ name: 'unit', label: t('filterUnit'), state, choices: optionsOf(unitOptions(units, t('filterAllUnits')), query['unit'] ?? '') })}
      ${selectField({ name: 'topik', label: t('category'), state, choices: categoryOptions(page, categories, query['topik'] ?? '', { none: t('filterAllTopics'), groupsToo: true }) })}
      ${areaChoices(areas)}${areaField({ label: t('filterArea'), state, hint: t('filterAreaHint') })}
      ${selectField({ name: 'kanal', label: t('channel'), state, choices: optionsOf(channels, query['kanal'] ?? '') })}
      ${selectField({ name: 'jenis', label: t('filterType'), state, choices: optionsOf(types, query['jenis'] ?? '') })}
      ${inputField({ ...day, name: 'dari', label: t('filterFrom') })}
      ${inputField({ ...day, name: 'sampai', label: t('filterTo') })}
      ${hasUnits && choice({ type: 'checkbox', name: 'sendiri', value: 'ya', label: t('filterOwn'), checked: query['sendiri'] === 'ya' })}
      ${choice({ type: 'checkbox', name: 'bahaya', value: 'ya', label: t('filterDanger'), checked: query['bahaya'] === 'ya' })}
      <button class="button plain">${t('apply')}</button>
    </div></details>
  </form>`;
}

/** What the list is narrowed to, the way out, and a name to come back by. */
export function filteredBy(
  page: OfficerPage,
  units: Units,
  { categories, areas }: NarrowingChoices,
  query: Query,
  saved: readonly SavedFilter[],
): Html {
  const t = say(page.language);
  const status = statusIn(query);
  const search = searchIn(query);
  const topic = categories.find(({ code }) => code === query['topik']);
  const area = query['wilayah']?.trim() ?? '';
  const channel = channelIn(query);
  const type = typeIn(query);
  const words = [
    search && saySearch(page.language)('searchedFor', { words: search }),
    status && speaker(commonMessages)(page.language)(`status.${status}`),
    units?.find(({ id }) => id === query['unit'])?.name,
    query['sendiri'] === 'ya' && t('filterOwn'),
    topic && (page.language === 'en' ? topic.nameEn : topic.nameId),
    area !== '' && (areas.find(({ code }) => code === area)?.name ?? area),
    query['bahaya'] === 'ya' && t('filterDanger'),
    channel && t(`channel.${channel}`),
    type && speaker(commonMessages)(page.language)(`type.${type}`),
    query['dari'] && t('filteredFrom', { day: page.moments.civilDay(query['dari']) }),
    query['sampai'] && t('filteredTo', { day: page.moments.civilDay(query['sampai']) }),
    query['lepas'] === 'ya' && t('toRelease'),
    query['pesan'] === 'ya' && t('addressed'),
    query['serah'] === 'ya' && t('handedToUs'),
    (query['induk'] ?? '') !== '' && t('membersTitle'),
  ].filter((each) => each !== undefined && each !== false);
  const kept = saved.find(({ query: known }) => known === filtersIn(query).toString());
  return html`<p class="filtered">
      <strong>${t('filteredBy', { what: words.join(', ') })}</strong> <a href="/petugas">${t('filterOpen')}</a>
    </p>
    ${kept === undefined ? saveForm(page, query) : html``}`;
}

function saveForm(page: OfficerPage, query: Query): Html {
  const s = saySearch(page.language);
  return html`<details class="fold"><summary>${s('saveFilter')}</summary>
    ${formStart(page, { action: '/petugas/saringan', className: 'row' })}
      <input type="hidden" name="saringan" value="${filtersIn(query).toString()}">
      ${inputField({ name: 'nama', label: s('filterName'), state: freshForm, maxLength: 60, autocomplete: 'off', required: true })}<button
        class="plain">
        ${s('save')}
      </button>
    </form>
  </details>`;
}

/** The officer's own, one tap each. */
export function savedFilters(page: OfficerPage, query: Query, saved: readonly SavedFilter[]): Html {
  if (saved.length === 0) return html``;
  const s = saySearch(page.language);
  const now = isFiltered(query) ? filtersIn(query).toString() : undefined;
  return html`<nav class="saved" aria-label="${s('savedFilters')}">
    <ul>
      ${saved.map(
        ({ id, name, query: kept }) => html`<li>
          <a href="/petugas?${kept}"${kept === now && html` aria-current="page"`}>${name}</a>
          ${formStart(page, { action: '/petugas/saringan/hapus' })}<input type="hidden" name="id" value="${id}" /><button
            class="plain"
            aria-label="${s('removeFilter', { name })}">
            ×
          </button></form>
        </li>`,
      )}
    </ul>
  </nav>`;
}
