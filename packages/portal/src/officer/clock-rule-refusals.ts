import type { Issue, Language } from '@lapor/kernel';
import { clockRuleMessages } from '../messages/clock-rule-messages.ts';
import { speaker } from '../shell/speak.ts';

const say = speaker(clockRuleMessages);
type Say = ReturnType<typeof say>;

/** What is said of a table of days where it is read, and how a page says it. */
const REFUSALS: readonly (readonly [RegExp, (t: Say, parts: readonly string[]) => string])[] = [
  [/^(\S+) lies outside (\d+)$/, (t, [day = '', year = '']) => t('refused.outside', { day, year })],
  [/^(\S+) stands there twice$/, (t, [day = '']) => t('refused.twice', { day })],
  [/^must be a day, yyyy-mm-dd$/, (t) => t('refused.day')],
  [/^kind must be holiday or collective_leave$/, (t) => t('refused.kind')],
  [/^has a day and a kind$/, (t) => t('refused.columns')],
  [/^is from (\d+) to (\d+)$/, (t, [first = '', last = '']) => t('refused.year', { first, last })],
  [/^is required$/, (t) => t('refused.empty')],
  [/^is at most (\d+) characters$/, (t, [most = '']) => t('refused.long', { most })],
];

/** The rule in the words of the page, with its place in the table; one that is not known here as it is. */
export function refusalText(language: Language, { field, rule }: Issue): string {
  const t = say(language);
  for (const [pattern, tell] of REFUSALS) {
    const found = pattern.exec(rule);
    if (found === null) continue;
    const text = tell(t, found.slice(1));
    const place = placeOf(field);
    return place === undefined ? text : t('refused.at', { place, text });
  }
  return rule;
}

/** "line 3" counts lines of the text, "days.2" entries of the table: one more, as people count. */
function placeOf(field: string): string | undefined {
  const line = /^line (\d+)$/.exec(field)?.[1];
  const entry = /^days\.(\d+)$/.exec(field)?.[1];
  return line ?? (entry === undefined ? undefined : String(Number(entry) + 1));
}
