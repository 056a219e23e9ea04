import { enumWords } from '@lapor/contracts';
import { ComplaintType } from '@lapor/contracts/common/v1/common';
import type { AnswerCommand, ExecuteRequest } from '@lapor/contracts/routing/v1/routing_service';
import { invalid } from '@lapor/kernel';
import type { CaseWords } from './case-contents.ts';
import type { CaseCommand, Words } from './domain/commands.ts';
import type { ContentRef } from './domain/events.ts';
import { answerKinds, archiveReasons, followUpKinds, known, revealPurposes } from './publish.ts';

/** A command as it came in: its words apart, and the command once somebody has kept them. */
export interface ReadCommand {
  readonly words: CaseWords | undefined;
  readonly with: (content: ContentRef) => CaseCommand;
}

type Wire = Exclude<ExecuteRequest['command'], { case: undefined }>;

const types = enumWords(ComplaintType);

function bare<Message extends { $typeName: string; $unknown?: unknown }>({
  $typeName: _type,
  $unknown: _unknown,
  ...fields
}: Message): Omit<Message, '$typeName' | '$unknown'> {
  return fields;
}

function worded(words: CaseWords, build: (words: Words) => CaseCommand): ReadCommand {
  return { words, with: (content) => build({ text: words.text, content }) };
}

/** Words that may be left out. */
function maybeWorded(text: string, build: (words: { readonly words?: Words }) => CaseCommand): ReadCommand {
  if (text === '') return { words: undefined, with: () => build({}) };
  return worded({ text }, (words) => build({ words }));
}

function oneOf<Word>(field: string, word: Word | undefined, allowed: readonly string[]): Word {
  if (word === undefined) throw invalid(field, `must be one of ${allowed.join(', ')}`);
  return word;
}

/** @throws AppError invalid when there is no command, or a word is not of the contract */
export function readCommand(request: ExecuteRequest): ReadCommand {
  const { command } = request;
  if (command.case === undefined) throw invalid('command', 'is required');
  return READERS[command.case](command.value as never);
}

const MOST_PHOTOS = 5;

/** Each once. @throws AppError invalid for more than a step may show */
function photosOf({ photos }: { readonly photos: readonly string[] }): {
  readonly photos?: readonly string[];
} {
  const each = [...new Set(photos)];
  if (each.length > MOST_PHOTOS) throw invalid('photos', `are at most ${MOST_PHOTOS}`);
  return each.length === 0 ? {} : { photos: each };
}

function readAnswer(type: 'answer' | 'draft_answer', answer: AnswerCommand): ReadCommand {
  const { kind, text, evidence, promisedDate, ground, whereToGo } = answer;
  const photos = photosOf(answer);
  const word = oneOf('kind', answerKinds.word(kind), answerKinds.words);
  const extra = known({
    promisedDate: promisedDate || undefined,
    ground: ground || undefined,
    whereToGo: whereToGo || undefined,
  });
  return worded({ text, evidence, ...photos, ground, whereToGo }, (words) => ({
    type,
    kind: word,
    words,
    evidence,
    ...photos,
    ...extra,
  }));
}

type Readers = {
  readonly [Name in Wire['case']]: (value: Extract<Wire, { case: Name }>['value']) => ReadCommand;
};

