import { stepTitle, stepWords } from '../../citizen/chain.ts';
import { releaseMessages } from '../../messages/release-messages.ts';
import type { CaseListItem } from '../../officer-types.ts';
import type { HiddenArea, ReleaseDraft, ReleasePreview, ReleaseWish } from '../../release-types.ts';
import { choice, formStart, textField } from '../../shell/form-fields.ts';
import { freshForm } from '../../shell/form-values.ts';
import type { FormState } from '../../shell/form-values.ts';
import { html, paragraphs } from '../../shell/html.ts';
import type { Child, Html } from '../../shell/html.ts';
import { errorSummary, flash } from '../../shell/layout.ts';
import type { View } from '../../shell/layout.ts';
import type { Page } from '../../shell/page.ts';
import { speaker } from '../../shell/speak.ts';
import { digestOf, stepField, suggestionField } from './read-release.ts';
import { maskedPhoto, photoLabel, photoPart } from './release-photo.ts';

const say = speaker(releaseMessages);

export interface ReleaseParts {
  readonly draft: ReleaseDraft;
  /** As the form was sent; absent when it is shown for the first time. */
  readonly sent?: { readonly wish: ReleaseWish; readonly state: FormState };
  readonly preview?: ReleasePreview | undefined;
  readonly refusal?: string | undefined;
  readonly news?: string | undefined;
  /** The next one that waits. */
  readonly following?: CaseListItem | undefined;
}

/** What is to be judged of a step is nothing to release. */
const UNJUDGED = {
  evidence: undefined,
  reusedOn: undefined,
  photosReusedOn: undefined,
  photosAlsoOn: undefined,
  photosFromReporter: undefined,
};

export const QUEUE_PATH = '/petugas/publikasi';
export const releasePath = (caseId: string) => `/petugas/laporan/${caseId}/publikasi`;

/** One case to look at with the public in mind: what there is, what to black out, how it would read. */
export function releaseView(page: Page, parts: ReleaseParts): View {
  const t = say(page.language);
  const { draft, sent, preview, refusal, news, following } = parts;
  const state = sent?.state ?? freshForm;
  const told = [
    ...(refusal === undefined ? [] : [{ text: refusal }]),
    ...state.issues.map(({ field, rule }) => ({ id: field, text: rule })),
  ];
  const title = draft.title === '' ? draft.trackingIdText : draft.title;
  return {
    title: t('title'),
    side: 'officer',
    at: 'release',
    wide: true,
    broken: told.length > 0,
    main: html`<p class="over"><a href="${QUEUE_PATH}">← ${t('backToQueue')}</a> · <a href="/petugas/laporan/${draft.id}">${t('backToCase')}</a></p>
<h1>${t('title')}</h1><p class="top-line"><span class="code">${draft.trackingIdText}</span> ${title !== draft.trackingIdText && title}</p>
${flash(news)}${standing(page, draft)}${errorSummary(page, told)}
${formStart(page, { action: releasePath(draft.id), state, className: 'releasing' })}<input type="hidden" name="versi" value="${draft.version}">
${preview !== undefined && sent !== undefined && previewPart(page, draft, sent.wish, preview)}
${choices(page, parts, state)}
<p class="actions"><button class="button${preview !== undefined && ' plain'}" name="aksi" value="pratinjau">${preview === undefined ? t('preview') : t('again')}</button>${following && html`<a class="button plain" href="${releasePath(following.id)}">${t('skip')}</a>`}</p></form>
${draft.mayWithhold && withholdForm(page, draft)}`,
  };
}

function standing(page: Page, { released, wordsWaitSince }: ReleaseDraft): Html {
  const t = say(page.language);
  const { moments } = page;
  const lines = [
    released?.releasedAt && t('nowPublic', { moment: moments.moment(released.releasedAt) }),
    wordsWaitSince && t('since', { moment: moments.moment(wordsWaitSince) }),
  ].filter((each) => each !== undefined && each !== '');
  return html`${lines.length > 0 && html`<p class="sub">${lines.join(' · ')}</p>`}`;
}

/** What is ticked, and the marks: as sent, else as it was released last, else the report alone, without photos. */
function startOf({ draft, sent }: ReleaseParts): ReleaseWish {
  const steps = draft.steps.map(({ seq }) => seq);
  const fresh = {
    report: draft.body !== '',
    steps,
    photos: [],
    hide: draft.suggestions.map(({ text }) => text),
  };
  return sent?.wish ?? draft.last ?? fresh;
}

