import type { TimelineItem } from '../../complaint-types.ts';
import { officerMessages } from '../../messages/officer-messages.ts';
import { html, paragraphs } from '../../shell/html.ts';
import type { Html } from '../../shell/html.ts';
import type { Page } from '../../shell/page.ts';
import { speaker } from '../../shell/speak.ts';

/** What agencies say among themselves, and the steps of the case that the reporter sees too. */
export function apart(timeline: readonly TimelineItem[]): {
  readonly notes: readonly TimelineItem[];
  readonly steps: readonly TimelineItem[];
} {
  const isNote = ({ type }: TimelineItem) => type === 'CaseNoteAdded';
  return { notes: timeline.filter(isNote), steps: timeline.filter((item) => !isNote(item)) };
}

/** Notes and messages between agencies, oldest first. */
export function thread(page: Page, notes: readonly TimelineItem[]): Html {
  const t = speaker(officerMessages)(page.language);
  if (notes.length === 0) return html``;
  return html`<section class="card" aria-labelledby="koordinasi">
    <h2 id="koordinasi">${t('thread')}</h2>
    <p class="hint">${t('threadHint')}</p>
    ${notes.map(
      ({ at, agency, toAgency, text }) =>
        html`<blockquote>
          <p class="sub">
            <strong>${agency?.name}</strong>${toAgency !== undefined && html` → <strong>${toAgency.name}</strong>`},
            <time datetime="${at}">${page.moments.moment(at)}</time>
          </p>
          ${(text ?? '') === '' ? html`<p>${t('wordsGone')}</p>` : paragraphs(text ?? '')}
        </blockquote>`,
    )}
  </section>`;
}
