import { formatTrackingId } from '@lapor/kernel';
import { officerMessages } from '../../messages/officer-messages.ts';
import type { OfficerCaseView } from '../../officer-types.ts';
import { html } from '../../shell/html.ts';
import type { Html } from '../../shell/html.ts';
import type { Page } from '../../shell/page.ts';
import { speaker } from '../../shell/speak.ts';

const say = speaker(officerMessages);
/** Characters of a report that are read here; all of it is a tap away. */
const EXCERPT = 160;

/** Whom it follows, or who follows it and what some of them say. */
export function together(
  page: Page,
  { id, masterId, members }: OfficerCaseView,
  some: readonly OfficerCaseView[],
): Html {
  const t = say(page.language);
  if (masterId !== undefined)
    return html`<p class="note"><a href="/petugas/laporan/${masterId}">${t('followsText', { id: formatTrackingId(masterId) })}</a></p>`;
  if (members === 0) return html``;
  return html`<section class="card similar" aria-labelledby="gabungan">
    <h2 id="gabungan">${t('membersTitle')} (${members})</h2>
    <p>${t('membersText')}</p>
    <ul class="similar-list">
      ${some.map((one) => memberLine(page, one))}
    </ul>
    <p><a href="/petugas?induk=${id}">${t('membersSee')}</a></p>
  </section>`;
}

/** That there are photos, and words since, is seen without opening each. */
function memberLine(page: Page, { id, trackingIdText, body, attachments, messages }: OfficerCaseView): Html {
  const t = say(page.language);
  const last = messages.at(-1);
  const marks = [
    ...(attachments.length > 0 ? [t('memberPhotos', { count: attachments.length })] : []),
    ...(last === undefined ? [] : [t('memberMessages', { count: messages.length })]),
  ];
  return html`<li>
    <p><a href="/petugas/laporan/${id}">${trackingIdText}</a>${marks.map((mark) => html` <span class="flag">${mark}</span>`)}</p>
    <p>${excerptOf(body)}</p>
    ${last && html`<p class="sub">${page.moments.moment(last.at)}: ${excerptOf(last.text)}</p>`}
  </li>`;
}

function excerptOf(text: string): string {
  return text.length <= EXCERPT ? text : `${text.slice(0, EXCERPT).trimEnd()}…`;
}
