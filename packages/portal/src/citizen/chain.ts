import type { CaseStatusName, ClassifiedAs, ClockInfo, TimelineItem } from '../complaint-types.ts';
import { commonMessages } from '../messages/common-messages.ts';
import { officerMessages } from '../messages/officer-messages.ts';
import { chainMessages } from '../messages/chain-messages.ts';
import { html, paragraphs } from '../shell/html.ts';
import type { Html } from '../shell/html.ts';
import { statusShape } from '../shell/icons.ts';
import type { Page } from '../shell/page.ts';
import { nameIn, speaker, wordIn } from '../shell/speak.ts';
import { overdueStep } from './next-step.ts';
import { photos } from './photo-list.ts';
import type { PhotoPath } from './photo-list.ts';
import { clockLines, heldWords, pointsAhead } from './chain-clocks.ts';

const say = speaker(chainMessages);

/** Which list of words the `kind` of a step comes from. */
const KINDS: Readonly<Record<string, string>> = {
  CaseFollowedUp: 'followUp.',
  CaseAnswered: 'answer.',
  CaseArchived: 'archive.',
  AnswerDrafted: 'answer.',
  CaseClosed: 'outcome.',
  ObjectionDecided: 'objection.',
  CaseIdentityRevealed: 'purpose.',
};

/** Verification that ended in the same breath was no step for anybody. */
const SAME_BREATH_MILLISECONDS = 2_000;

/** The way of a case as a chain: each link says who did what, when, and what follows. Oldest first. */
export function chain(
  page: Page,
  items: readonly TimelineItem[],
  clocks: readonly ClockInfo[] | undefined,
  path: PhotoPath,
): Html {
  const shown = items.filter((item, index) => !passedAtOnce(item, items[index + 1]));
  return html`<ol class="chain">
    ${shown.map((_item, at) => link(page, shown, at, path))}${pointsAhead(page, clocks ?? [])}
  </ol>`;
}

function passedAtOnce(item: TimelineItem, next: TimelineItem | undefined): boolean {
  if (item.type !== 'CaseOpened' || next?.type !== 'CaseDisposed') return false;
  return new Date(next.at).getTime() - new Date(item.at).getTime() < SAME_BREATH_MILLISECONDS;
}

function link(page: Page, items: readonly TimelineItem[], at: number, path: PhotoPath): Html {
  const item = items[at] as TimelineItem;
  const still = standsStill(items, at);
  return html`<li class="link by-${item.actor}${still && ' still'}">
    <span class="node">${statusShape(shapeOf(item))}</span>
    <h3>${stepTitle(page, item)}</h3>
    <p class="when"><time datetime="${item.at}">${page.moments.moment(item.at)}</time></p>
    ${heldWords(page, items, at)}${stepWords(page, item, path)}${overdueStep(page, items, at)}${clockLines(page, item)}
  </li>`;
}

/** No time counts between this step and the next. */
function standsStill(items: readonly TimelineItem[], at: number): boolean {
  const changes = items.slice(0, at + 1).flatMap(({ clockSteps = [] }) => clockSteps);
  return changes.findLast(({ clock }) => clock === 'case')?.change === 'paused';
}

/**
 * What was said with a step: words, what follows, on what ground, with what evidence.
 * @param path of its photos; without one they are shown elsewhere
 */
export function stepWords(page: Page, item: TimelineItem, path?: PhotoPath): Html {
  const t = say(page.language);
  const { text, nextStep, evidence, rating } = item;
  return html`${text !== undefined && html`<blockquote>${paragraphs(text)}</blockquote>`}
    ${nextStep !== undefined && labelled(t('nextStep'), nextStep)} ${item.nextDate !== undefined && html`<p>${t('nextBy', { day: page.moments.civilDay(item.nextDate) })}</p>`} ${item.ground !== undefined && labelled(t('ground'), item.ground)}
    ${item.whereToGo !== undefined && labelled(t('whereToGo'), item.whereToGo)} ${item.contact !== undefined && labelled(t('contactOf'), item.contact)}
    ${item.reference !== undefined && labelled(t('referenceOf'), item.reference)}
    ${promise(page, item)} ${item.after && html`<p>${classWords(page, item.after, item.before)}</p>`}
    ${item.reusedOn !== undefined && html`<p class="note">${speaker(officerMessages)(page.language)('reused', { count: item.reusedOn })}</p>`}
    ${pictureNotes(page, item)}
    ${item.type === 'CaseDisposed' && item.kind === 'binding' && html`<p class="sub">${t('binding')}</p>`}
    ${item.betterAgency !== undefined && labelled(t('better'), item.betterAgency.name)}
    ${item.dueBefore !== undefined && item.dueAt !== undefined && html`<p>${dueWords(page, item.dueBefore, item.dueAt)}${item.limitKept && ` ${t('limitKept')}`}</p>`}
    ${rating !== undefined && item.type === 'CaseClosed' && html`<p>${t('stepRating', { rating: ratingWord(page, rating) })}</p>`}
    ${evidence !== undefined && evidence.length > 0 && evidenceList(page, evidence)}
    ${path && shownBy(page, item, path)}`;
}

