import type { ComplaintView, PrivateView, ReporterCommandName } from '../complaint-types.ts';
import { commonMessages } from '../messages/common-messages.ts';
import { fileMessages } from '../messages/file-messages.ts';
import { trackMessages } from '../messages/track-messages.ts';
import { choice, formStart, textField } from '../shell/form-fields.ts';
import { freshForm } from '../shell/form-values.ts';
import type { FormState } from '../shell/form-values.ts';
import { MOST_PHOTOS } from '../shell/form-parts.ts';
import { attributes, html } from '../shell/html.ts';
import type { Child, Html } from '../shell/html.ts';
import { keptWords } from '../shell/kept-words.ts';
import type { Page } from '../shell/page.ts';
import { speaker } from '../shell/speak.ts';
import { stepTitle, stepWords } from './chain.ts';
import { ownDataFold } from './own-data-page.ts';
import { ownPhotos, photos } from './photo-list.ts';
import type { Refused } from './refused-form.ts';

const say = speaker(trackMessages);
const common = speaker(commonMessages);

/** Paths of the reporter's commands. */
export const COMMAND_PATHS = {
  selesai: 'solved',
  belum: 'not-solved',
  nilai: 'rating',
  jawab: 'reply',
  'buka-lagi': 'reopen',
  cabut: 'withdraw',
  keberatan: 'object',
  'janji-ditepati': 'promise-kept',
  pengawas: 'hand-over',
  privasi: 'privacy',
} as const satisfies Readonly<Record<string, ReporterCommandName>>;
export type CommandPath = keyof typeof COMMAND_PATHS;

/** What was sent and cannot be sent any more: it went on meanwhile, elsewhere or by itself. */
export function isGone({ legal }: PrivateView, { form }: Refused): boolean {
  return form in COMMAND_PATHS && !legal.includes(COMMAND_PATHS[form as CommandPath]);
}

export function unsent(page: Page, own: PrivateView, refused: Refused): Html {
  if (!isGone(own, refused)) return html``;
  return keptWords(page, refused.state.values, [{ name: 'teks', label: say(page.language)('written') }]);
}

interface Forms {
  readonly page: Page;
  readonly trackingId: string;
  readonly refused: Refused | undefined;
}

function stateOf({ refused }: Forms, form: string): FormState {
  return refused?.form === form ? refused.state : freshForm;
}

function commandForm(
  forms: Forms,
  path: CommandPath | 'pesan',
  content: Child,
  button: string,
  look = 'button',
): Html {
  const { page, trackingId } = forms;
  return html`${formStart(page, { action: `/lacak/${trackingId}/${path}`, state: stateOf(forms, path) })}${content}<p class="actions"><button class="${look}">${button}</button></p></form>`;
}

function words(
  forms: Forms,
  path: CommandPath | 'pesan',
  label: string,
  more: { hint?: string; optional?: boolean } = {},
): Html {
  const optional = more.optional === true ? common(forms.page.language)('optional') : undefined;
  const { hint } = more;
  return textField({
    name: 'teks',
    idPrefix: `${path}-`,
    label,
    hint,
    optional,
    state: stateOf(forms, path),
    rows: 3,
  });
}

function ratings(forms: Forms, path: 'selesai' | 'nilai'): Html {
  const { page } = forms;
  const c = common(page.language);
  const chosen = stateOf(forms, path).values.typed('nilai');
  return html`<fieldset class="plain rating">
    <legend>${say(page.language)('rating')}</legend>
    ${(['1', '2', '3', '4'] as const).map((value) =>
      choice({
        type: 'radio',
        name: 'nilai',
        idPrefix: `${path}-`,
        value,
        label: c(`rating.${value}`),
        checked: chosen === value,
      }),
    )}
  </fieldset>`;
}

type Shown = Pick<ComplaintView, 'timeline' | 'trackingId'>;

/** What the form is about, right above it: the answer or question in full. */
function lastWords(page: Page, { timeline, trackingId }: Shown, type: string): Html {
  const item = timeline.findLast((each) => each.type === type);
  return item === undefined
    ? html``
    : html`<h3>${stepTitle(page, item)}</h3>
        ${stepWords(page, item, ownPhotos(trackingId))}`;
}

