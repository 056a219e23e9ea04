import type { MergePreview } from '../../category-types.ts';
import type { CompetenceAnswer, CompetenceRow } from '../../competence-types.ts';
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
  { open, following, holders, rows, rowsInAll, areas, areasInAll, danger }: MergePreview,
  { from, into }: { readonly from: string; readonly into: string },
): Html {
  const t = say(page.language);
  const known = holders.slice(0, MOST_SHOWN);
  const others = open - known.reduce((sum, holder) => sum + holder.open, 0);
  return html`<div class="note" role="status" id="dampak">
    <p><strong>${t('movesOpen', { open })}</strong></p>
    ${following > 0 && html`<p>${t('movesFollowing', { following })}</p>`}
    <p>${t('movesProtected')} ${t('movesLimits')}</p>
    ${danger !== undefined && dangerChange(page, danger)}
    ${known.length > 0 && html`<h2>${t('movesHolders')}</h2>`}
    ${list(
      known.map((holder) => t('movesHolder', { agency: holder.agency.name, open: holder.open })),
      others > 0 ? t('movesOthers', { open: others }) : undefined,
    )}
    ${rowsInAll + areasInAll === 0 && html`<p>${t('movesNoRows')}</p>`}
    ${rowsInAll > 0 && html`<h2>${t('movesRows', { count: rowsInAll })}</h2>`}
    ${list(
      rows.slice(0, MOST_SHOWN).map((row) => rowText(page, row)),
      cut(page, rowsInAll),
    )}
    ${areasInAll > 0 && html`<h2>${t('movesAreas', { count: areasInAll })}</h2>`}
    ${list(
      areas.slice(0, MOST_SHOWN).map(({ area, merged, survivor, after, fromDay }) => {
        const what = t('movesArea', {
          area: area.name,
          from,
          into,
          merged: whoAnswers(page, merged),
          survivor: whoAnswers(page, survivor),
          after: whoAnswers(page, after),
        });
        return fromDay === undefined ? what : t('movesLater', { day: dayOf(page, fromDay), what });
      }),
      cut(page, areasInAll),
    )}
  </div>`;
}

/** What the mark of danger changes, and by which policies. */
function dangerChange(page: OfficerPage, { becomes, limits }: NonNullable<MergePreview['danger']>): Html {
  const t = say(page.language);
  return html`<p>${t(becomes ? 'movesDanger' : 'movesNoDanger')}</p>
    ${list(
      limits.map(({ version, validFrom, urgentHours: hours }) => {
        const later = validFrom > page.moments.today();
        return t(later ? 'movesPolicyLater' : 'movesPolicy', { version, day: dayOf(page, validFrom), hours });
      }),
      undefined,
    )}`;
}

function rowText(page: OfficerPage, { agency, category, area, validFrom }: CompetenceRow): string {
  const t = say(page.language);
  const row = {
    agency: agency.name,
    category: nameIn(page.language, category) ?? '',
    area: area?.name ?? t('everywhere'),
  };
  if (validFrom <= page.moments.today()) return t('movesRow', row);
  return t('movesRowLater', { ...row, day: dayOf(page, validFrom) });
}

function dayOf({ moments }: OfficerPage, day: string): string {
  return moments.day(`${day}T05:00:00Z`);
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