/** What those who judge it are told of the pictures of a step. */
function pictureNotes({ language }: Page, item: TimelineItem): Html {
  const t = speaker(officerMessages)(language);
  const { photosReusedOn, photosAlsoOn = [], photosFromReporter } = item;
  return html`${photosFromReporter && html`<p class="note">${t('photosFromReporter')}</p>`}
    ${photosReusedOn !== undefined && html`<p class="note">${t('photosReused', { count: photosReusedOn })}</p>`}
    ${photosAlsoOn.length > 0 && html`<p class="note">${t('photosAlsoOn')} ${photosAlsoOn.map(({ id, trackingIdText }) => html`<a href="/petugas/laporan/${id}">${trackingIdText}</a> `)}</p>`}`;
}

/** What a reclassification did to the limit of the case. */
function dueWords({ language, moments }: Page, before: string, now: string): string {
  const t = say(language);
  if (before === now) return t('dueKept', { now: moments.moment(now) });
  return t('dueChanged', { before: moments.moment(before), now: moments.moment(now) });
}

/** On which day, of an answer and of its draft: nobody releases a date unseen. */
function promise({ language, moments }: Page, { type, dueAt, promisedDate }: TimelineItem): Html {
  // The day as it was written, wherever it is read.
  const at = type === 'CaseAnswered' ? dueAt : promisedDate && `${promisedDate}T12:00:00Z`;
  return at === undefined ? html`` : html`<p>${say(language)('promisedFor', { day: moments.day(at) })}</p>`;
}

/** "Pengaduan, Jalan rusak → Permintaan informasi, Jalan rusak" */
function classWords({ language }: Page, after: ClassifiedAs, before?: ClassifiedAs): string {
  const named = ({ type, category, supervisory }: ClassifiedAs) =>
    [
      type && wordIn(commonMessages, language, 'type.', type),
      nameIn(language, category),
      supervisory && speaker(officerMessages)(language)('flagSupervisory'),
    ]
      .filter((each) => typeof each === 'string')
      .join(', ');
  return before === undefined ? named(after) : `${named(before)} → ${named(after)}`;
}

function labelled(label: string, value: string): Html {
  return html`<p><span class="label">${label}</span> ${value}</p>`;
}

function shapeOf({ type, status }: TimelineItem): CaseStatusName {
  if (type === 'ReporterMessageAdded') return 'answered';
  return status ?? 'unverified';
}

function ratingWord({ language }: Page, rating: number): string {
  return wordIn(commonMessages, language, 'rating.', String(rating));
}

function evidenceList(page: Page, evidence: readonly string[]): Html {
  return html`<p class="label">${say(page.language)('evidence')}</p>
    <ul class="evidence">
      ${evidence.map(
        (each) =>
          html`<li>
            ${/^https:\/\/\S+$/.test(each) ? html`<a href="${each}" rel="noopener noreferrer nofollow">${each}</a>` : each}
          </li>`,
      )}
    </ul>`;
}

function shownBy(page: Page, { photos: shown = [] }: TimelineItem, path: PhotoPath): Html {
  if (shown.length === 0) return html``;
  return html`<p class="label">${say(page.language)('evidencePhotos')}</p>
    ${photos(page, shown, path, 'evidenceAlt')}`;
}

/** Of thresholds passed: who was told. */
function toWhom({ type, kind }: TimelineItem): string {
  return type === 'ClockThresholdsPassed' && kind !== undefined ? `.${kind}` : '';
}

export function stepTitle(page: Page, item: TimelineItem): string {
  const { language } = page;
  const t = say(language);
  const { type } = item;
  const template = wordIn(chainMessages, language, 'step.', type + toWhom(item));
  const values: Readonly<Record<string, string>> = {
    agency: item.agency?.name ?? t('theAgency'),
    to: item.toAgency?.name ?? t('theAgency'),
    next: item.bodyName ?? '',
    rating: item.rating === undefined ? '' : ratingWord(page, item.rating),
    clock: item.clock === undefined ? '' : wordIn(chainMessages, language, 'of.', item.clock),
    percent: String(item.percent ?? ''),
    kind: item.kind === undefined ? '' : wordIn(commonMessages, language, KINDS[type] ?? '', item.kind),
  };
  const filled = template.replaceAll(/\{(\w+)\}/g, (_whole, name: string) => values[name] ?? '');
  return filled.replace(/[:,]\s*$/, '');
}
