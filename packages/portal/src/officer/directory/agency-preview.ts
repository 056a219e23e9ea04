import type { KindAndAreaPreview } from '../../agency-change-types.ts';
import type { AgencyInfo, AreaInfo } from '../../directory-types.ts';
import { agencyMessages } from '../../messages/agency-messages.ts';
import { html } from '../../shell/html.ts';
import type { Html } from '../../shell/html.ts';
import { nameIn, speaker, wordIn } from '../../shell/speak.ts';
import type { OfficerPage } from '../officer-session.ts';
import type { AgencyParts } from './agency-parts.ts';

const say = speaker(agencyMessages);
/** More than these nobody reads on a page. */
const MOST_SHOWN = 50;

/** An area by its name, where that is among those at hand, and its code. */
export function placeText(
  t: ReturnType<typeof say>,
  areas: readonly AreaInfo[],
  code: string | undefined,
): string {
  if (code === undefined) return t('noArea');
  const name = areas.find((each) => each.code === code)?.fullName.split(',')[0];
  return name === undefined ? code : t('areaNamed', { name, code });
}

/** What another kind or area would change, above the button that makes it so. */
export function kindAndAreaPreview(
  { language }: OfficerPage,
  { agency: before, areas }: Pick<AgencyParts, 'agency' | 'areas'>,
  { agency, calendar, following, followingInAll, ending, endingInAll, open, more }: KindAndAreaPreview,
): Html {
  const t = say(language);
  const told = ({ kind, areaCode }: AgencyInfo) =>
    t('kindIn', {
      kind: wordIn(agencyMessages, language, 'kind.', kind),
      area: placeText(t, areas, areaCode),
    });
  return html`<div class="note" role="status" id="dampak">
    <p><strong>${t('wouldBe', { before: told(before), after: told(agency) })}</strong></p>
    <p>${t(more ? 'keepsMany' : 'keeps', { open })}</p>
    ${calendar !== undefined && html`<p>${t('otherCalendar', { area: calendar.name || t('nationCalendar') })}</p>`}
    ${followingInAll > 0 && html`<h2>${t('following', { count: followingInAll })}</h2>`}
    ${list(
      following
        .slice(0, MOST_SHOWN)
        .map(({ name, areaCode }) => t('followingUnit', { name, area: placeText(t, areas, areaCode) })),
      followingInAll,
      t,
    )}
    ${endingInAll > 0 ? html`<h2>${t('ending', { count: endingInAll })}</h2>` : html`<p>${t('endingNone')}</p>`}
    ${list(
      ending.slice(0, MOST_SHOWN).map(({ agency: { name }, category, area }) =>
        t('endingRow', {
          agency: name,
          category: nameIn(language, category) ?? '',
          area: area?.name ?? '',
        }),
      ),
      endingInAll,
      t,
    )}
  </div>`;
}

function list(lines: readonly string[], inAll: number, t: ReturnType<typeof say>): Html {
  if (lines.length === 0) return html``;
  return html`<ul>
    ${lines.map((line) => html`<li>${line}</li>`)}
    ${inAll > lines.length && html`<li>${t('listCut', { count: inAll - lines.length })}</li>`}
  </ul>`;
}
