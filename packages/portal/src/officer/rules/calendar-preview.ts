import type { CalendarPreview } from '../../clock-rules-types.ts';
import { clockRuleMessages } from '../../messages/clock-rule-messages.ts';
import { officerMessages } from '../../messages/officer-messages.ts';
import { html } from '../../shell/html.ts';
import type { Html } from '../../shell/html.ts';
import { whole } from '../../shell/numbers.ts';
import { speaker, wordIn } from '../../shell/speak.ts';
import type { OfficerPage } from '../officer-session.ts';
import { daysChanged } from './days-changed.ts';

const say = speaker(clockRuleMessages);
type Shown = Pick<OfficerPage, 'language' | 'moments'>;

/** What a change would move, above the button that makes it. */
export function calendarPreview(
  page: Shown,
  { moved, following, more, examples, added, gone, ...counted }: CalendarPreview,
): Html {
  const t = say(page.language);
  const looked = whole(page.language, counted.looked);
  const open = whole(page.language, counted.open);
  const heading =
    moved === 0 ? t('movesNone', { looked }) : t('moves', { moved: whole(page.language, moved), looked });
  return html`<div class="note" role="status" id="dampak">
    <p><strong>${heading}</strong></p>
    ${daysChanged(page, { added, gone })}
    ${following > 0 && html`<p>${t('movesFollowing', { following: whole(page.language, following) })}</p>`}
    ${more && html`<p>${t('movesMore', { looked, open })}</p>`}
    <ul>
      ${examples.map((example) => html`<li>${movedLimit(page, example)}</li>`)}
    </ul>
  </div>`;
}

function movedLimit(
  { language, moments }: Shown,
  { trackingId, trackingIdText, clock, dueBefore, dueAt }: CalendarPreview['examples'][number],
): Html {
  const name = wordIn(officerMessages, language, 'clock.', clock);
  const dates = { before: moments.moment(dueBefore), after: moments.moment(dueAt) };
  return html`<a href="/petugas/laporan/${trackingId}">${trackingIdText}</a>, ${name}: ${say(language)('movedFromTo', dates)}`;
}