/** Contract → domain, one row per command. */
const READERS: Readers = {
  dispose: ({ agencyId, note }) =>
    maybeWorded(note, ({ words }) => ({
      type: 'dispose',
      agencyId,
      ...(words === undefined ? {} : { note: words }),
    })),
  ask: ({ question }) => worded({ text: question }, (words) => ({ type: 'ask', question: words })),
  reply: ({ text }) => worded({ text }, (words) => ({ type: 'reply', words })),
  archive: ({ reason, text }) => {
    const word = oneOf('reason', archiveReasons.word(reason), archiveReasons.words);
    return worded({ text }, (words) => ({ type: 'archive', reason: word, words }));
  },
  object: ({ text }) => worded({ text }, (words) => ({ type: 'object', words })),
  refer: ({ bodyName, contact, reference, text }) =>
    worded({ text, contact, reference }, (words) => ({ type: 'refer', bodyName, contact, reference, words })),
  return: ({ reason, betterAgencyId }) =>
    worded({ text: reason }, (words) => ({
      type: 'return',
      words,
      ...(betterAgencyId ? { betterAgencyId } : {}),
    })),
  followUp: ({ kind, text, nextStep, nextDate, evidence, ...more }) => {
    const photos = photosOf(more);
    const word = oneOf('kind', followUpKinds.word(kind), followUpKinds.words);
    return worded({ text, nextStep, evidence, ...photos }, (words) => ({
      type: 'follow_up',
      kind: word,
      words,
      nextStep,
      evidence,
      ...photos,
      ...(nextDate ? { nextDate } : {}),
    }));
  },
  answer: (answer) => readAnswer('answer', answer),
  draftAnswer: ({ answer }) => {
    if (answer === undefined) throw invalid('answer', 'is required');
    return readAnswer('draft_answer', answer);
  },
  releaseAnswer: () => ({ words: undefined, with: () => ({ type: 'release_answer' }) }),
  sendBackDraft: ({ reason }) => worded({ text: reason }, (words) => ({ type: 'send_back_draft', words })),
  notSolved: ({ text }) => maybeWorded(text, (words) => ({ type: 'not_solved', ...words })),
  solved: ({ rating, text }) =>
    maybeWorded(text, (words) => ({ type: 'solved', ...(rating === 0 ? {} : { rating }), ...words })),
  rate: ({ rating, text }) => maybeWorded(text, (words) => ({ type: 'rate', rating, ...words })),
  reopen: ({ text }) => maybeWorded(text, (words) => ({ type: 'reopen', ...words })),
  withdraw: ({ text }) => maybeWorded(text, (words) => ({ type: 'withdraw', ...words })),
  reclassify: ({ type, categoryCode, supervisory, reason }) => {
    if (type !== '' && !types.is(type)) throw invalid('type', `must be one of ${types.words.join(', ')}`);
    const extra = known({
      complaintType: type === '' ? undefined : type,
      categoryCode: categoryCode || undefined,
      supervisory,
    });
    return worded({ text: reason }, (words) => ({ type: 'reclassify', words, ...extra }));
  },
  promiseKept: ({ text }) => maybeWorded(text, (words) => ({ type: 'promise_kept', ...words })),
  reportPromise: ({ text, evidence, ...more }) => {
    const photos = photosOf(more);
    return worded({ text, evidence, ...photos }, (words) => ({
      type: 'report_promise',
      words,
      evidence,
      ...photos,
    }));
  },
  decideObjection: ({ accept, text }) =>
    worded({ text }, (words) => ({ type: 'decide_objection', accept, words })),
  merge: ({ masterCaseId: masterId, reason }) => {
    if (masterId === '') throw invalid('masterId', 'is required');
    return maybeWorded(reason, (words) => ({ type: 'merge', masterId, ...words }));
  },
  unmerge: ({ reason }) => maybeWorded(reason, (words) => ({ type: 'unmerge', ...words })),
  handOver: ({ text }) => maybeWorded(text, (words) => ({ type: 'hand_over', ...words })),
  reveal: ({ purpose, reason }) => {
    const word = oneOf('purpose', revealPurposes.word(purpose), revealPurposes.words);
    return worded({ text: reason }, (words) => ({ type: 'reveal', purpose: word, words }));
  },
  releaseWords: ({ report, title, body, steps, photos, hide }) => {
    const released = {
      title,
      body,
      steps: steps.map(bare),
      photos: photos.map((photo) => ({ ...bare(photo), hide: photo.hide.map(bare) })),
      hide,
    };
    return worded({ text: '', released }, (words) => ({
      type: 'release_words',
      words,
      report,
      steps: steps.map(({ seq }) => seq),
      photos: photos.map(({ id }) => id),
    }));
  },
  withholdWords: ({ reason }) => maybeWorded(reason, (words) => ({ type: 'withhold_words', ...words })),
  setLegalHold: ({ reason }) => worded({ text: reason }, (words) => ({ type: 'set_legal_hold', words })),
  liftLegalHold: ({ reason }) => worded({ text: reason }, (words) => ({ type: 'lift_legal_hold', words })),
  note: ({ text, toAgencyId }) =>
    worded({ text }, (words) => ({ type: 'note', words, ...(toAgencyId ? { toAgencyId } : {}) })),
  nudge: ({ text }) => maybeWorded(text, (words) => ({ type: 'nudge', ...words })),
  setPrivacy: ({ anonymous, secret, protected: isProtected }) => ({
    words: undefined,
    with: () => ({ type: 'set_privacy', ...known({ anonymous, secret, protected: isProtected }) }),
  }),
};
