import type { CaseStatusName, ComplaintView, DueDates, PrivateView } from '../complaint-types.ts';
import { commonMessages } from '../messages/common-messages.ts';
import { proofMessages } from '../messages/proof-messages.ts';
import { trackMessages } from '../messages/track-messages.ts';
import { formStart, inputField } from '../shell/form-fields.ts';
import { freshForm } from '../shell/form-values.ts';
import type { FormState } from '../shell/form-values.ts';
import { html, paragraphs } from '../shell/html.ts';
import type { Html } from '../shell/html.ts';
import { statusBadge } from '../shell/icons.ts';
import { errorSummary, flash } from '../shell/layout.ts';
import type { View } from '../shell/layout.ts';
import { missingNames } from '../shell/missing-names.ts';
import type { Page } from '../shell/page.ts';
import { nameIn, speaker, wordIn } from '../shell/speak.ts';
import { chain } from './chain.ts';
import { goneNote } from './own-data-page.ts';
import { ownPhotos } from './photo-list.ts';
import { ownPublicReport, publicReport } from './public-report.ts';
import type { Refused } from './refused-form.ts';
import { isGone, otherForms, photoForm, unsent, urgentForms } from './reporter-forms.ts';

const say = speaker(trackMessages);
const common = speaker(commonMessages);

export function searchView(page: Page, state: FormState): View {
  const t = say(page.language);
  return {
    title: t('title'),
    at: 'track',
    broken: state.issues.length > 0,
    main: html`<div class="narrow"><h1>${t('title')}</h1><p class="lead">${t('intro')}</p>
${errorSummary(
  page,
  state.issues.map(({ field, rule }) => ({ id: field, text: rule })),
)}
${formStart(page, { action: '/lacak', state })}
${inputField({ name: 'nomor', label: t('number'), hint: t('numberHint'), state, maxLength: 40, autocomplete: 'off', autocapitalize: 'characters', required: true })}
${inputField({ name: 'kode', label: t('code'), hint: t('codeHint'), optional: common(page.language)('optional'), state, maxLength: 40, autocomplete: 'off', autocapitalize: 'characters' })}
<p class="actions"><button class="button">${t('show')}</button></p></form></div>`,
  };
}

export function complaintView(
  page: Page,
  view: ComplaintView,
  { refused, done }: { readonly refused?: Refused | undefined; readonly done?: string | undefined },
): View {
  const t = say(page.language);
  const own = view.private;
  const issues = refused?.state.issues ?? [];
  const gone = own !== undefined && refused !== undefined && isGone(own, refused);
  const good = done === undefined ? undefined : trackMessages[`done.${done}` as 'done.foto']?.[page.language];
  return {
    title: t('reportTitle', { id: view.trackingIdText }),
    at: 'track',
    broken: issues.length > 0,
    main: html`<p class="over">
        ${view.type && wordIn(commonMessages, page.language, 'type.', view.type)}${
          view.submittedAt && html` ${t('filed', { day: page.moments.day(view.submittedAt) })}`
        }
      </p>
      <h1 class="code">${view.trackingIdText}</h1>
      ${flash(good)}${errorSummary(
        page,
        issues.map(({ field, rule }) => ({
          id: `${gone ? 'tulisan' : (refused?.form ?? '')}-${field}`,
          text: rule,
        })),
      )}
      ${standing(page, view)} ${own && refused && unsent(page, own, refused)}${own && urgentForms(page, view, own, refused)} ${facts(page, view)}
      ${missingNames(page, view)}${view.merged && html`<p class="note">${t('merged')}</p>`}
      ${view.visibility === 'status_only' && html`<p class="note">${t('hidden')}</p>`}
      ${own === undefined && view.released !== undefined && publicReport(page, view.trackingId, view.released)}
      ${own === undefined && codeForm(page, view, refused)}
      ${
        view.timeline.length > 0 &&
        html`<section aria-labelledby="perjalanan">
          <h2 id="perjalanan">${t('chain')}</h2>
          ${chain(page, view.timeline, view.clocks, ownPhotos(view.trackingId))}
        </section>`
      }
      ${own && ownPart(page, view, own, refused)}`,
  };
}

