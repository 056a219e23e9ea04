import { AppError } from '@lapor/kernel';
import type { Issue } from '@lapor/kernel';
import { AGENCY_ID } from '../../citizen/agency-picker.ts';
import { isDay } from '../../citizen/periods.ts';
import type {
  AnswerKindName,
  ArchiveReasonName,
  ComplaintKind,
  FollowUpKindName,
} from '../../complaint-types.ts';
import { errorMessages } from '../../messages/error-messages.ts';
import type { OfficerCaseView, OfficerCommand } from '../../officer-types.ts';
import type { FormValues } from '../../shell/form-values.ts';
import type { Page } from '../../shell/page.ts';
import { speaker } from '../../shell/speak.ts';
import { COMMAND_PATHS } from '../command-paths.ts';
import { photoRule, photosIn } from './photo-field.ts';
import type { CommandPath } from '../command-paths.ts';

export const FOLLOW_UP_KINDS: readonly FollowUpKindName[] = [
  'inspection',
  'work_scheduled',
  'work_started',
  'coordination',
  'information_gathered',
];
export const ANSWER_KINDS: readonly AnswerKindName[] = [
  'solved',
  'explained',
  'clarified',
  'cannot',
  'promised',
];
export const ARCHIVE_REASONS: readonly ArchiveReasonName[] = [
  'too_vague',
  'duplicate',
  'spam',
  'test',
  'before_court',
  'not_a_public_service',
];
export const TYPES: readonly ComplaintKind[] = ['complaint', 'information', 'aspiration'];

const LONG = 10_000;
const MOST_EVIDENCE = 10;
const LONGEST_EVIDENCE = 500;

/** The form's field → the API's, per command where they differ. */
export function fieldOfIssue(path: CommandPath, field: string): string {
  switch (field) {
    case 'agencyId':
    case 'betterAgencyId':
    case 'toAgencyId':
      return 'unit';
    case 'question':
      return 'teks';
    case 'text':
      return 'teks';
    case 'reason':
      return path === 'arsip' ? 'alasan' : 'teks';
    case 'nextStep':
      return 'langkah_berikut';
    case 'nextDate':
      return 'tanggal';
    case 'promisedDate':
      return 'tanggal_janji';
    case 'evidence':
      return 'bukti';
    case 'image':
    case 'photos':
      return 'foto';
    case 'ground':
      return 'dasar';
    case 'whereToGo':
      return 'ke_mana';
    case 'bodyName':
      return 'lembaga';
    case 'masterId':
      return 'induk';
    case 'contact':
      return 'kontak';
    case 'reference':
      return 'rujukan';
    default:
      return 'teks';
  }
}

/** What a form needs to know of the case as it stands. */
export type KnownCase = Pick<OfficerCaseView, 'type' | 'category' | 'supervisory' | 'protected'>;

/** Reads one form; what is missing is told beside its field. @throws AppError invalid with the form's own field names */
export function readCommand(
  page: Pick<Page, 'language'>,
  path: CommandPath,
  values: FormValues,
  known: KnownCase,
): OfficerCommand {
  const reader = fieldReader(page, values);
  const command = commandOf(path, values, known, reader);
  if (reader.issues.length > 0)
    throw new AppError('invalid', 'the form is not complete', { issues: reader.issues });
  return command;
}

function fieldReader(page: Pick<Page, 'language'>, values: FormValues) {
  const t = speaker(errorMessages)(page.language);
  const issues: Issue[] = [];
  const optional = (field: string, most = LONG): string | undefined => {
    const text = values.text(field);
    if (text !== undefined && text.length > most) issues.push({ field, rule: t('field.tooLong', { most }) });
    return text;
  };
  const needed = (field: string, most = LONG): string => {
    const text = optional(field, most);
    if (text === undefined) issues.push({ field, rule: t('field.empty') });
    return text ?? '';
  };
  const day = (field: string): string | undefined => {
    const text = values.text(field);
    if (text !== undefined && !isDay(text)) issues.push({ field, rule: t('field.date') });
    return text;
  };
  const oneOf = <Word extends string>(field: string, words: readonly Word[]): Word => {
    const word = words.find((each) => each === values.text(field));
    if (word === undefined) issues.push({ field, rule: t('field.empty') });
    return word ?? words[0] ?? ('' as Word);
  };
  const unit = (required: boolean): string | undefined => {
    const id = values.text('unit');
    const wrong = id === undefined ? required || values.text('unit_teks') !== undefined : !AGENCY_ID.test(id);
    if (wrong) issues.push({ field: 'unit', rule: t('field.unit') });
    return id;
  };
  /** One per line. */
  const evidence = () => {
    const lines = values
      .typed('bukti')
      .split('\n')
      .map((line) => line.trim())
      .filter((line) => line !== '');
    if (lines.length > MOST_EVIDENCE || lines.some((line) => line.length > LONGEST_EVIDENCE))
      issues.push({ field: 'bukti', rule: t('field.tooLong', { most: LONGEST_EVIDENCE }) });
    const photos = photosIn(values);
    return {
      evidence: lines,
      ...(photos.length === 0 ? {} : { photos }),
      any: lines.length + photos.length > 0,
    };
  };
  /** What holds a follow-up to its word. */
  const dateOrEvidence = () => {
    const nextDate = day('tanggal');
    const { any, ...proof } = evidence();
    if (nextDate === undefined && !any) issues.push({ field: 'tanggal', rule: t('field.nextDate') });
    return { nextDate, ...proof };
  };
  const proven = () => {
    const { any, ...proof } = evidence();
    if (!any) issues.push({ field: 'bukti', rule: t('field.evidence') });
    return proof;
  };
  const shown = () => {
    const { any: _any, ...proof } = evidence();
    return proof;
  };
  return { issues, optional, needed, day, oneOf, unit, shown, dateOrEvidence, proven };
}

