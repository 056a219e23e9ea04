import { randomUUID } from 'node:crypto';
import type { Caller } from '@lapor/contracts/common/v1/common';
import { FollowUpKind } from '@lapor/contracts/routing/v1/case';
import { AppError } from '@lapor/kernel';
import type { AttachmentInfo } from '@lapor/portal';
import type { Loaded } from '@lapor/store';
import { isOpenTo, ofSide } from '../domain/attachment.ts';
import {
  decideDiscarded,
  decideNameEvidence,
  decideRemoveEvidence,
  decideUnnameEvidence,
} from '../domain/decide-photos.ts';
import type { Complaint, ComplaintEvent } from '../domain/complaint.ts';
import type { Intake } from '../intake.ts';
import { caseIdOf, executeOnCase, getCase } from './case-access.ts';
import { inApiWords } from './command-names.ts';
import { callerOf } from './directory/officer-session.ts';
import { destroyImages } from './keep-images.ts';
import { ownerOfStepPhoto, takesEvidence } from './step-photos.ts';
import { takeIn } from './take-in-images.ts';
import type { Images } from './take-in-images.ts';

const SYSTEM = { kind: 'system' } as const;
const PAGE = 100;

/**
 * Takes in what an officer is going to show as evidence, with the same care as a reporter's photos. Nobody else sees it before a
 * follow-up or an answer names it.
 * @throws AppError not_found, forbidden, illegal, unsupported, too_large, unprocessable when there is no room for more
 */
export async function addEvidencePhotos(
  intake: Intake,
  token: string,
  typed: string,
  images: Images,
): Promise<readonly AttachmentInfo[]> {
  const caller = await callerOf(intake, token);
  const id = caseIdOf(typed);
  const view = await getCase(intake, id, caller);
  if (!takesEvidence(view)) throw await refusalOf(intake, id, caller);
  const complaint = await intake.complaints.get(id);
  const actor = { kind: 'officer', id: caller.officerId } as const;
  return takeIn(intake, complaint, images, { actor, agencyId: caller.agencyId });
}

/**
 * The same of one that the system of an agency sends, which routing has found may give evidence.
 * @throws AppError not_found, unsupported, too_large, unprocessable when there is no room for more
 */
export async function addSystemsPhoto(
  intake: Intake,
  trackingId: string,
  image: Uint8Array,
  { agencyId, keyId }: { readonly agencyId: string; readonly keyId: string },
): Promise<string> {
  const complaint = await intake.complaints.get(trackingId);
  const actor = { kind: 'machine', id: keyId, agencyId } as const;
  const [photo] = await takeIn(intake, complaint, [image], { actor, agencyId });
  if (photo === undefined) throw new AppError('internal', 'a photo was taken in and is not there');
  return photo.id;
}

/**
 * Takes back one that was sent by mistake. What a step shows stays with it.
 * @throws AppError not_found, forbidden, illegal also for one that was shown
 */
export async function removeEvidencePhoto(
  intake: Intake,
  token: string,
  typed: string,
  attachmentId: string,
): Promise<void> {
  const caller = await callerOf(intake, token);
  const id = caseIdOf(typed);
  const view = await getCase(intake, id, caller);
  if (!takesEvidence(view)) throw await refusalOf(intake, id, caller);
  // Whatever is written down here; whoever may give evidence reads drafts too.
  if (ownerOfStepPhoto(view, attachmentId) !== undefined)
    throw new AppError('illegal', 'the photo was shown: it stays with its step');
  const { state } = await intake.complaints.get(id);
  const sent = ofSide(state.attachments, true).find((each) => each.id === attachmentId);
  if (sent === undefined || !isOpenTo(sent, caller.agencyId)) return;
  await execute(intake, id, { kind: 'officer', id: caller.officerId }, (complaint) =>
    decideRemoveEvidence(complaint, attachmentId),
  );
  await discard(intake, await intake.complaints.get(id));
}

/** What was taken back and lies there still, because a process died. */
export async function finishDiscarding(intake: Intake): Promise<void> {
  const open = await intake.complaints.query({ 'state.discarded': { $exists: true } }, { limit: PAGE });
  for (const complaint of open) await discard(intake, complaint);
}

/** Each step may be done twice: names are used but once. */
async function discard(intake: Intake, { id, state: { discarded = [] } }: Loaded<Complaint>): Promise<void> {
  if (discarded.length === 0) return;
  await destroyImages(intake, id, discarded);
  await execute(intake, id, SYSTEM, (complaint) => decideDiscarded(complaint, discarded));
}

/** A step is about to show them. @throws AppError invalid when one was taken back */
export async function nameEvidencePhotos(
  intake: Intake,
  trackingId: string,
  photoIds: readonly string[],
): Promise<void> {
  await execute(intake, trackingId, SYSTEM, (complaint) => decideNameEvidence(complaint, photoIds));
}

/** What was about to show them came to nothing. */
export async function unnameEvidencePhotos(
  intake: Intake,
  trackingId: string,
  photoIds: readonly string[],
): Promise<void> {
  await execute(intake, trackingId, SYSTEM, (complaint) => decideUnnameEvidence(complaint, photoIds));
}

/** What it comes to depends on what is there: each time is one of its own. */
async function execute(
  intake: Intake,
  aggregateId: string,
  actor: { readonly kind: 'officer' | 'system'; readonly id?: string },
  decide: (complaint: Complaint | undefined) => readonly ComplaintEvent[],
): Promise<void> {
  const commandId = `evidence-photos:${randomUUID()}`;
  await intake.complaints.execute({ aggregateId, commandId, bodyHash: '', actor }, decide);
}

/** Why not is said by routing, of a follow-up that is none in any case. */
async function refusalOf(intake: Intake, caseId: string, caller: Caller): Promise<unknown> {
  const command = { case: 'followUp' as const, value: { kind: FollowUpKind.INSPECTION, text: '' } };
  const client = `officer:${caller.officerId}`;
  return executeOnCase(intake, { caseId, command, caller, client }).then(
    () => new AppError('internal', 'a follow-up without words was accepted'),
    (error: unknown) => inApiWords(error, 'officer'),
  );
}
