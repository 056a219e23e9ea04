import { chain } from '../../citizen/chain.ts';
import { officersPhotos, photos } from '../../citizen/photo-list.ts';
import type { CaseStatusName } from '../../complaint-types.ts';
import { commandMessages } from '../../messages/command-messages.ts';
import { commonMessages } from '../../messages/common-messages.ts';
import { officerMessages } from '../../messages/officer-messages.ts';
import { searchMessages } from '../../messages/search-messages.ts';
import { ownDataMessages } from '../../messages/own-data-messages.ts';
import { releaseMessages } from '../../messages/release-messages.ts';
import { revealMessages } from '../../messages/reveal-messages.ts';
import { chainMessages } from '../../messages/chain-messages.ts';
import type {
  AwayOfficer,
  CaseListItem,
  DeliveryInfo,
  OfficerCaseView,
  SimilarCase,
} from '../../officer-types.ts';
import { html, paragraphs } from '../../shell/html.ts';
import type { Child, Html } from '../../shell/html.ts';
import { statusBadge } from '../../shell/icons.ts';
import { errorSummary, flash } from '../../shell/layout.ts';
import type { View } from '../../shell/layout.ts';
import { missingNames } from '../../shell/missing-names.ts';
import type { Page } from '../../shell/page.ts';
import { nameIn, speaker, wordIn } from '../../shell/speak.ts';
import { awayCard } from '../account/absence-page.ts';
import { clockOf, dangerFlag, flags } from './case-line.ts';
import { dangerNote } from './danger-note.ts';
import { commandForms, isGone, unsent } from './command-forms.ts';
import type { CommandParts } from './command-forms.ts';
import { namedRule, writtenFields } from './field-labels.ts';
import { releasePath } from './release-page.ts';
import { similarCard } from './similar-card.ts';
import { together } from './together-card.ts';
import { apart, thread } from './thread.ts';
import { wholeTitle } from './whole-title.ts';

const say = speaker(officerMessages);

export interface CaseParts extends CommandParts {
  /** Undefined: not for this officer. */
  readonly deliveries: readonly DeliveryInfo[] | undefined;
  /** Of the unit that has it. */
  readonly away: readonly AwayOfficer[];
  /** Which command has just been done. */
  readonly done?: string | undefined;
  /** Why a form was refused, when no field is to blame. */
  readonly refusal?: string | undefined;
  /** After a step was taken: what is due next in the inbox. */
  readonly following?: CaseListItem | undefined;
  /** What may be about the same matter. */
  readonly similar: readonly SimilarCase[];
  /** Some of those that follow it. */
  readonly members: readonly OfficerCaseView[];
}

export function caseView(page: Page, parts: CaseParts): View {
  const t = say(page.language);
  const { view, again, done, refusal } = parts;
  const { notes, steps } = apart(view.timeline);
  const word = wordIn(commonMessages, page.language, 'status.', view.status);
  const good =
    done === undefined ? undefined : officerMessages[`done.${done}` as 'done.tanya']?.[page.language];
  const told = [
    ...(refusal === undefined ? [] : [isGone(parts) ? goneWords(page, parts, refusal) : { text: refusal }]),
    ...(again === undefined ? [] : again.state.issues).map(({ field, rule }) => ({
      id: `${again?.path ?? ''}-${field}`,
      text: again === undefined ? rule : namedRule(page.language, again.path, field, rule),
    })),
  ];
  const title = view.title === '' ? view.trackingIdText : view.title;
  return {
    title: `${title} · ${view.trackingIdText}`,
    side: 'officer',
    at: 'inbox',
    wide: true,
    broken: told.length > 0,
    main: html`<p class="over"><a href="/petugas">← ${t('backToInbox')}</a></p>
      <h1 class="case-title" data-case-keys>${wholeTitle({ ...view, title })}</h1>
      <p class="keys hint" data-keys-help hidden>${speaker(searchMessages)(page.language)('caseKeys')}</p>
      <p class="top-line">
        <span class="code">${view.trackingIdText}</span>${statusBadge(view.status, word)}${view.danger && dangerFlag(page)}${clockOf(page, view)}
      </p>
      ${flags(page, view)}${dangerNote(page, view)}${missingNames(page, view)}${flash(good)}${parts.following && nextCase(page, parts.following)}${errorSummary(page, told)}
      ${view.legal.length > 0 && html`<p class="jump"><a class="button plain" href="#langkah">${t('jump')} ↓</a></p>`}
      <div class="columns">
        <div>
          ${together(page, view, parts.members)}${reportCard(page, view)}
          <section aria-labelledby="riwayat">
            <h2 id="riwayat" tabindex="-1">${t('history')}</h2>
            ${chain(page, steps, view.clocks, officersPhotos(view.id))}
          </section>
          ${thread(page, notes)}
          ${awayCard(page, parts.away)} ${parts.deliveries && deliveries(page, parts.deliveries)}
        </div>
        <section class="do" aria-labelledby="langkah">
          <h2 id="langkah" tabindex="-1">${t('actions')}</h2>
          ${unsent(page, parts)}${similarCard(page, view, parts.similar)}${whoseTurn(page, view)}${(view.legal.length > 0 || view.mayHold) && commandForms(page, parts)}
        </section>
      </div>`,
  };
}

