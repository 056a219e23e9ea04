import type { DayOffView } from '../../clock-rules-types.ts';
import { clockRuleMessages } from '../../messages/clock-rule-messages.ts';
import { html } from '../../shell/html.ts';
import type { Html } from '../../shell/html.ts';
import { speaker } from '../../shell/speak.ts';
import type { OfficerPage } from '../officer-session.ts';

const say = speaker(clockRuleMessages);

interface Changed {
  readonly added?: readonly DayOffView[] | undefined;
  readonly gone?: readonly DayOffView[] | undefined;
}

/** Days that come and days that go, each by name: what goes is what nobody wanted to take away. */
export function daysChanged(
  { language, moments }: Pick<OfficerPage, 'language' | 'moments'>,
  { added = [], gone = [] }: Changed,
): Html {
  const t = say(language);
  const named = (days: readonly DayOffView[]) =>
    days.map(({ date, kind }) => `${moments.civilDay(date)} (${t(dayKind(kind))})`).join('; ');
  return html`${gone.length > 0 && html`<p>${t('gone', { count: gone.length, days: named(gone) })}</p>`}${added.length > 0 && html`<p>${t('added', { count: added.length, days: named(added) })}</p>`}`;
}

export function dayKind(kind: string): 'holiday' | 'collective_leave' {
  return kind === 'collective_leave' ? kind : 'holiday';
}
