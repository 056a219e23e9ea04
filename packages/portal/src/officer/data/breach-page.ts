import type { BreachListingView, BreachStore } from '../../breach-types.ts';
import { breachMessages } from '../../messages/breach-messages.ts';
import { choice, formStart, inputField, textField } from '../../shell/form-fields.ts';
import type { FormState } from '../../shell/form-values.ts';
import { attributes, html } from '../../shell/html.ts';
import type { Html } from '../../shell/html.ts';
import { errorSummary } from '../../shell/layout.ts';
import type { View } from '../../shell/layout.ts';
import { speaker } from '../../shell/speak.ts';
import type { OfficerPage } from '../officer-session.ts';
import { rulesNav } from '../rules/rules-nav.ts';

const say = speaker(breachMessages);

export const BREACH_PATH = '/petugas/kebocoran';
export const BREACH_STORES: readonly BreachStore[] = ['vault', 'contents', 'attachments', 'notices'];

export interface BreachParts {
  readonly listings: readonly BreachListingView[];
  readonly state: FormState;
}

export function breachView(page: OfficerPage, { listings, state }: BreachParts): View {
  const t = say(page.language);
  const told = state.issues.map(({ field, rule }) => ({ id: field === 'data' ? 'data-vault' : field, text: rule }));
  return {
    title: t('title'),
    side: 'officer',
    at: 'rules',
    broken: told.length > 0,
    main: html`${rulesNav(page, 'breaches')}<h1>${t('title')}</h1><p class="lead">${t('lead')}</p>${errorSummary(page, told)}
<details class="fold"${attributes({ open: told.length > 0 || listings.length === 0 })}><summary>${t('ask')}</summary>${form(page, state)}</details>
<section aria-labelledby="yang-lalu"><h2 id="yang-lalu">${t('past')}</h2>${listings.length === 0 ? html`<p>${t('none')}</p>` : listings.map((each) => listingFold(page, each))}</section>`,
  };
}

function form(page: OfficerPage, state: FormState): Html {
  const t = say(page.language);
  const today = page.moments.today();
  const sent = state.issues.length > 0;
  const day = { state, type: 'date', max: today, required: true } as const;
  const broken = state.issues.find(({ field }) => field === 'data');
  return html`${formStart(page, { action: BREACH_PATH, state })}
${inputField({ ...day, name: 'dari', label: t('from') })}${inputField({ ...day, name: 'sampai', label: t('to'), value: today })}
<fieldset><legend>${t('stores')}</legend>${broken !== undefined && html`<p class="error">${broken.rule}</p>`}${BREACH_STORES.map(
    (store) =>
      choice({
        type: 'checkbox',
        name: 'data',
        value: store,
        label: t(`store.${store}`),
        checked: !sent || state.values.all('data').includes(store),
      }),
  )}</fieldset>
${textField({ name: 'alasan', label: t('reason'), hint: t('reasonHint'), state, rows: 3, maxLength: 5_000, required: true })}
${textField({ name: 'kunci', label: t('key'), optional: t('optional'), hint: t('keyHint'), state, rows: 3, maxLength: 2_000 })}
<fieldset><legend>${t('format')}</legend>${(['csv', 'ndjson'] as const).map((format) =>
    choice({
      type: 'radio',
      name: 'bentuk',
      value: format,
      label: t(`format.${format}`),
      checked: (state.values.text('bentuk') ?? 'csv') === format,
    }),
  )}</fieldset>
<p class="actions"><button class="button">${t('send')}</button></p></form>`;
}

function listingFold(page: OfficerPage, listing: BreachListingView): Html {
  const t = say(page.language);
  const { moments } = page;
  const { counts, sealedFor } = listing;
  const moment = moments.moment(listing.at);
  // The end is the first moment that is not meant any more.
  const last = new Date(Date.parse(listing.to) - 1).toISOString();
  return html`<details class="fold"><summary>${counts === undefined ? t('cutOff', { moment }) : t('line', { moment, complaints: counts.complaints })}</summary>
<p>${listing.reason}</p><ul><li>${askedBy(page, listing)}</li><li>${t('span', { from: moments.day(listing.from), to: moments.day(last) })}</li>
<li>${listing.stores.flatMap((store) => (isStore(store) ? [t(`store.${store}`)] : [])).join(', ')}</li>
<li>${sealedFor === undefined ? t('counted') : t('sealed', { key: sealedFor })}</li>${counts !== undefined && html`<li>${t('people', { ...counts })}</li>`}</ul></details>`;
}

function askedBy({ language, session }: OfficerPage, listing: BreachListingView): string {
  const t = say(language);
  const { officerId, officerName: officer, officerAgency: agency = '' } = listing;
  if (officerId === session.officer.id) return t('mine');
  return officer === undefined ? t('unknown') : t('other', { officer, agency });
}

function isStore(name: string): name is BreachStore {
  return BREACH_STORES.some((store) => store === name);
}
