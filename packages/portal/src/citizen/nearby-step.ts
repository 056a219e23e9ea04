import type { NearbyReport } from '../complaint-types.ts';
import { commonMessages } from '../messages/common-messages.ts';
import { nearbyMessages } from '../messages/nearby-messages.ts';
import { formStart } from '../shell/form-fields.ts';
import type { FormState, FormValues } from '../shell/form-values.ts';
import { html } from '../shell/html.ts';
import type { Html } from '../shell/html.ts';
import { statusBadge } from '../shell/icons.ts';
import type { View } from '../shell/layout.ts';
import type { Page } from '../shell/page.ts';
import { nameIn, speaker, wordIn } from '../shell/speak.ts';
import type { PlaceState } from './place-picker.ts';

const say = speaker(nearbyMessages);
/** Set by the buttons of this step: the report that it is the same as, or that it is none of them. */
export const SAME_FIELD = 'juga';
const NONE = '-';
/** Within a city everybody knows the rest of the name of a place. */
const PLACE_PARTS = 2;

/**
 * What others have reported in the same district, of the same kind where one was chosen. Nobody waits for it: whoever is in danger, whoever must not be
 * seen beside others, and whenever it cannot be had, the report goes straight on.
 */
export async function findNearby(
  page: Page,
  { values }: FormState,
  { chosen }: PlaceState,
): Promise<readonly NearbyReport[]> {
  const category = values.text('kategori');
  const district = chosen?.level === 'district' || chosen?.level === 'village';
  const apart = values.ticked('bahaya') || values.ticked('tentang_petugas');
  if (values.text(SAME_FIELD) !== undefined || apart || !district) return [];
  try {
    return await page.api.nearby({ area: chosen.code, category }, page.context);
  } catch {
    return [];
  }
}

/** Undefined: a matter of its own. */
export function sameAsIn(values: FormValues): string | undefined {
  const same = values.text(SAME_FIELD);
  return same === NONE ? undefined : same;
}

export function nearbyView(page: Page, state: FormState, reports: readonly NearbyReport[]): View {
  const t = say(page.language);
  const [first] = reports;
  const category = nameIn(page.language, first?.category) ?? '';
  const place = placeOf(first);
  const intro = state.values.text('kategori') === undefined ? 'introAny' : 'intro';
  return {
    title: t('title'),
    at: 'file',
    main: html`<h1>${t('title')}</h1>
<p class="lead">${t(intro, { category, place })}</p>
<p class="note">${t('what')}</p>
${formStart(page, { action: '/lapor', state, className: 'nearby' })}${carried(state.values)}
<button class="first-submit" tabindex="-1" aria-hidden="true" name="${SAME_FIELD}" value="${NONE}">${t('sendNew')}</button>
<ul class="nearby-list">${reports.map((report) => reportLine(page, report))}</ul>
<h2>${t('none')}</h2>
<p class="actions"><button class="button big" name="${SAME_FIELD}" value="${NONE}">${t('sendNew')}</button></p>
<p class="actions"><button class="plain" name="langkah" value="ubah">${t('back')}</button></p></form>`,
  };
}

function reportLine(page: Page, report: NearbyReport): Html {
  const t = say(page.language);
  const {
    trackingId,
    trackingIdText: id,
    status,
    agency,
    members = 0,
    submittedAt,
    title,
    category,
  } = report;
  const word = wordIn(commonMessages, page.language, 'status.', status);
  const topic = nameIn(page.language, category);
  const facts = [
    id,
    title === undefined ? undefined : topic,
    submittedAt === undefined ? undefined : t('reported', { day: page.moments.day(submittedAt) }),
    agency === undefined ? undefined : t('at', { agency: agency.name }),
    members === 0 ? undefined : t('others', { count: members }),
  ];
  return html`<li class="card">
    <h2>${title ?? t('untitled', { topic: topic ?? id, place: placeOf(report) })}</h2>
    <p>${statusBadge(status, word)}</p>
    <p class="sub">${facts.filter((fact) => fact !== undefined).join(' · ')}</p>
    <p><a href="/lacak/${trackingId}" target="_blank" rel="noopener" aria-label="${t('look')}: ${id}">${t('look')}</a></p>
    <p class="actions">
      <button class="button plain" name="${SAME_FIELD}" value="${trackingId}" aria-label="${t('meTooOn', { id })}">${t('meToo')}</button>
    </p>
  </li>`;
}

function placeOf(report: NearbyReport | undefined): string {
  return report?.area?.name.split(', ').slice(0, PLACE_PARTS).join(', ') ?? '';
}

/** All that was typed goes on, hidden. */
function carried(values: FormValues): Html {
  return html`${values.entries().map(([name, value]) => html`<input type="hidden" name="${name}" value="${value}" />`)}`;
}
