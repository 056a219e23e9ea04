import { invalid } from '@lapor/kernel';
import type { CommandContext, OfficerCaseView, ReleasePreview, ReleaseWish, StepWords } from '@lapor/portal';
import { blackOut } from '../domain/redaction.ts';
import type { Intake } from '../intake.ts';
import { caseIdOf, executeOnCase } from './case-access.ts';
import { officerView } from './cases.ts';
import { inApiWords } from './command-names.ts';
import { callerOf } from './directory/officer-session.ts';
import { dropCopies, makeCopies } from './photo-copies.ts';
import { takeOver } from './photos-of-a-master.ts';
import { getReleasable } from './release-draft.ts';
import type { Releasable } from './release-draft.ts';

type Write = Pick<CommandContext, 'idempotencyKey' | 'expectedVersion'>;

/** What the public would read. Nothing is written. @throws AppError not_found, forbidden, invalid */
export async function previewRelease(
  intake: Intake,
  token: string,
  typed: string,
  wish: ReleaseWish,
): Promise<ReleasePreview> {
  return comesTo(await getReleasable(intake, token, typed), wish);
}

/**
 * Makes public what is wished for, and nothing else: with black where words or areas were marked, in copies; what was sent stays as it
 * is, for those who may see it.
 * @throws AppError not_found, forbidden, illegal, invalid, conflict
 */
export async function releaseWords(
  intake: Intake,
  token: string,
  typed: string,
  wish: ReleaseWish,
  write: Write,
): Promise<OfficerCaseView> {
  const releasable = await getReleasable(intake, token, typed);
  const { report, steps } = comesTo(releasable, wish);
  const caseId = caseIdOf(typed);
  const stepOf = (id: string) => releasable.photos.find((photo) => photo.id === id)?.step ?? 0;
  await takeOver(
    intake,
    releasable.view,
    wish.photos.map(({ id }) => id),
  );
  const copies = await makeCopies(intake, caseId, wish.photos);
  const photos = copies.map((copy) => ({ ...copy, step: stepOf(copy.id ?? '') }));
  const value = {
    report: report !== undefined,
    title: report?.title ?? '',
    body: report?.body ?? '',
    steps: steps.map(toStep),
    photos,
    hide: [...wish.hide],
  };
  const view = await execute(intake, token, caseId, { case: 'releaseWords', value }, write);
  await dropCopies(
    intake,
    caseId,
    view.released?.photos.map(({ copyId }) => copyId),
  );
  return officerView(intake, view, token);
}

/** Takes back what is public, or decides that nothing will be. @throws AppError not_found, forbidden, illegal, conflict */
export async function withholdWords(
  intake: Intake,
  token: string,
  typed: string,
  reason: string | undefined,
  write: Write,
): Promise<OfficerCaseView> {
  const caseId = caseIdOf(typed);
  const value = { reason: reason ?? '' };
  const view = await execute(intake, token, caseId, { case: 'withholdWords', value }, write);
  await dropCopies(
    intake,
    caseId,
    view.released?.photos.map(({ copyId }) => copyId),
  );
  return officerView(intake, view, token);
}

async function execute(
  intake: Intake,
  token: string,
  caseId: string,
  command: Parameters<typeof executeOnCase>[1]['command'],
  { idempotencyKey, expectedVersion }: Write,
) {
  const caller = await callerOf(intake, token);
  const client = `officer:${caller.officerId}`;
  const order = { caseId, command, caller, client, idempotencyKey, expectedVersion };
  return executeOnCase(intake, order).catch((error: unknown) => {
    throw inApiWords(error, 'officer');
  });
}

function comesTo({ submission, steps, photos }: Releasable, wish: ReleaseWish): ReleasePreview {
  const strange = wish.steps.find((seq) => !steps.some((step) => step.seq === seq));
  if (strange !== undefined) throw invalid('steps', 'must be numbers of follow-ups, answers and the like');
  if (wish.photos.some(({ id }) => !photos.some((photo) => photo.id === id)))
    throw invalid('photos', 'must be photos of this complaint');
  if (wish.report && submission.body === '') throw invalid('report', 'was erased: there is nothing left');
  const black = (text: string) => blackOut(text, wish.hide);
  const { title, body } = submission;
  return {
    ...(wish.report ? { report: { title: black(title), body: black(body) } } : {}),
    steps: steps
      .filter(({ seq }) => wish.steps.includes(seq))
      .map(({ seq, text, nextStep, ground, whereToGo }) => ({
        seq,
        ...blackened({ text, nextStep, ground, whereToGo }, black),
      })),
    photos: wish.photos,
  };
}

function blackened<Words extends Omit<StepWords, 'seq'>>(
  words: Words,
  black: (text: string) => string,
): Words {
  return Object.fromEntries(
    Object.entries(words).map(([name, text]) => [name, text === undefined ? undefined : black(text)]),
  ) as Words;
}

function toStep({ seq, text = '', nextStep = '', ground = '', whereToGo = '' }: StepWords) {
  return { seq, text, nextStep, ground, whereToGo };
}