/** Refused, and the form cannot come back: the way to the words. */
function goneWords({ language }: Page, { again }: CaseParts, refusal: string) {
  const fields = again === undefined ? [] : writtenFields(language, again.path);
  const first = fields.find(({ name }) => again?.state.values.text(name) !== undefined);
  if (first === undefined) return { text: refusal };
  return { id: `tulisan-${first.name}`, text: speaker(commandMessages)(language)('conflictGone') };
}

/** Forty cases at four o'clock: the next one is a tap away. */
function nextCase(page: Page, { id, title, trackingIdText }: CaseListItem): Html {
  const t = say(page.language);
  return html`<p class="next-case">${t('following')}
    <a href="/petugas/laporan/${id}">${title === '' ? trackingIdText : title}</a></p>`;
}

/** Why nothing can be done, or that somebody else is to act first. */
function whoseTurn(page: Page, { status, legal, due }: OfficerCaseView): Html {
  const t = say(page.language);
  const { moments } = page;
  if (status === 'answered')
    return html`<p class="note">${t('turn.answered')}${due.replyDueAt && ` ${t('turnUntil', { moment: moments.moment(due.replyDueAt) })}`}</p>`;
  if (status === 'held')
    return html`<p class="note">${t(isActedOn(legal) ? 'turn.heldDanger' : 'turn.held')}</p>`;
  if (status === 'withdrawn' && legal.includes('follow-up'))
    return html`<p class="note">${t('turn.withdrawn')}</p>`;
  if (legal.length > 0) return html``;
  return html`<p class="note">${OVER.has(status) ? t('turn.over') : t('noActions')}</p>`;
}

/** Danger does not let it wait for the answer. */
function isActedOn(legal: OfficerCaseView['legal']): boolean {
  return legal.includes('follow-up') || legal.includes('dispose');
}

const OVER: ReadonlySet<CaseStatusName> = new Set(['closed', 'archived', 'referred', 'withdrawn']);

/** Which clocks count at which status; those that have done their work are left out. */
const RUNNING: Readonly<Partial<Record<CaseStatusName, readonly ClockName[]>>> = {
  unverified: ['urgent', 'verification', 'case'],
  returned: ['urgent', 'verification', 'case'],
  assigned: ['urgent', 'response', 'resolution', 'case'],
  // Danger may come later, with a report that is merged into it.
  in_progress: ['urgent', 'resolution', 'case'],
  held: ['urgent', 'case'],
  answered: ['reply', 'case'],
};
type ClockName = 'urgent' | 'verification' | 'response' | 'resolution' | 'reply' | 'case';

function runningClocks({ status, due, clocks }: OfficerCaseView): readonly { name: ClockName; at: string }[] {
  return (RUNNING[status] ?? []).flatMap((name) => {
    const at = due[`${name}DueAt`];
    const met =
      name === 'urgent' && clocks.every((clock) => clock.name !== name || clock.state === 'stopped');
    // Where the unit has had the case from the start, its own clock is the whole case's, and is called that.
    const twice = name === 'resolution' && at === due.caseDueAt;
    return at === undefined || met || twice ? [] : [{ name, at }];
  });
}

/** Why there is no name. */
function reporterWithout({ erased, merged, anonymous, nameless }: OfficerCaseView) {
  if (erased !== undefined) return 'reporterErased';
  if (nameless === true) return 'reporterNameless';
  return merged && !anonymous ? 'reporterOfMember' : 'reporterHidden';
}

