import type { NamedCode, TimelineItem } from '../complaint-types.ts';
import { commonMessages } from '../messages/common-messages.ts';
import { html } from './html.ts';
import type { Html } from './html.ts';
import type { Page } from './page.ts';
import { speaker } from './speak.ts';

interface Naming {
  readonly agency?: NamedCode | undefined;
  readonly area?: NamedCode | undefined;
  readonly category?: NamedCode | undefined;
  readonly timeline: readonly TimelineItem[];
}

/** Says so where codes stand in place of names; nothing where all are there. */
export function missingNames(
  { language }: Pick<Page, 'language'>,
  { agency, area, category, timeline }: Naming,
): Html | false {
  const steps = timeline.flatMap(({ before, after, ...step }) => [
    step.agency,
    step.toAgency,
    step.betterAgency,
    before?.category,
    after?.category,
  ]);
  const named = [agency, area, category, ...steps];
  if (!named.some((each) => each?.unnamed === true)) return false;
  return html`<p class="note" role="status">${speaker(commonMessages)(language)('unnamed')}</p>`;
}
