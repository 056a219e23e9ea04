import type { Caller } from '@lapor/contracts/common/v1/common';
import type { CaseView } from '@lapor/contracts/routing/v1/routing_service';
import { AppError, formatTrackingId } from '@lapor/kernel';
import type { ReleaseDraft, ReleaseWish, StepWords, TimelineItem } from '@lapor/portal';
import type { Complaint } from '../domain/complaint.ts';
import { suggestHidden } from '../domain/redaction.ts';
import type { Intake } from '../intake.ts';
import { caseIdOf, executeOnCase, getCase } from './case-access.ts';
import { namesIn, isoOf, publicWordsOf, timelineItem } from './case-mapping.ts';
import { inApiWords } from './command-names.ts';
import { callerOf } from './directory/officer-session.ts';
import { attachmentsOf, infoOf, readIdentity, readSubmission } from './private-parts.ts';
import { photosOfSteps } from './step-photos.ts';

/** As routing has it: steps on which an office says something that may be of use to all. */
const RELEASABLE: ReadonlySet<string> = new Set([
  'CaseFollowedUp',
  'CaseAnswered',
  'PromiseReported',
  'CaseArchived',
]);

/** A case whose words this officer may release, with all there is to release. */
export interface Releasable {
  readonly view: CaseView;
  readonly complaint: Complaint | undefined;
  readonly submission: { readonly title: string; readonly body: string };
  readonly steps: readonly TimelineItem[];
  readonly photos: ReleaseDraft['photos'];
}

/** @throws AppError not_found, illegal (secret, protected), forbidden */
export async function getReleasable(intake: Intake, token: string, typed: string): Promise<Releasable> {
  const caller = await callerOf(intake, token);
  const id = caseIdOf(typed);
  const view = await getCase(intake, id, caller);
  if (!view.legal.includes('release_words') || !view.textVisible) throw await refusalOf(intake, id, caller);
  const [complaint, submission, names, shown] = await Promise.all([
    intake.complaints.find(id),
    readSubmission(intake, id),
    namesIn(intake.places, [view]),
    photosOfSteps(intake, view),
  ]);
  const steps = view.timeline
    .filter(({ type }) => RELEASABLE.has(type))
    .map((entry) => timelineItem(entry, names, true, shown))
    .filter(({ text }) => text !== undefined);
  const photos = photosIn(complaint?.state, steps, view);
  return { view, complaint: complaint?.state, submission, steps, photos };
}

/** The reporter's, and those that its steps show. What a master shows is released there, for as long as this one follows it. */
function photosIn(
  complaint: Complaint | undefined,
  steps: readonly TimelineItem[],
  view: CaseView,
): ReleaseDraft['photos'] {
  if (complaint === undefined || complaint.erased === 'all') return [];
  const own = new Map(complaint.attachments.map((each) => [each.id, infoOf(each)]));
  const evidence = new Map<string, ReleaseDraft['photos'][number]>();
  for (const { seq, at, photos = [] } of steps)
    for (const photo of photos) {
      const shown = own.get(photo.id) ?? (view.merged ? undefined : { ...photo, addedAt: at });
      if (shown !== undefined && !evidence.has(photo.id)) evidence.set(photo.id, { ...shown, step: seq });
    }
  return [...attachmentsOf(complaint), ...evidence.values()];
}

/** Why not is said by routing, of a release that is none in any case: there is no step without a number. */
async function refusalOf(intake: Intake, caseId: string, caller: Caller): Promise<unknown> {
  const command = { case: 'releaseWords' as const, value: { steps: [{ seq: 0 }] } };
  const client = `officer:${caller.officerId}`;
  return executeOnCase(intake, { caseId, command, caller, client }).then(
    () => new AppError('internal', 'a release of nothing was accepted'),
    (error: unknown) => inApiWords(error, 'officer'),
  );
}

/** All that could be released, and what somebody may want to black out of it. */
export async function readReleaseDraft(intake: Intake, token: string, typed: string): Promise<ReleaseDraft> {
  const { view, complaint, submission, steps, photos } = await getReleasable(intake, token, typed);
  const id = view.snapshot?.caseId ?? '';
  const knowsName = view.nameVisible && complaint !== undefined;
  const identity = knowsName ? await readIdentity(intake, complaint) : undefined;
  const { title, body } = submission;
  const texts = [title, body, ...steps.flatMap((step) => wordsOf(step))];
  return {
    id,
    trackingIdText: formatTrackingId(id),
    version: Number(view.version),
    submittedAt: complaint?.submittedAt,
    wordsWaitSince: isoOf(view.wordsWaitSince),
    title,
    body,
    steps,
    photos,
    suggestions: suggestHidden(texts, identity?.name),
    released: publicWordsOf(view),
    last: lastWish(view),
    mayWithhold: view.legal.includes('withhold_words'),
  };
}

/** As it was released last, to begin with when it is released again. */
function lastWish({ released }: CaseView): ReleaseWish | undefined {
  if (released === undefined) return undefined;
  const { report, steps, photos, hide } = released;
  return {
    report,
    steps,
    hide,
    photos: photos.map(({ id, hide: areas }) => ({
      id,
      hide: areas.map(({ left, top, width, height }) => ({ left, top, width, height })),
    })),
  };
}

function wordsOf({ text, nextStep, ground, whereToGo }: StepWords): readonly string[] {
  return [text, nextStep, ground, whereToGo].filter((each) => each !== undefined);
}