/** Said to the reporter where it is their turn; to others as it is. */
const FOR_YOU = ['held', 'answered', 'closed', 'archived', 'withdrawn', 'referred'] as const;

function nextSentence(page: Page, view: ComplaintView): string {
  const t = say(page.language);
  const { status, private: own, reviveUntil } = view;
  const yours = own === undefined ? undefined : FOR_YOU.find((each) => each === status);
  const silent = yours === 'archived' && reviveUntil !== undefined;
  const stands = yours === undefined ? t(`next.${status}`) : t(silent ? 'you.silent' : `you.${yours}`);
  const objects = status === 'archived' && !silent && own?.legal.includes('object') && t('mayObject');
  return [stands, untilWhen(page, view), objects].filter((each) => typeof each === 'string').join(' ');
}

/** Until when somebody has time, as the policy gave it that applies to this report. */
function untilWhen(
  { language, moments }: Page,
  { status, due, clocks, reopenUntil, reviveUntil, private: own }: ComplaintView,
): string | undefined {
  const silence = clocks?.find(({ name, state }) => name === 'silence' && state === 'running')?.dueAt;
  const until = { held: silence, answered: due?.replyDueAt, closed: reopenUntil, archived: reviveUntil };
  const ends = (Object.keys(until) as (keyof typeof until)[]).find((each) => each === status);
  const at = ends === undefined ? undefined : until[ends];
  if (ends === undefined || at === undefined) return undefined;
  const values = { moment: moments.moment(at) };
  return own === undefined
    ? say(language)(`until.${ends}`, values)
    : say(language)(`until.you.${ends}`, values);
}

/** The answer to "and now?", before anything else. */
function standing(page: Page, view: ComplaintView): Html {
  const t = say(page.language);
  const { status, outcome } = view;
  const word = wordIn(commonMessages, page.language, 'status.', status);
  const closing =
    outcome && status === 'closed' && wordIn(commonMessages, page.language, 'outcome.', outcome);
  return html`<section class="now" aria-label="${t('now')}">
    <p class="state">${statusBadge(status, word)}${closing && html` <span>${closing}</span>`}</p>
    <p class="lead">${nextSentence(page, view)}</p>
  </section>`;
}

const OVER: readonly CaseStatusName[] = ['closed', 'archived', 'referred', 'withdrawn'];

function facts(page: Page, view: ComplaintView): Html {
  const t = say(page.language);
  const { status, agency, due, category, area } = view;
  const since = sinceOf(view);
  const lines = [
    agency && [
      t(OVER.includes(status) ? 'handledBy' : 'heldBy'),
      html`<strong>${agency.name}</strong>${since && html` <span class="sub">${t('since', { day: page.moments.day(since) })}</span>`}`,
    ],
    ...limits(page, status, due),
    category && [t('topic'), nameIn(page.language, category)],
    area && [t('place'), area.name],
    view.members === undefined ? undefined : [t('alsoReported'), t('members', { count: view.members })],
  ].filter((each) => each !== undefined);
  if (lines.length === 0) return html``;
  return html`<section class="card facts" aria-label="${t('facts')}">
    <dl>
      ${lines.map(
        ([label, value]) =>
          html`<div>
            <dt>${label}</dt>
            <dd>${value}</dd>
          </div>`,
      )}
    </dl>
  </section>`;
}

