import { commonMessages } from '../../messages/common-messages.ts';
import { officerMessages } from '../../messages/officer-messages.ts';
import { similarMessages } from '../../messages/similar-messages.ts';
import type { CaseListItem, OfficerCaseView, SimilarCase } from '../../officer-types.ts';
import { formStart } from '../../shell/form-fields.ts';
import { html } from '../../shell/html.ts';
import type { Html } from '../../shell/html.ts';
import { statusBadge } from '../../shell/icons.ts';
import type { Page } from '../../shell/page.ts';
import { nameIn, speaker, wordIn } from '../../shell/speak.ts';

const say = speaker(similarMessages);
const KILOMETRE = 1000;

/** Others that may be about the same matter: why, enough to decide on, and one step to merge. */
export function similarCard(page: Page, view: OfficerCaseView, similar: readonly SimilarCase[]): Html {
  if (similar.length === 0) return html``;
  const t = say(page.language);
  return html`<section class="card similar" aria-labelledby="serupa">
    <h3 id="serupa">${t('title')} (${similar.length})</h3>
    <p class="hint">${t(similar.some((one) => one.mayLead || one.mayFollow) ? 'intro' : 'introRead')}</p>
    <ul class="similar-list">
      ${similar.map((one) => similarLine(page, view, one))}
    </ul>
  </section>`;
}

/** `flag`: what else is to be known of the other one where the line stands. */
export function similarLine(page: Page, view: CaseListItem, one: SimilarCase, flag?: string): Html {
  const { language } = page;
  const t = say(language);
  const { id, title, trackingIdText, status, agency, members, category } = one.case;
  const o = speaker(officerMessages)(language);
  const why = [
    // Where a reporter said so, that is why, and not how alike the words are.
    one.told ? undefined : t('likeness', { percent: one.score }),
    awayOf(page, one),
    one.daysApart === 0 ? t('sameDay') : t('daysApart', { count: one.daysApart }),
    one.sameCategory || category === undefined ? undefined : nameIn(language, category),
  ];
  const stands = [trackingIdText, agency?.name, members > 0 ? o('members', { count: members }) : undefined];
  const known = (each: string | undefined) => each !== undefined;
  return html`<li>
    ${one.told && html`<p><span class="flag">${t('told')}</span></p>`}
    ${flag !== undefined && html`<p><span class="flag">${flag}</span></p>`}
    <h4><a href="/petugas/laporan/${id}">${title === '' ? trackingIdText : title}</a></h4>
    <p>${statusBadge(status, wordIn(commonMessages, language, 'status.', status))}</p>
    <p class="sub">${stands.filter(known).join(' · ')}</p>
    <p class="sub">${why.filter(known).join(' · ')}</p>
    ${mergeButton(page, view, one)}
  </li>`;
}

function awayOf({ language }: Page, { closeness, metres }: SimilarCase): string {
  const t = say(language);
  if (metres === undefined) return t(`near.${closeness}`);
  return metres < KILOMETRE
    ? t('metres', { count: metres })
    : t('kilometres', { count: Math.round(metres / KILOMETRE) });
}

/** The one that leads others leads on; else the one that was there first. */
function mergeButton(page: Page, view: CaseListItem, { case: other, mayLead, mayFollow }: SimilarCase): Html {
  const t = say(page.language);
  const otherLeads = mayLead && (!mayFollow || leadsBefore(other, view));
  if (!otherLeads && !mayFollow) return html``;
  const [member, master] = otherLeads ? [view, other] : [other, view];
  // Which of the two goes on: "this one" is another one for whoever looks at the line than for whoever looks at the page.
  const name = t('mergeInto', { id: master.trackingIdText });
  return html`${formStart(page, { action: `/petugas/laporan/${member.id}/gabung` })}<input type="hidden" name="versi" value="${member.version}" /><input type="hidden" name="induk" value="${master.trackingIdText}" /><input type="hidden" name="kembali" value="${view.id}" />
    <button class="button plain small" aria-label="${name}: ${other.trackingIdText}">${name}</button></form>`;
}

function leadsBefore(other: CaseListItem, view: CaseListItem): boolean {
  if (other.members !== view.members) return other.members > view.members;
  return (other.submittedAt ?? '') <= (view.submittedAt ?? '');
}