/** What waits for the reporter: the verdict, a question, an objection. Above everything else. */
export function urgentForms(
  page: Page,
  { trackingId, timeline, status }: ComplaintView,
  { legal }: PrivateView,
  refused: Refused | undefined,
): Html {
  const t = say(page.language);
  const forms: Forms = { page, trackingId, refused };
  const may = (name: ReporterCommandName) => legal.includes(name);
  return html`${
    (may('solved') || may('not-solved')) &&
    html`<section class="card ask" aria-labelledby="putusan">
      <h2 id="putusan">${t('verdictTitle')}</h2>
      ${lastWords(page, { timeline, trackingId }, 'CaseAnswered')}
      <p>${t('verdictText')}</p>
      <div class="two">
        ${may('solved') && commandForm(forms, 'selesai', ratings(forms, 'selesai'), t('solved'), 'button good')}
        ${may('not-solved') && commandForm(forms, 'belum', words(forms, 'belum', t('notSolvedText'), { optional: true }), t('notSolved'), 'button plain')}
      </div>
    </section>`
  }
  ${
    may('reply') &&
    html`<section class="card ask" aria-labelledby="jawab">
      <h2 id="jawab">${t('reply')}</h2>
      ${lastWords(page, { timeline, trackingId }, 'QuestionAsked')}
      ${commandForm(forms, 'jawab', words(forms, 'jawab', t('replyText')), t('send'))}
    </section>`
  }
  ${
    may('promise-kept') &&
    html`<section class="card ask" aria-labelledby="janji">
      <h2 id="janji">${t('promiseTitle')}</h2>
      ${lastWords(page, { timeline, trackingId }, 'PromiseReported')}
      <p>${t('promiseText')}</p>
      <div class="two">
        ${commandForm(forms, 'janji-ditepati', html``, t('promiseKept'), 'button good')}
        ${may('reopen') && commandForm(forms, 'buka-lagi', words(forms, 'buka-lagi', t('reopenText'), { optional: true }), t('promiseBroken'), 'button plain')}
      </div>
    </section>`
  }
  ${
    may('rating') &&
    !may('solved') &&
    html`<section class="card ask" aria-labelledby="nilai">
      <h2 id="nilai">${t('rating')}</h2>
      ${commandForm(forms, 'nilai', html`${ratings(forms, 'nilai')}${words(forms, 'nilai', t('ratingText'), { optional: true })}`, t('rate'))}
    </section>`
  }
  ${
    may('object') &&
    status === 'archived' &&
    html`<section class="card ask" aria-labelledby="keberatan">
      <h2 id="keberatan">${t('object')}</h2>
      ${commandForm(forms, 'keberatan', words(forms, 'keberatan', t('objectText')), t('send'))}
    </section>`
  }`;
}

function messageForm(forms: Forms): Html {
  const t = say(forms.page.language);
  const field = words(forms, 'pesan', t('messageText'), { hint: t('messageHint') });
  return html`<section class="card" aria-labelledby="pesan">
    <h2 id="pesan">${t('message')}</h2>
    ${commandForm(forms, 'pesan', field, t('send'))}
  </section>`;
}

/** What the reporter can do besides. */
export function otherForms(
  page: Page,
  view: ComplaintView,
  own: PrivateView,
  refused: Refused | undefined,
): Html {
  const { trackingId, status } = view;
  const t = say(page.language);
  const forms: Forms = { page, trackingId, refused };
  const may = (name: ReporterCommandName) => own.legal.includes(name);
  const fold = (path: CommandPath, title: string, form: Html) =>
    html`<details class="fold" ${attributes({ open: refused?.form === path })}>
      <summary>${title}</summary>
      ${form}
    </details>`;
  return html`${own.erased !== 'all' && messageForm(forms)}
    <section class="more" aria-labelledby="lainnya">
      <h2 id="lainnya">${t('more')}</h2>
      ${may('hand-over') && fold('pengawas', t('handOver'), commandForm(forms, 'pengawas', words(forms, 'pengawas', t('handOverText'), { optional: true, hint: t('handOverHint') }), t('handOver')))}
      ${may('object') && status !== 'archived' && fold('keberatan', t('objectClass'), commandForm(forms, 'keberatan', words(forms, 'keberatan', t('objectClassText'), { hint: t('objectClassHint') }), t('send')))}
      ${may('privacy') && fold('privasi', t('privacy'), privacyForm(forms, own))}
      ${may('reopen') && !may('promise-kept') && fold('buka-lagi', t('reopen'), commandForm(forms, 'buka-lagi', words(forms, 'buka-lagi', t('reopenText'), { optional: true }), t('reopen')))}
      ${may('withdraw') && fold('cabut', t('withdraw'), commandForm(forms, 'cabut', words(forms, 'cabut', t('withdrawText'), { optional: true, hint: t('withdrawHint') }), t('withdraw'), 'button bad'))}
      ${ownDataFold(page, view, own)}
    </section>`;
}

function privacyForm(forms: Forms, own: PrivateView): Html {
  const { language } = forms.page;
  const f = speaker(fileMessages)(language);
  const box = (name: string, label: string, hint: string, checked: boolean) =>
    choice({ type: 'checkbox', name, value: 'ya', idPrefix: 'privasi-', label, hint, checked });
  return commandForm(
    forms,
    'privasi',
    html`${box('anonim', f('anonymous'), f('anonymousHint'), own.anonymous)}${box('rahasia', f('secret'), f('secretHint'), own.secret)}`,
    say(language)('privacySave'),
  );
}

export function photoForm(
  page: Page,
  trackingId: string,
  { attachments }: PrivateView,
  more: { readonly refused?: Refused | undefined; readonly title?: string | undefined } = {},
): Html {
  const { refused } = more;
  const t = say(page.language);
  const forms: Forms = { page, trackingId, refused };
  const issue = stateOf(forms, 'foto').issues[0];
  const left = MOST_PHOTOS - attachments.length;
  return html`<section class="card" aria-labelledby="foto">
    <h2 id="foto">${more.title ?? t('photos')}</h2>
    ${photos(page, attachments, ownPhotos(trackingId))}
    ${
      left > 0 &&
      html`${formStart(page, { action: `/lacak/${trackingId}/foto`, multipart: true, data: { 'data-photos': String(left) } })}
<div class="field${issue !== undefined && ' broken'}"><label for="foto-image">${t('photoAdd')}</label><p class="hint" id="foto-hint">${t('photoHint')}</p>
${issue !== undefined && html`<p class="error" id="foto-error">${issue.rule}</p>`}
<input type="file" id="foto-image" name="image" accept="image/*" multiple aria-describedby="foto-hint${issue !== undefined && ' foto-error'}"></div>
<p class="actions"><button class="button plain">${t('photoSend')}</button></p></form>`
    }
  </section>`;
}