function reportCard(page: Page, view: OfficerCaseView): Html {
  const t = say(page.language);
  const { language, moments } = page;
  const line = (label: string, value: Child) =>
    value &&
    html`<div>
      <dt>${label}</dt>
      <dd>${value}</dd>
    </div>`;
  const clocks = runningClocks(view);
  return html`<section class="card" aria-labelledby="isi-laporan">
    <h2 id="isi-laporan">${t('report')}</h2>
    ${view.legalHold && html`<p class="note">${t('onHold')}</p>`}
    ${view.erased === 'all' ? html`<p class="note">${speaker(ownDataMessages)(page.language)(view.anonymisedAt === undefined ? 'erasedForOfficers' : 'anonymised')}</p>` : view.body === '' ? html`<p class="note">${t('noText')}</p>` : html`<div class="words">${paragraphs(view.body)}</div>`}
    ${photos(page, view.attachments, officersPhotos(view.id))}
    <dl>
      ${line(t('reporter'), html`${view.reporterName ?? t(reporterWithout(view))}${view.reachable !== undefined && html` <span class="sub">${view.reachable ? t('reachable') : t('unreachable')}</span>`}${view.mayReveal && html` <a href="/petugas/laporan/${view.id}/identitas">${speaker(revealMessages)(page.language)('link')}</a>`}`)}
      ${line(t('place'), [view.address, view.area?.name].filter((each) => each !== undefined).join(', '))}
      ${line(t('category'), nameIn(page.language, view.category))}${line(t('holder'), view.agency?.name)}
      ${line(t('channel'), view.channel && wordIn(officerMessages, language, 'channel.', view.channel))}
      ${line(speaker(releaseMessages)(language)('forPublic'), forPublic(page, view))}
      ${line(t('received'), view.submittedAt && moments.moment(view.submittedAt))}
    </dl>
    ${
      clocks.length > 0 &&
      html`<h3>${t('clocks')}</h3>
        <dl class="clocks">
          ${clocks.map(({ name, at }) => line(t(`clock.${name}`), html`<time datetime="${at}">${moments.moment(at)}</time> <span class="sub${moments.isPast(at) && ' late'}">${moments.isPast(at) ? moments.limit(at) : moments.fromNow(at)}</span>`))}
        </dl>`
    }
    ${
      view.messages.length > 0 &&
      html`<h3>${t('messages')}</h3>
        ${view.messages.map(
          ({ at, text }) =>
            html`<blockquote>
              ${text === '' ? html`<p>${t('wordsGone')}</p>` : paragraphs(text)}
              <p class="sub">${moments.moment(at)}</p>
            </blockquote>`,
        )}`
    }
  </section>`;
}

/** Whether the words are public, and the way to decide on it. */
function forPublic(
  page: Page,
  { id, released, wordsWaitSince, mayRelease, secret, ...view }: OfficerCaseView,
): Child {
  const t = speaker(releaseMessages)(page.language);
  if (secret || view.protected || view.body === '') return false;
  const stands =
    released?.releasedAt === undefined
      ? t(view.merged ? 'asMaster' : wordsWaitSince === undefined ? 'isNot' : 'waits')
      : t('isPublic', { moment: page.moments.moment(released.releasedAt) });
  return html`${stands}${mayRelease && html` <a href="${releasePath(id)}">${t('decide')}</a>`}`;
}

function deliveries(page: Page, all: readonly DeliveryInfo[]): Html {
  const t = say(page.language);
  return html`<details class="fold">
    <summary>${t('deliveries')} (${all.length})</summary>
    ${
      all.length === 0
        ? html`<p>${t('deliveriesNone')}</p>`
        : html`<ul class="deliveries">
            ${all.map(
              ({ eventType, recipient, channel, status, settledAt }) =>
                html`<li>
                  <strong>${eventName(page, eventType)}</strong> →
                  ${recipient === 'reporter' ? t('toReporter') : t('toOfficer')},
                  ${channel === 'sms' ? 'SMS' : 'e-mail'}:
                  ${t(`delivery.${status}`)}${settledAt && html` <span class="sub">${page.moments.moment(settledAt)}</span>`}
                </li>`,
            )}
          </ul>`
    }
  </details>`;
}

/** The step's name without the values a notice does not carry. */
function eventName({ language }: Page, eventType: string): string {
  const known = wordIn(chainMessages, language, 'step.', eventType);
  return known
    .replaceAll(/\s*\{\w+\}:?\s*/g, ' ')
    .replace(/[:,\s]+$/, '')
    .trim();
}
