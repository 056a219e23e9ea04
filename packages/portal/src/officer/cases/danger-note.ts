import { dangerMessages } from '../../messages/danger-messages.ts';
import type { DangerReason, OfficerCaseView } from '../../officer-types.ts';
import { html } from '../../shell/html.ts';
import type { Html } from '../../shell/html.ts';
import type { Page } from '../../shell/page.ts';
import { speaker } from '../../shell/speak.ts';

const say = speaker(dangerMessages);

/** Why it is urgent, and what the reporter said since then that may be. */
export function dangerNote(
  page: Page,
  { dangerReasons, laterDanger, membersInDanger }: OfficerCaseView,
): Html {
  const t = say(page.language);
  const [newest] = laterDanger;
  const quoted = (words: readonly string[]) => words.map((word) => `“${word}”`).join(' … ');
  const because = ({ why, words = [] }: DangerReason) => t(`why.${why}`, { words: quoted(words) });
  return html`${dangerReasons.length > 0 && html`<p class="sub">${t('urgent', { why: dangerReasons.map(because).join('; ') })}</p>`}${newest !== undefined && html`<p class="note" role="status"><strong>${t('later', { words: quoted(newest.words) })}</strong> ${t('laterAt', { moment: page.moments.moment(newest.at) })}</p>`}${membersInDanger.length > 0 && html`<p class="note" role="status"><strong>${t('member')}</strong> ${membersInDanger.map(({ id, trackingIdText }) => html`<a href="/petugas/laporan/${id}">${trackingIdText}</a> `)}</p>`}`;
}