function choices(page: Page, parts: ReleaseParts, state: FormState): Html {
  const t = say(page.language);
  const { draft } = parts;
  const start = startOf(parts);
  const areasOf = (id: string): readonly HiddenArea[] =>
    start.photos.find((photo) => photo.id === id)?.hide ?? [];
  return html`<div class="two-columns"><section class="card" aria-labelledby="yang"><h2 id="yang">${t('what')}</h2>
${draft.body === '' ? html`<p class="note">${t('erased')}</p>` : part({ name: 'laporan', label: t('report'), checked: start.report, words: html`${draft.title !== '' && html`<p><strong>${draft.title}</strong></p>`}${paragraphs(draft.body)}` })}
${draft.steps.map((step) => part({ name: stepField(step.seq), label: stepTitle(page, step), checked: start.steps.includes(step.seq), words: stepWords(page, { ...step, ...UNJUDGED }) }))}
${draft.photos.map(({ id }, index) => photoPart(page, draft, index, { state, ticked: start.photos.some((photo) => photo.id === id), areas: areasOf(id) }))}</section>
<section class="card" aria-labelledby="hitam"><h2 id="hitam">${t('hide')}</h2><p class="hint">${t('hideHint')}</p>
${draft.suggestions.map(({ text, kind }, index) => choice({ type: 'checkbox', name: suggestionField(index), value: text, label: html`${text} <span class="sub">${t(`kind.${kind}`)}</span>`, checked: start.hide.includes(text) }))}
${textField({ name: 'kata', label: t('more'), hint: t('moreHint'), state, rows: 4, value: others(draft, start).join('\n'), data: { 'data-label': t('markWords', { text: '{text}' }) } })}</section></div>`;
}

/** What somebody typed, beside what was suggested. */
function others({ suggestions }: ReleaseDraft, { hide }: ReleaseWish): readonly string[] {
  const suggested = new Set(suggestions.map(({ text }) => text));
  return hide.filter((each) => !suggested.has(each));
}

function part(options: {
  readonly name: string;
  readonly label: string;
  readonly checked: boolean;
  readonly words: Child;
}): Html {
  const { name, label, checked, words } = options;
  return html`${choice({ type: 'checkbox', name, value: 'ya', label, checked })}
    <div class="words" data-markable>${words}</div>`;
}

function previewPart(page: Page, draft: ReleaseDraft, wish: ReleaseWish, preview: ReleasePreview): Html {
  const t = say(page.language);
  const byId = new Map(draft.photos.map((photo, index) => [photo.id, { photo, index }]));
  return html`<section class="card preview" aria-labelledby="pratinjau" tabindex="-1"><h2 id="pratinjau">${t('previewTitle')}</h2>
${preview.report && html`${preview.report.title !== '' && html`<p><strong>${preview.report.title}</strong></p>`}${paragraphs(preview.report.body)}`}
${preview.steps.map((words) => {
  const step = draft.steps.find(({ seq }) => seq === words.seq);
  return (
    step && html`<h3>${stepTitle(page, step)}</h3>${stepWords(page, { ...step, ...UNJUDGED, ...words })}`
  );
})}
${wish.photos.map(({ id, hide }) => {
  const known = byId.get(id);
  return known && maskedPhoto(draft.id, known.photo, hide, { label: photoLabel(page, draft, known.index) });
})}
<input type="hidden" name="dilihat" value="${digestOf(wish)}">
<p class="actions"><button class="button" name="aksi" value="terbit">${t('publish')}</button></p></section>`;
}

function withholdForm(page: Page, draft: ReleaseDraft): Html {
  const t = say(page.language);
  const label = draft.released === undefined ? t('withhold') : t('takeBack');
  return html`<details class="fold"><summary>${label}</summary><p>${t('withholdText')}</p>
${formStart(page, { action: `${releasePath(draft.id)}/tahan` })}<input type="hidden" name="versi" value="${draft.version}">
${textField({ name: 'alasan', label: t('reason'), hint: t('reasonHint'), state: freshForm, rows: 2 })}
<p class="actions"><button class="button bad">${label}</button></p></form></details>`;
}
