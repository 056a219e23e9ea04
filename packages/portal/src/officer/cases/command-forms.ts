import { stepTitle, stepWords } from '../../citizen/chain.ts';
import { officersPhotos } from '../../citizen/photo-list.ts';
import { categoryChoices } from '../../citizen/file-form.ts';
import type { AgencyInfo, CategoryInfo } from '../../directory-types.ts';
import type { AnswerTemplate } from '../../template-types.ts';
import { commandMessages } from '../../messages/command-messages.ts';
import { commonMessages } from '../../messages/common-messages.ts';
import type { OfficerCaseView } from '../../officer-types.ts';
import { choice, formStart, inputField, optionsOf, selectField, textField } from '../../shell/form-fields.ts';
import { freshForm } from '../../shell/form-values.ts';
import type { FormState } from '../../shell/form-values.ts';
import { attributes, html } from '../../shell/html.ts';
import type { Html } from '../../shell/html.ts';
import { keptWords } from '../../shell/kept-words.ts';
import type { Page } from '../../shell/page.ts';
import { speaker } from '../../shell/speak.ts';
import { COMMAND_PATHS } from '../command-paths.ts';
import type { CommandPath } from '../command-paths.ts';
import { ANSWER_KINDS, ARCHIVE_REASONS, FOLLOW_UP_KINDS, TYPES } from './read-command.ts';
import { writtenFields } from './field-labels.ts';
import { photoFields, photoForm } from './photo-field.ts';
import { templateField } from './template-field.ts';
import { unitField } from '../unit-picker.ts';
import type { UnitField } from '../unit-picker.ts';

const say = speaker(commandMessages);
const common = speaker(commonMessages);

export interface CommandParts {
  readonly view: OfficerCaseView;
  readonly units: readonly AgencyInfo[] | undefined;
  readonly categories: readonly CategoryInfo[];
  /** Words to begin an answer with, filled in for this case. */
  readonly templates: readonly AnswerTemplate[];
  /** Asked for by the way here. */
  readonly open?: CommandPath | undefined;
  /** The form that was sent and comes back. */
  readonly again?:
    | {
        readonly path: CommandPath;
        readonly state: FormState;
        readonly found?: readonly AgencyInfo[] | undefined;
      }
    | undefined;
}

/** What moves a case forward: one of these is open from the start. Setting aside and relabelling never are. */
const CARRIES_ON: readonly CommandPath[] = [
  'putusan-keberatan',
  'lepas-jawaban',
  'disposisi',
  'tindak-lanjut',
  'jawaban',
  'ingatkan',
];

/** One fold per command that is legal now; the likeliest is open. */
export function commandForms(page: Page, parts: CommandParts): Html {
  const { view, again } = parts;
  const paths = (Object.keys(COMMAND_PATHS) as CommandPath[]).filter((path) => isOffered(view, path));
  const likeliest = paths.find((path) => CARRIES_ON.includes(path));
  const open = again?.path ?? paths.find((path) => path === parts.open) ?? likeliest;
  return html`${paths.map((path) => {
    const name = COMMAND_PATHS[path];
    return html`<details class="fold command" name="perintah"${attributes({ open: path === open })}><summary>${say(page.language)(`do.${name}`)}</summary>
<p class="hint">${hintOf(page, path, view)}</p>
${formStart(page, { action: `/petugas/laporan/${view.id}/${path}`, state: stateOf(parts, path), ...photoForm(path) })}
<input type="hidden" name="versi" value="${view.version}">
<button class="first-submit" tabindex="-1" aria-hidden="true">${buttonOf(page, path, view)}</button>
${fieldsOf(page, path, parts)}<p class="actions"><button class="button">${buttonOf(page, path, view)}</button></p></form></details>`;
  })}`;
}

/** What was sent cannot be sent any more. */
export function isGone({ view, again }: CommandParts): boolean {
  return again !== undefined && !isOffered(view, again.path);
}

export function unsent(page: Page, parts: CommandParts): Html {
  const { again } = parts;
  if (again === undefined || !isGone(parts)) return html``;
  return keptWords(page, again.state.values, writtenFields(page.language, again.path));
}

/** Keeping things is no step of the case: it is offered beside what is legal. */
function isOffered({ legal, mayHold, legalHold }: OfficerCaseView, path: CommandPath): boolean {
  if (path === 'tahan-hapus') return mayHold && !legalHold;
  if (path === 'akhiri-tahan') return mayHold && legalHold;
  // Whoever may answer needs no draft.
  if (path === 'konsep' && legal.includes('answer')) return false;
  return legal.includes(COMMAND_PATHS[path]);
}

