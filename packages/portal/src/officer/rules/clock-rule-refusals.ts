import type { Issue, Language } from '@lapor/kernel';
import { clockRuleMessages } from '../../messages/clock-rule-messages.ts';
import { policyMessages } from '../../messages/policy-messages.ts';
import { speaker, wordIn } from '../../shell/speak.ts';

const say = speaker(clockRuleMessages);
type Say = ReturnType<typeof say>;

/** What is said of a table of days where it is read, and how a page says it. */
const REFUSALS: readonly (readonly [
  RegExp,
  (t: Say, parts: readonly string[], language: Language) => string,
])[] = [
  [/^(\S+) lies outside (\d+)$/, (t, [day = '', year = '']) => t('refused.outside', { day, year })],
  [/^(\S+) stands there twice$/, (t, [day = '']) => t('refused.twice', { day })],
  [/^(\S+) lies behind: only/, (t, [day = '']) => t('refused.behind', { day })],
  [
    /^(\S+) comes in less than (\d+) days: an admin above/,
    (t, [day = '', days = '']) => t('refused.soon', { day, days }),
  ],
  [/^are (\d+) of a year at the most/, (t, [most = '']) => t('refused.many', { most })],
  [/^holds for what lies behind too/, (t) => t('refused.weekBehind')],
  [/^must be a day, yyyy-mm-dd$/, (t) => t('refused.day')],
  [/^kind must be holiday or collective_leave$/, (t) => t('refused.kind')],
  [/^has a day and a kind$/, (t) => t('refused.columns')],
  [/^is from (\d+) to (\d+)$/, (t, [first = '', last = '']) => t('refused.year', { first, last })],
  [
    /^is a whole number from (\d+) to (\d+)$/,
    (t, [first = '', last = '']) => t('refused.range', { first, last }),
  ],
  [/^has a name, a colon and a value$/, (t) => t('refused.icsLine')],
  [/^begins with BEGIN:VCALENDAR/, (t) => t('refused.icsFrame')],
  [/^has no (?:BEGIN|END):VEVENT$/, (t) => t('refused.icsEvent')],
  [/^has a DTSTART$/, (t) => t('refused.icsStart')],
  [/^is a whole day, such as/, (t) => t('refused.icsDay')],
  [/^is given day by day/, (t) => t('refused.icsRepeats')],
  [/^ends after it begins, within (\d+) days$/, (t, [most = '']) => t('refused.icsEnd', { most })],
  [/^has no day of (\d+)$/, (t, [year = '']) => t('refused.icsNone', { year })],
  [/^is 2 to 40 small letters/, (t) => t('refused.version')],
  [/^was given to another policy already$/, (t) => t('refused.versionTaken')],
  [/^must lie ahead$/, (t) => t('refused.past')],
  [/^is up to five percentages below 100/, (t) => t('refused.warnAt')],
  [/^is one to six days of the week/, (t) => t('refused.week')],
  [/^is the code of a province/, (t) => t('refused.area')],
  [/^is required$/, (t) => t('refused.empty')],
  [
    /^is at most (\w+Days)$/,
    (t, [name = ''], language) => t('refused.within', { whole: wordIn(policyMessages, language, '', name) }),
  ],
  [/^is at most (\d+) characters$/, (t, [most = '']) => t('refused.long', { most })],
];

/** The rule in the words of the page, with its place in the table; one that is not known here as it is. */
export function refusalText(language: Language, { field, rule }: Issue): string {
  const t = say(language);
  for (const [pattern, tell] of REFUSALS) {
    const found = pattern.exec(rule);
    if (found === null) continue;
    const text = tell(t, found.slice(1), language);
    return placed(t, field, text);
  }
  return rule;
}

/** "line 3" counts lines of the text, "days.2" entries of the table: one more, as people count. */
function placed(t: Say, field: string, text: string): string {
  const place = /^line (\d+)$/.exec(field)?.[1];
  if (place !== undefined) return t('refused.line', { place, text });
  const entry = /^days\.(\d+)$/.exec(field)?.[1];
  return entry === undefined ? text : t('refused.at', { place: Number(entry) + 1, text });
}