function commandOf(
  path: CommandPath,
  values: FormValues,
  known: KnownCase,
  reader: ReturnType<typeof fieldReader>,
): OfficerCommand {
  const { optional, needed, oneOf, unit, dateOrEvidence } = reader;
  const command = COMMAND_PATHS[path];
  switch (command) {
    case 'dispose':
      return { command, agencyId: unit(true) ?? '', note: optional('teks') };
    case 'ask':
      return { command, question: needed('teks') };
    case 'archive':
      return { command, reason: oneOf('alasan', ARCHIVE_REASONS), text: needed('teks') };
    case 'refer':
      return {
        command,
        bodyName: needed('lembaga', 120),
        contact: needed('kontak', 500),
        reference: needed('rujukan', 200),
        text: needed('teks'),
      };
    case 'return':
      return { command, reason: needed('teks'), betterAgencyId: unit(false) };
    case 'follow-up':
      return {
        command,
        kind: oneOf('jenis', FOLLOW_UP_KINDS),
        text: needed('teks'),
        nextStep: needed('langkah_berikut'),
        ...dateOrEvidence(),
      };
    case 'answer':
    case 'draft':
      return { ...answerOf(oneOf('jenis', ANSWER_KINDS), reader), command };
    case 'release-answer':
      return { command };
    case 'send-back':
    case 'legal-hold':
    case 'lift-legal-hold':
      return { command, reason: needed('teks') };
    case 'reclassify': {
      const type = oneOf('jenis', TYPES);
      const category = values.text('kategori');
      const supervisory = values.ticked('pengawasan');
      return {
        command,
        type: type === known.type ? undefined : type,
        category: category === known.category?.code ? undefined : category,
        supervisory: supervisory === known.supervisory ? undefined : supervisory,
        reason: needed('teks'),
      };
    }
    case 'objection':
      return {
        command,
        accept: oneOf('putusan', ['terima', 'tolak']) === 'terima',
        text: needed('teks'),
      };
    case 'promise':
      return { command, text: needed('teks'), ...reader.proven() };
    case 'note':
      return { command, text: needed('teks'), toAgencyId: unit(false) };
    case 'nudge':
      return { command, text: optional('teks') };
    case 'merge':
      return { command, masterId: needed('induk', 40), reason: optional('teks') };
    case 'unmerge':
      return { command, reason: optional('teks') };
    case 'privacy':
      return { command, protected: !known.protected };
  }
}

/** What an answer of another kind would need is left out, not sent to be refused. */
function answerOf(
  kind: AnswerKindName,
  { needed, day, shown, proven }: ReturnType<typeof fieldReader>,
): Extract<OfficerCommand, { command: 'answer' }> {
  const promised = kind === 'promised' && needed('tanggal_janji') !== '';
  return {
    command: 'answer',
    kind,
    text: needed('teks'),
    ...(kind === 'solved' ? proven() : shown()),
    promisedDate: promised ? day('tanggal_janji') : undefined,
    ground: kind === 'cannot' ? needed('dasar') : undefined,
    whereToGo: kind === 'cannot' ? needed('ke_mana') : undefined,
  };
}

/** A rule of the platform in the words of the page. */
export function ruleText(page: Pick<Page, 'language'>, field: string, rule: string): string {
  const t = speaker(errorMessages)(page.language);
  if (rule.includes('bare acknowledgement')) return t('field.substance');
  if (rule.includes('must be the name alone')) return t('field.nameAlone');
  if (rule.includes('must not be empty')) return t('field.empty');
  if (rule.includes('office hours of that one are over')) return t('field.dateOver');
  if (rule.includes('in the past') || rule.includes('yyyy-mm-dd')) return t('field.date');
  if (rule.includes('within') && rule.includes('days')) return t('field.dateTooFar', { rule });
  if (rule.includes('nobody works there') || rule.includes('refer instead')) return t('field.unitNobody');
  if (rule.includes('notes of its holder alone')) return t('field.noteProtected');
  if (rule.includes('an answer goes to')) return t('field.noteAnswer');
  if (rule.includes('never goes to the unit')) return t('field.unitReported');
  if (rule.includes('has the case already')) return t('field.unitHas');
  if (rule.includes('below the agency')) return t('field.unitBelow');
  if (rule.includes('case that you may decide on')) return t('field.masterUnknown');
  if (rule.includes('must be another case') || rule.includes('follows already')) return t('field.masterSame');
  if (rule.includes('follows another case itself')) return t('field.masterFollows');
  if (rule.includes('protected case is never merged') || rule.includes('those whom this one is about'))
    return t('field.masterProtected');
  if (rule.includes('secret case leads')) return t('field.masterSecret');
  if (rule.includes('nothing would follow')) return t('field.masterOver');
  if (rule.includes('must change') || rule.includes('nothing would change')) return t('field.nothingChanges');
  switch (field) {
    case 'nextStep':
      return t('field.nextStep');
    case 'nextDate':
      return t('field.nextDate');
    case 'evidence':
      return t('field.evidence');
    case 'image':
      return photoRule(page, rule);
    case 'photos':
      return t(rule.includes('at most') ? 'field.photosMany' : 'field.photoGone');
    case 'promisedDate':
      return t('field.promisedDate');
    case 'agencyId':
    case 'betterAgencyId':
    case 'toAgencyId':
      return t('field.unit');
    default:
      return rule;
  }
}
