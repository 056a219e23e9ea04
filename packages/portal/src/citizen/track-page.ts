import type { CaseStatusName, ComplaintView, DueDates, PrivateView } from '../complaint-types.ts';
import { commonMessages } from '../messages/common-messages.ts';
import { trackMessages } from '../messages/track-messages.ts';
import { formStart, inputField } from '../shell/form-fields.ts';
import { freshForm } from '../shell/form-values.ts';
import type { FormState } from '../shell/form-values.ts';
import { html, paragraphs } from '../shell/html.ts';
import type { Child, Html } from '../shell/html.ts';
import { statusBadge } from '../shell/icons.ts';
import { errorSummary, flash } from '../shell/layout.ts';
import type { View } from '../shell/layout.ts';
import type { Page } from '../shell/page.ts';
import { speaker, wordIn } from '../shell/speak.ts';
import { chain } from './chain.ts';
import type { Refused } from './refused-form.ts';
import { otherForms, photoForm, urgentForms } from './reporter-forms.ts';

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
        issues.map(({ field, rule }) => ({ id: `${refused?.form ?? ''}-${field}`, text: rule })),
      )}
      ${nowCard(page, view)} ${own && urgentForms(page, view, own, refused)}
      ${view.visibility === 'status_only' && html`<p class="note">${t('hidden')}</p>`}
      ${own === undefined && codeForm(page, view, refused)}
      ${
        view.timeline.length > 0 &&
        html`<section aria-labelledby="perjalanan">
          <h2 id="perjalanan">${t('chain')}</h2>
          ${chain(page, view.timeline)}
        </section>`
      }
      ${own && ownPart(page, view, own, refused)}`,
  };
}

function nowCard(page: Page, view: ComplaintView): Html {
  const t = say(page.language);
  const { status, agency, due, outcome } = view;
  const since = sinceOf(view);
  const word = wordIn(commonMessages, page.language, 'status.', status);
  const closing =
    outcome && status === 'closed' && wordIn(commonMessages, page.language, 'outcome.', outcome);
  const open = !['closed', 'archived', 'referred', 'withdrawn'].includes(status);
  return html`<section class="card now" aria-labelledby="sekarang">
    <h2 id="sekarang">${t('now')}</h2>
    <p class="state">${statusBadge(status, word)}${closing && html` <span>${closing}</span>`}</p>
    <dl>
      ${
        agency &&
        html`<div>
          <dt>${t('heldBy')}</dt>
          <dd>
            <strong>${agency.name}</strong>${since && html` <span class="sub">${t('since', { moment: page.moments.moment(since) })}</span>`}
          </dd>
        </div>`
      }
      ${open && due && stepDue(page, view)}
      ${open && due?.caseDueAt && dueLine(page, t('due'), due.caseDueAt, due.provisional)}
      <div>
        <dt>${t('next')}</dt>
        <dd>${t(`next.${status}`)}</dd>
      </div>
      ${
        view.category &&
        html`<div>
          <dt>${t('topic')}</dt>
          <dd>${view.category.name}</dd>
        </div>`
      }
      ${
        view.area &&
        html`<div>
          <dt>${t('place')}</dt>
          <dd>${view.area.name}</dd>
        </div>`
      }
    </dl>
  </section>`;
}

/** Clocks that have done their work are still told of: only the running one counts. */
function stepDueAt(status: CaseStatusName, due: DueDates): string | undefined {
  switch (status) {
    case 'unverified':
    case 'returned':
      return due.urgentDueAt ?? due.verificationDueAt;
    case 'assigned':
      return due.urgentDueAt ?? due.responseDueAt;
    case 'answered':
      return due.replyDueAt;
    default:
      return undefined;
  }
}

/** The clock of the step that is running now, unless it is the whole case's. */
function stepDue(page: Page, { status, due }: ComplaintView): Child {
  if (due === undefined) return undefined;
  const at = stepDueAt(status, due);
  return at === undefined || at === due.caseDueAt
    ? undefined
    : dueLine(page, say(page.language)('dueNow'), at, due.provisional);
}

function dueLine(page: Page, label: string, at: string, provisional: boolean): Html {
  const t = say(page.language);
  const { moments } = page;
  return html`<div>
    <dt>${label}</dt>
    <dd>
      <time datetime="${at}">${moments.moment(at)}</time>
      <span class="sub${moments.isPast(at) && ' late'}">${moments.isPast(at) ? `${t('overdue')}, ${moments.fromNow(at)}` : moments.fromNow(at)}</span>${provisional && html` <span class="sub">(${t('provisional')})</span>`}
    </dd>
  </div>`;
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
${paragraphs(own.body)}
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
<p class="sub">${contactLine(page, own)}</p></section>
${photoForm(page, view.trackingId, own, refused)}
${otherForms(page, view, own, refused)}
${formStart(page, { action: `/lacak/${view.trackingId}/lupakan`, className: 'forget' })}<button class="plain">${t('forget')}</button></form>`;
}

function contactLine(page: Page, { reporter }: PrivateView): string {
  const t = say(page.language);
  const ways = [reporter?.phone, reporter?.email].filter((each) => each !== undefined && each !== '');
  return ways.length === 0 ? t('contactNone') : `${t('contactYou')} ${ways.join(', ')}.`;
}
