import { randomUUID } from 'node:crypto';
import type { Caller } from '@lapor/contracts/common/v1/common';
import { FollowUpKind } from '@lapor/contracts/routing/v1/case';
import { AppError } from '@lapor/kernel';
import type { AttachmentInfo } from '@lapor/portal';
import { isOpenTo, ofSide } from '../domain/attachment.ts';
import { decideNameEvidence, decideRemoveEvidence } from '../domain/complaint.ts';
import type { Intake } from '../intake.ts';
import { takeIn } from './attachments.ts';
import type { Images } from './attachments.ts';
import { caseIdOf, executeOnCase, getCase } from './case-access.ts';
import { inApiWords } from './command-names.ts';
import { callerOf } from './directory/officer-session.ts';
import { removeImage } from './keep-images.ts';
import { ownerOfStepPhoto, takesEvidence } from './step-photos.ts';

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
  // Of those that were shown before it was written down here; whoever may give evidence reads drafts too.
  if (ownerOfStepPhoto(view, attachmentId) !== undefined)
    throw new AppError('illegal', 'the photo was shown: it stays with its step');
  const { state } = await intake.complaints.get(id);
  const sent = ofSide(state.attachments, true).find((each) => each.id === attachmentId);
  if (sent === undefined || !isOpenTo(sent, caller.agencyId)) return;
  await intake.complaints.execute(
    {
      aggregateId: id,
      commandId: `remove-attachment:${randomUUID()}`,
      bodyHash: '',
      actor: { kind: 'officer', id: caller.officerId },
    },
    (complaint) => decideRemoveEvidence(complaint, attachmentId),
  );
  await removeImage(intake, attachmentId);
}

/** A step is about to show them. @throws AppError invalid when one was taken back */
export async function nameEvidencePhotos(
  intake: Intake,
  trackingId: string,
  photoIds: readonly string[],
): Promise<void> {
  await intake.complaints.execute(
    {
      aggregateId: trackingId,
      commandId: `name-photos:${randomUUID()}`,
      bodyHash: '',
      actor: { kind: 'system' },
    },
    (complaint) => decideNameEvidence(complaint, photoIds),
  );
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
