import type { MergePreview } from '../../category-types.ts';
import type { CompetenceAnswer, CompetenceRow } from '../../competence-types.ts';
import { categoryMessages } from '../../messages/category-messages.ts';
import { html } from '../../shell/html.ts';
import type { Html } from '../../shell/html.ts';
import { nameIn, speaker } from '../../shell/speak.ts';
import type { OfficerPage } from '../officer-session.ts';

const say = speaker(categoryMessages);
/** More than these nobody reads on a page. */
const MOST_HOLDERS = 20;
/** Rows and areas, those that are alike in one line. */
const MOST_PLACES = 100;

/** What a merger, or undoing it, would move, above the button that makes it. */
export function mergePreview(
  page: OfficerPage,
  { open, following, holders, rows, rowsInAll, areas, areasInAll, danger }: MergePreview,
  { from, into, isUndone }: { readonly from: string; readonly into: string; readonly isUndone: boolean },
): Html {
  const t = say(page.language);
  const known = holders.slice(0, MOST_HOLDERS);
  const others = open - known.reduce((sum, holder) => sum + holder.open, 0);
  return html`<div class="note" role="status" id="dampak">
    <p><strong>${t(isUndone ? 'returnsOpen' : 'movesOpen', { open })}</strong></p>
    ${following > 0 && html`<p>${t('movesFollowing', { following })}</p>`}
    ${isUndone && html`<p>${t('returnsStay', { topic: into })}</p>`}
    <p>${t('movesProtected')} ${t('movesLimits')}</p>
    ${danger !== undefined && dangerChange(page, danger)}
    ${known.length > 0 && html`<h2>${t('movesHolders')}</h2>`}
    ${list(
      known.map((holder) => t('movesHolder', { agency: holder.agency.name, open: holder.open })),
      others > 0 ? t('movesOthers', { open: others }) : undefined,
    )}
    ${rowsInAll + areasInAll === 0 && html`<p>${t(isUndone ? 'returnsNoRows' : 'movesNoRows')}</p>`}
    ${rowsInAll > 0 && html`<h2>${t(isUndone ? 'returnsRows' : 'movesRows', { count: rowsInAll })}</h2>`}
    ${list(alike(rows.slice(0, MOST_PLACES).map((row) => rowText(page, row))), cut(page, rowsInAll))}
    ${areasInAll > 0 && html`<h2>${t('movesAreas', { count: areasInAll })}</h2>`}
    ${list(
      alike(
        areas
          .slice(0, MOST_PLACES)
          .flatMap(({ merged, survivor, after, ...at }) =>
            [
              { topic: from, own: merged },
              { topic: into, own: survivor },
            ].map(({ topic, own }) =>
              handedOn(page, {
                ...at,
                topic,
                ...(isUndone ? { before: after, after: own } : { before: own, after }),
              }),
            ),
          )
          .filter((each) => each !== undefined),
      ),
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
        return t(later ? 'movesPolicyLater' : 'movesPolicy', {
          version,
          day: page.moments.civilDay(validFrom),
          hours,
        });
      }),
      undefined,
    )}`;
}

/** What is said of a place. */
interface Said {
  readonly what: string;
  readonly place: string;
}

/** What is said alike of several places, in one line with all of them. */
function alike(said: readonly Said[]): readonly Html[] {
  return [...Map.groupBy(said, ({ what }) => what)].map(
    ([what, places]) =>
      html`${what}<br /><span class="sub">${places.map(({ place }) => place).join('; ')}</span>`,
  );
}

function rowText(page: OfficerPage, { agency, category, area, validFrom }: CompetenceRow): Said {
  const t = say(page.language);
  const row = { agency: agency.name, category: nameIn(page.language, category) ?? '' };
  const place = area?.name ?? t('everywhere');
  if (validFrom <= page.moments.today()) return { what: t('movesRow', row), place };
  return { what: t('movesRowLater', { ...row, day: page.moments.civilDay(validFrom) }), place };
}

type Moved = Pick<MergePreview['areas'][number], 'area' | 'after' | 'fromDay'>;

/** To whom reports to come of one of the two topics go instead; undefined: to the same as before. */
function handedOn(
  page: OfficerPage,
  {
    area,
    after,
    fromDay,
    topic,
    before,
  }: Moved & { readonly topic: string; readonly before: CompetenceAnswer },
): Said | undefined {
  const t = say(page.language);
  const [was, is] = [whoAnswers(page, before), whoAnswers(page, after)];
  if (was === is) return undefined;
  const what = t('movesArea', { topic, before: was, after: is });
  const place = area.name;
  if (fromDay === undefined) return { what, place };
  return { what: t('movesLater', { day: page.moments.civilDay(fromDay), what }), place };
}

function cut({ language }: OfficerPage, inAll: number): string | undefined {
  return inAll > MOST_PLACES ? say(language)('listCut', { count: inAll - MOST_PLACES }) : undefined;
}

function list(lines: readonly (string | Html)[], last: string | undefined): Html {
  const all = last === undefined ? lines : [...lines, last];
  if (all.length === 0) return html``;
  return html`<ul>
    ${all.map((line) => html`<li>${line}</li>`)}
  </ul>`;
}

function whoAnswers({ language }: OfficerPage, { agency, admin }: CompetenceAnswer): string {
  return agency?.name ?? say(language)('movesNobody', { admin: admin?.name ?? '' });
}