function stateOf({ again }: CommandParts, path: CommandPath): FormState {
  return again?.path === path ? again.state : freshForm;
}

function hintOf(page: Page, path: CommandPath, view: OfficerCaseView): string {
  const t = say(page.language);
  const name = COMMAND_PATHS[path];
  // Whoever verifies it may keep it, or find that it belongs elsewhere: both begin with taking it on.
  if (name === 'dispose' && view.status === 'unverified')
    return `${t('hint.dispose')} ${t('hint.ownDispose')}`;
  if (name === 'privacy') return view.protected ? t('hint.privacy.off') : t('hint.privacy.on');
  return t(`hint.${name}`, { count: view.questionsLeft });
}

function buttonOf(page: Page, path: CommandPath, view: OfficerCaseView): string {
  const t = say(page.language);
  const name = COMMAND_PATHS[path];
  if (name === 'privacy') return view.protected ? t('unprotect') : t('protect');
  return t(`send.${name}`);
}

function fieldsOf(page: Page, path: CommandPath, parts: CommandParts): Html {
  const t = say(page.language);
  const state = stateOf(parts, path);
  const idPrefix = `${path}-`;
  const optional = common(page.language)('optional');
  const words = (label: string, more: { optional?: string; rows?: number } = {}) =>
    textField({ name: 'teks', idPrefix, label, state, rows: 4, ...more });
  const found = parts.again?.path === path ? parts.again.found : undefined;
  switch (COMMAND_PATHS[path]) {
    case 'dispose':
      return html`${unitField(page, { idPrefix, state, label: t('unit'), units: parts.units, found, ...suggested(page, parts.view) })}${words(t('note'), { optional, rows: 2 })}`;
    case 'ask':
      return words(t('question'));
    case 'archive':
      return html`${kindSelect(page, { name: 'alasan', label: t('reason'), idPrefix, state, words: ARCHIVE_REASONS, prefix: 'archive.' })}${words(t('reasonText'))}`;
    case 'refer':
      return html`${inputField({ name: 'lembaga', idPrefix, label: t('bodyName'), state, maxLength: 120 })}${inputField({ name: 'kontak', idPrefix, label: t('contact'), state, maxLength: 500 })}
      ${inputField({ name: 'rujukan', idPrefix, label: t('reference'), hint: t('referenceHint'), state, maxLength: 200 })}${words(t('reasonText'))}`;
    case 'return':
      return html`${words(t('reason'))}${unitField(page, { idPrefix, state, label: t('better'), units: undefined, found, optional })}`;
    case 'follow-up':
      return html`${templateField(page, parts.templates, state, idPrefix)}${followUpFields(page, state, idPrefix)}${photoFields(page, parts.view, state, path)}`;
    case 'answer':
    case 'draft':
      return html`${templateField(page, parts.templates, state, idPrefix)}${answerFields(page, state, idPrefix, photoFields(page, parts.view, state, path))}`;
    case 'release-answer':
      return draftToRelease(page, parts.view);
    case 'send-back':
    case 'legal-hold':
    case 'lift-legal-hold':
      return words(t('reason'));
    case 'reclassify':
      return reclassifyFields(page, parts, state, idPrefix);
    case 'objection':
      return html`${(['terima', 'tolak'] as const).map((value) => choice({ type: 'radio', name: 'putusan', idPrefix, value, label: t(`verdict.${value}`), checked: state.values.typed('putusan') === value }))}${words(t('reasonText'))}`;
    case 'promise':
      return html`${words(t('followUpText'))}${evidenceField(page, state, idPrefix, '')}${photoFields(page, parts.view, state, path)}`;
    case 'note':
      return html`${words(t('noteText'), { rows: 3 })}${unitField(page, { idPrefix, state, label: t('noteTo'), units: undefined, found, optional })}`;
    case 'nudge':
      return words(t('nudgeText'), { optional, rows: 2 });
    case 'merge':
      return html`${inputField({ name: 'induk', idPrefix, label: t('masterId'), hint: t('masterIdHint'), state, maxLength: 40, autocomplete: 'off', autocapitalize: 'characters' })}${words(t('officersOnly'), { optional, rows: 2 })}`;
    case 'unmerge':
      return words(t('officersOnly'), { optional, rows: 2 });
    case 'privacy':
      return html``;
  }
}

/** Word for word what the reporter will read, its date with it. */
function draftToRelease(page: Page, { id, timeline }: OfficerCaseView): Html {
  const draft = timeline.findLast(({ type }) => type === 'AnswerDrafted');
  return draft === undefined
    ? html``
    : html`<h3>${stepTitle(page, draft)}</h3>
        ${stepWords(page, draft, officersPhotos(id))}`;
}

