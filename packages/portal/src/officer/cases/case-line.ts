import type { Message } from '@lapor/kernel';
import { commandMessages } from '../../messages/command-messages.ts';
import { commonMessages } from '../../messages/common-messages.ts';
import { officerMessages } from '../../messages/officer-messages.ts';
import { searchMessages } from '../../messages/search-messages.ts';
import type { CaseListItem, SearchMatch } from '../../officer-types.ts';
import { html } from '../../shell/html.ts';
import type { Html } from '../../shell/html.ts';
import { icons, statusBadge } from '../../shell/icons.ts';
import type { Page } from '../../shell/page.ts';
import { nameIn, speaker, wordIn } from '../../shell/speak.ts';
import { tickBox } from './bulk-bar.ts';
import { COMMAND_PATHS } from '../command-paths.ts';
import type { CommandPath } from '../command-paths.ts';
import type { OfficerPage } from '../officer-session.ts';

const say = speaker(officerMessages);
const catalogue: Readonly<Record<string, Message>> = searchMessages;
/** Within one city everybody knows the rest of the name of a place. */
const PLACE_PARTS = 2;

/** One case in a list: what it is about, when something must be done, and the way straight to doing it. */
export function caseLine(
  page: OfficerPage,
  item: CaseListItem,
  { ticked = false }: { readonly ticked?: boolean } = {},
): Html {
  const t = say(page.language);
  const word = wordIn(commonMessages, page.language, 'status.', item.status);
  const elsewhere = item.agency?.code !== page.session.officer.agencyId;
  const facts = [
    item.title === '' ? t(item.wordsGone === true ? 'wordsGone' : 'noTitle') : item.trackingIdText,
    nameIn(page.language, item.category),
    item.area?.name.split(', ').slice(0, PLACE_PARTS).join(', '),
    elsewhere ? item.agency?.name : undefined,
  ];
  return html`<li class="case${item.danger && ' is-danger'}${item.overdue && ' is-late'}">
    ${tickBox(page, item, ticked)}<div class="about">
      <h3><a href="/petugas/laporan/${item.id}">${item.title === '' ? item.trackingIdText : item.title}</a></h3>
      <p class="sub">${facts.filter((each) => each !== undefined).join(' · ')}</p>
      ${matches(page, item)}${flags(page, item)}
    </div>
    <p class="stand">
      ${clockOf(page, item)} ${item.danger && dangerFlag(page)}${statusBadge(item.status, word)}
    </p>
    ${quickStep(page, item)}
  </li>`;
}

/** Where the words are that were looked for. What is on the line anyway need not be said again. */
function matches(page: Page, { matched = [] }: CaseListItem): Html {
  return html`${matched.map((match) => {
    const marked = match.parts.map(({ text, hit }) => (hit ? html`<mark>${text}</mark>` : text));
    return html`<p class="matched">${placeOf(page, match)}${marked}</p>`;
  })}`;
}

/** The report itself needs no name; a step that only a newer part of the platform knows has that of all steps. */
function placeOf({ language }: Page, { in: where, step = '' }: SearchMatch): string {
  if (where === 'text') return '';
  const named: Message | undefined = catalogue[`matched.${where}.${step}`] ?? catalogue[`matched.${where}`];
  return named === undefined ? '' : `${named[language]}: `;
}

/** The one step that carries a case on from where it stands; the page of the case has all that are legal. */
function nextStep(
  page: OfficerPage,
  { status, legal, agency, draftWaits, protected: isProtected }: CaseListItem,
): CommandPath | undefined {
  const may = (path: CommandPath) => legal.includes(COMMAND_PATHS[path]);
  const own = agency?.code === page.session.officer.agencyId;
  // Once a unit has it, passing it elsewhere is possible, but not what comes next.
  if (may('lepas-jawaban')) return 'lepas-jawaban';
  // Nobody else may look into it.
  if (isProtected && may('tindak-lanjut') && !draftWaits) return 'tindak-lanjut';
  if (may('disposisi')) return own ? 'disposisi' : undefined;
  // It has gone to the second pair of eyes.
  if (draftWaits) return undefined;
  if (status === 'in_progress' && may('jawaban')) return 'jawaban';
  return may('tindak-lanjut') ? 'tindak-lanjut' : undefined;
}

function quickStep(page: OfficerPage, item: CaseListItem): Html {
  const path = nextStep(page, item);
  if (path === undefined) return html``;
  const { id, title, trackingIdText } = item;
  const name = speaker(commandMessages)(page.language)(`do.${COMMAND_PATHS[path]}`);
  return html`<p class="quick">
    <a href="/petugas/laporan/${id}?buka=${path}#langkah" aria-label="${name}: ${title === '' ? trackingIdText : title}">${name}</a>
  </p>`;
}

export function dangerFlag({ language }: Page): Html {
  return html`<span class="flag danger-flag">${icons.alarm}${say(language)('danger')}</span>`;
}

/** Which clock runs out next, and when: "Jawaban jatuh tempo besok 16.00". */
export function clockOf({ language, moments }: Page, item: CaseListItem): Html {
  const { nextClock, nextDueAt, overdue } = item;
  if (nextDueAt === undefined) return html``;
  const what = wordIn(officerMessages, language, 'clock.', nextClock ?? 'case');
  return html`<span class="clock${overdue && ' late'}">${icons.clock}<span
      >${what} <time datetime="${nextDueAt}" title="${moments.moment(nextDueAt)}">${moments.due(nextDueAt)}</time></span></span>`;
}

/** How much of a limit is used up, while the officers can still do something about it, and who knows once it is over. */
function howFar(t: ReturnType<typeof say>, { clocks }: CaseListItem): string | false {
  const running = clocks.filter(({ state }) => state === 'running');
  if (running.some(({ toldAbove }) => toldAbove)) return t('flagEscalated');
  const passed = Math.max(0, ...running.map((clock) => clock.passed));
  return passed > 0 && passed < 100 && t('flagWarned', { percent: passed });
}

export function flags({ language, moments }: Page, item: CaseListItem): Html {
  const t = say(language);
  const all = [
    item.protected && t('flagProtected'),
    item.secret && t('flagSecret'),
    item.anonymous && !item.secret && t('flagAnonymous'),
    item.supervisory && t('flagSupervisory'),
    howFar(t, item),
    item.notSolved > 1 && t('notSolvedAgain', { count: item.notSolved }),
    item.bounces > 0 && t('bounced', { count: item.bounces }),
    item.nextStepMissed !== undefined && t('nextStepMissed', { day: moments.civilDay(item.nextStepMissed) }),
    item.draftWaits && t('draftWaits'),
    item.handedOver && t('handedOver'),
    item.members > 0 && t('members', { count: item.members }),
    item.merged && t('merged'),
    item.triageReason !== undefined &&
      item.status === 'unverified' &&
      wordIn(officerMessages, language, 'triage.', item.triageReason),
  ].filter((each) => each !== false);
  if (all.length === 0) return html``;
  return html`<ul class="flags">
    ${all.map((each) => html`<li class="flag">${each}</li>`)}
  </ul>`;
}
