import { historyMessages } from '../messages/history-messages.ts';
import { html } from '../shell/html.ts';
import type { Child, Html } from '../shell/html.ts';
import type { Page } from '../shell/page.ts';
import { speaker } from '../shell/speak.ts';

interface ToldChange {
  readonly what: Child;
  /** Of what it was about. */
  readonly more?: Child;
  /** ISO 8601. */
  readonly at: string;
  readonly officerName?: string | undefined;
  readonly reason?: string | undefined;
}

/** What was done, when, by whom and why, in the order given. */
export function changeList(page: Page, changes: readonly ToldChange[]): Html {
  return html`<ul class="deliveries">${changes.map((change) => line(page, change))}</ul>`;
}

function line({ language, moments }: Page, { what, more, at, officerName, reason }: ToldChange): Html {
  const by =
    officerName !== undefined && `, ${speaker(historyMessages)(language)('by', { officer: officerName })}`;
  return html`<li><strong>${what}</strong><br>
<span class="sub">${moments.moment(at)}${by}</span>${reason !== undefined && html`<br>${reason}`}${more}</li>`;
}