/** Where the case came back from, somebody may have said who is competent. */
function suggested(page: Page, { status, timeline }: OfficerCaseView): Partial<UnitField> {
  const better = timeline.findLast(({ type }) => type === 'CaseReturned')?.betterAgency;
  if (status !== 'returned' || better === undefined) return {};
  return { chosen: better.code, hint: say(page.language)('betterSaid', { agency: better.name }) };
}

interface KindSelect {
  readonly name: string;
  readonly label: string;
  readonly idPrefix: string;
  readonly state: FormState;
  readonly words: readonly string[];
  readonly prefix: 'archive.' | 'followUp.' | 'answer.' | 'type.';
  readonly value?: string;
}

function kindSelect(page: Page, { name, label, idPrefix, state, words, prefix, value }: KindSelect): Html {
  const { language } = page;
  const typed = state.values.typed(name);
  const choices = [
    ...(value === undefined ? [{ value: '', label: say(language)('choose') }] : []),
    ...words.map((word) => ({
      value: word,
      label: common(language)(`${prefix}${word}` as 'type.complaint'),
    })),
  ];
  return selectField({
    name,
    idPrefix,
    label,
    state,
    choices: optionsOf(choices, typed === '' ? (value ?? '') : typed),
  });
}

function evidenceField(page: Page, state: FormState, idPrefix: string, optional: string): Html {
  const t = say(page.language);
  return textField({
    name: 'bukti',
    idPrefix,
    label: t('evidence'),
    hint: t('evidenceHint'),
    optional,
    state,
    rows: 2,
  });
}

function followUpFields(page: Page, state: FormState, idPrefix: string): Html {
  const t = say(page.language);
  const either = t('dateOrEvidence');
  return html`${kindSelect(page, { name: 'jenis', label: t('kind'), idPrefix, state, words: FOLLOW_UP_KINDS, prefix: 'followUp.' })}
  ${textField({ name: 'teks', idPrefix, label: t('followUpText'), state, rows: 4 })}
  ${inputField({ name: 'langkah_berikut', idPrefix, label: t('nextStep'), state, maxLength: 1000 })}
  ${inputField({ name: 'tanggal', idPrefix, label: t('nextDate'), optional: either, state, type: 'date', min: page.moments.today() })}
  ${evidenceField(page, state, idPrefix, either)}`;
}

function answerFields(page: Page, state: FormState, idPrefix: string, photos: Html): Html {
  const t = say(page.language);
  const c = common(page.language);
  const only = (kind: 'cannot' | 'promised') => t('onlyFor', { kind: c(`answer.${kind}`) });
  return html`${kindSelect(page, { name: 'jenis', label: t('kind'), idPrefix, state, words: ANSWER_KINDS, prefix: 'answer.' })}
    ${textField({ name: 'teks', idPrefix, label: t('answerText'), state, rows: 5 })}
    ${evidenceField(page, state, idPrefix, t('neededFor', { kind: c('answer.solved') }))}${photos}
    <div class="if-promised">
      ${inputField({ name: 'tanggal_janji', idPrefix, label: t('promisedDate'), optional: only('promised'), hint: t('promisedHint'), state, type: 'date', min: page.moments.today() })}
    </div>
    <div class="if-cannot">
      ${textField({ name: 'dasar', idPrefix, label: t('ground'), optional: only('cannot'), state, rows: 2 })}
      ${inputField({ name: 'ke_mana', idPrefix, label: t('whereToGo'), optional: only('cannot'), state, maxLength: 1000 })}
    </div>`;
}

function reclassifyFields(
  page: Page,
  { view, categories }: CommandParts,
  state: FormState,
  idPrefix: string,
): Html {
  const t = say(page.language);
  const sent = state.values.text('jenis') !== undefined;
  const category = sent ? state.values.typed('kategori') : (view.category?.code ?? '');
  return html`${kindSelect(page, { name: 'jenis', label: t('type'), idPrefix, state, words: TYPES, prefix: 'type.', ...(view.type === undefined ? {} : { value: view.type }) })}
  ${selectField({ name: 'kategori', idPrefix, label: t('category'), state, choices: categoryChoices(page, categories, category, t('noCategory')) })}
  ${choice({ type: 'checkbox', name: 'pengawasan', value: 'ya', idPrefix, label: t('supervisory'), hint: t('supervisoryHint'), checked: sent ? state.values.ticked('pengawasan') : view.supervisory })}
  ${textField({ name: 'teks', idPrefix, label: t('reason'), state, rows: 3 })}`;
}