/** Clocks that have done their work are still told of: only the running ones count, and each in words of its own. */
function limits(page: Page, status: CaseStatusName, due: DueDates | undefined): [string, Html][] {
  if (due === undefined || OVER.includes(status)) return [];
  const t = say(page.language);
  const line = (label: string, at: string | undefined): [string, Html][] =>
    at === undefined ? [] : [[label, limitOf(page, at, due.provisional)]];
  const whole = line(t('due'), due.caseDueAt);
  const first = due.urgentDueAt ?? (status === 'assigned' ? due.responseDueAt : due.verificationDueAt);
  switch (status) {
    case 'answered':
      return line(t('dueReply'), due.replyDueAt);
    case 'unverified':
    case 'returned':
      return [...line(t('dueVerification'), first), ...whole];
    case 'assigned':
      return [...(first === due.caseDueAt ? [] : line(t('dueResponse'), first)), ...whole];
    case 'held':
      return [];
    default:
      return whole;
  }
}

function limitOf(page: Page, at: string, provisional: boolean): Html {
  const t = say(page.language);
  const { moments } = page;
  const past = moments.isPast(at);
  return html`<time datetime="${at}">${moments.moment(at)}</time>
    <span class="sub${past && ' late'}">${past ? moments.limit(at) : moments.fromNow(at)}</span>${provisional && html` <span class="sub">(${t('provisional')})</span>`}`;
}

/** When the present holder got it. */
function sinceOf({ agency, timeline, submittedAt }: ComplaintView): string | undefined {
  if (agency === undefined) return undefined;
  return timeline.findLast(({ toAgency }) => toAgency?.code === agency.code)?.at ?? submittedAt;
}

function codeForm(page: Page, view: ComplaintView, refused: Refused | undefined): Html {
  const t = say(page.language);
  const state = refused?.form === 'kode' ? refused.state : freshForm;
  return html`<section class="card" aria-labelledby="kode-judul"><h2 id="kode-judul">${t('codeTitle')}</h2><p>${t('codeText')}</p>
${formStart(page, { action: `/lacak/${view.trackingId}/kode`, state })}<div class="row">
${inputField({ name: 'kode', idPrefix: 'kode-', label: t('code'), state, maxLength: 40, autocomplete: 'off', autocapitalize: 'characters' })}<button class="button">${t('open')}</button></div></form></section>`;
}

function ownPart(page: Page, view: ComplaintView, own: PrivateView, refused: Refused | undefined): Html {
  const t = say(page.language);
  return html`<section class="card own" aria-labelledby="laporan-anda"><h2 id="laporan-anda">${own.title === '' ? t('yourReport') : own.title}</h2>
${own.erased === 'all' ? goneNote(page, own) : paragraphs(own.body)}
<dl>${
    own.address &&
    html`<div>
      <dt>${t('place')}</dt>
      <dd>${own.address}</dd>
    </div>`
  }
${
  own.occurredAt &&
  html`<div>
    <dt>${t('happenedOn')}</dt>
    <dd>${page.moments.day(own.occurredAt)}</dd>
  </div>`
}</dl>
<p class="sub">${contactLine(page, own)}</p>
${proofLinks(page, view.trackingId, own)}</section>
${view.released && ownPublicReport(page, view.released)}
${own.erased !== 'all' && photoForm(page, view.trackingId, own, { refused })}
${otherForms(page, view, own, refused)}
${formStart(page, { action: `/lacak/${view.trackingId}/lupakan`, className: 'forget' })}<button class="plain">${t('forget')}</button></form>`;
}

function proofLinks(page: Page, trackingId: string, { erased }: PrivateView): Html {
  const t = speaker(proofMessages)(page.language);
  return html`<p class="sub noprint">
    ${t('proofs')}
    ${erased !== 'all' && html`<a href="/lacak/${trackingId}/tanda-terima.jws" download>${t('receiptFile')}</a> ·`}
    <a href="/lacak/${trackingId}/riwayat.json" download>${t('historyFile')}</a> ·
    <a href="/periksa">${t('howToCheck')}</a>
  </p>`;
}

function contactLine(page: Page, { reporter }: PrivateView): string {
  const t = say(page.language);
  const ways = [reporter?.phone, reporter?.email].filter((each) => each !== undefined && each !== '');
  return ways.length === 0 ? t('contactNone') : `${t('contactYou')} ${ways.join(', ')}.`;
}
