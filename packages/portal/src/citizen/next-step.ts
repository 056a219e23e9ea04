import type { TimelineItem } from '../complaint-types.ts';
import { chainMessages } from '../messages/chain-messages.ts';
import { html } from '../shell/html.ts';
import type { Html } from '../shell/html.ts';
import type { Page } from '../shell/page.ts';
import { speaker } from '../shell/speak.ts';

const say = speaker(chainMessages);

/** Steps that are news of the work: what was announced before them no longer counts. */
const NEWS: ReadonlySet<string> = new Set([
  'CaseFollowedUp',
  'CaseAnswered',
  'QuestionAsked',
  'CaseReturned',
  'CaseDisposed',
  'CaseTakenOver',
  'CasePrivacyChanged',
  'CaseMerged',
]);

/** Whether the day of this follow-up's next step has passed, the work goes on, and nothing was heard of it since. */
export function isOverdue({ moments }: Page, items: readonly TimelineItem[], at: number): boolean {
  const day = items[at]?.nextDate;
  const later = items.slice(at + 1);
  const status = items.at(-1)?.status;
  // What was withdrawn goes on by what was announced since.
  const sinceWithdrawn = status === 'withdrawn' && items[at]?.status === 'withdrawn';
  const goesOn = status === 'in_progress' || status === undefined || sinceWithdrawn;
  return day !== undefined && day < moments.today() && goesOn && !later.some(({ type }) => NEWS.has(type));
}

/** That the day of the next step has passed without news. */
export function overdueStep(page: Page, items: readonly TimelineItem[], at: number): Html | false {
  return isOverdue(page, items, at) && html`<p class="note">${say(page.language)('nextOverdue')}</p>`;
}
