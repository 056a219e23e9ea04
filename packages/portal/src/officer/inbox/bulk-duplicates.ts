import { toAppError } from '@lapor/kernel';
import { searchMessages } from '../../messages/search-messages.ts';
import type { CaseListItem, SimilarCase } from '../../officer-types.ts';
import { html } from '../../shell/html.ts';
import type { Html } from '../../shell/html.ts';
import { speaker } from '../../shell/speak.ts';
import { similarLine } from '../cases/similar-card.ts';
import type { OfficerPage } from '../officer-session.ts';

const say = speaker(searchMessages);

/** A ticked case, and others that may be about the same matter. */
export interface Alike {
  readonly item: CaseListItem;
  readonly others: readonly SimilarCase[];
}

/** A hint that fails holds nothing up. @throws AppError unauthenticated */
export async function findAlike(page: OfficerPage, id: string): Promise<readonly SimilarCase[]> {
  try {
    return await page.api.similarCases(page.token, id);
  } catch (thrown) {
    if (toAppError(thrown).code === 'unauthenticated') throw thrown;
    return [];
  }
}

/** Of two that are ticked each is like the other: said of the first. Those nothing is like are left out. */
export function eachPairOnce(all: readonly Alike[]): readonly Alike[] {
  const said = new Set<string>();
  return all.flatMap(({ item, others }) => {
    const rest = others.filter((other) => !said.has(other.case.id));
    said.add(item.id);
    return rest.length === 0 ? [] : [{ item, others: rest }];
  });
}

/** What may be the same, before any of it is passed on: among what is ticked, and with what is open elsewhere. */
export function alikeSection(page: OfficerPage, alike: readonly Alike[], ticked: ReadonlySet<string>): Html {
  const t = say(page.language);
  return html`<p class="note" role="status">${t('bulkAlike', { count: alike.length })}</p>
    <h2>${t('bulkAlikeTitle')}</h2>
    ${alike.map(
      ({ item, others }) => html`<section class="card similar" aria-labelledby="serupa-${item.id}">
        <h3 id="serupa-${item.id}">
          <a href="/petugas/laporan/${item.id}">${item.title === '' ? item.trackingIdText : item.title}</a>
        </h3>
        <p class="sub">${item.trackingIdText}</p>
        <ul class="similar-list">
          ${others.map((other) => similarLine(page, item, other, ticked.has(other.case.id) ? t('bulkAlso') : undefined))}
        </ul>
      </section>`,
    )}`;
}
