import type { MergePreview } from '../../category-types.ts';
import type { CompetenceAnswer } from '../../competence-types.ts';
import { categoryMessages } from '../../messages/category-messages.ts';
import { html } from '../../shell/html.ts';
import type { Html } from '../../shell/html.ts';
import { nameIn, speaker } from '../../shell/speak.ts';
import type { OfficerPage } from '../officer-session.ts';

const say = speaker(categoryMessages);
/** More than these nobody reads on a page. */
const MOST_SHOWN = 20;

/** What a merger would move, above the button that makes it. */
export function mergePreview(
  page: OfficerPage,
  { open, following, holders, rows, rowsInAll, areas, areasInAll }: MergePreview,
  { from, into }: { readonly from: string; readonly into: string },
): Html {
  const t = say(page.language);
  const known = holders.slice(0, MOST_SHOWN);
  const others = open - known.reduce((sum, holder) => sum + holder.open, 0);
  return html`<div class="note" role="status" id="dampak">
    <p><strong>${t('movesOpen', { open })}</strong></p>
    ${following > 0 && html`<p>${t('movesFollowing', { following })}</p>`}
    <p>${t('movesProtected')} ${t('movesLimits')}</p>
    ${known.length > 0 && html`<h2>${t('movesHolders')}</h2>`}
    ${list(
      known.map((holder) => t('movesHolder', { agency: holder.agency.name, open: holder.open })),
      others > 0 ? t('movesOthers', { open: others }) : undefined,
    )}
    ${rowsInAll + areasInAll === 0 && html`<p>${t('movesNoRows')}</p>`}
    ${rowsInAll > 0 && html`<h2>${t('movesRows', { count: rowsInAll })}</h2>`}
    ${list(
      rows.slice(0, MOST_SHOWN).map(({ agency, category, area }) =>
        t('movesRow', {
          agency: agency.name,
          category: nameIn(page.language, category) ?? '',
          area: area?.name ?? t('everywhere'),
        }),
      ),
      cut(page, rowsInAll),
    )}
    ${areasInAll > 0 && html`<h2>${t('movesAreas', { count: areasInAll })}</h2>`}
    ${list(
      areas.slice(0, MOST_SHOWN).map(({ area, merged, survivor, after }) =>
        t('movesArea', {
          area: area.name,
          from,
          into,
          merged: whoAnswers(page, merged),
          survivor: whoAnswers(page, survivor),
          after: whoAnswers(page, after),
        }),
      ),
      cut(page, areasInAll),
    )}
  </div>`;
}

function cut({ language }: OfficerPage, inAll: number): string | undefined {
  return inAll > MOST_SHOWN ? say(language)('listCut', { count: inAll - MOST_SHOWN }) : undefined;
}

function list(lines: readonly string[], last: string | undefined): Html {
  const all = last === undefined ? lines : [...lines, last];
  if (all.length === 0) return html``;
  return html`<ul>
    ${all.map((line) => html`<li>${line}</li>`)}
  </ul>`;
}

function whoAnswers({ language }: OfficerPage, { agency, admin }: CompetenceAnswer): string {
  return agency?.name ?? say(language)('movesNobody', { admin: admin?.name ?? '' });
}
