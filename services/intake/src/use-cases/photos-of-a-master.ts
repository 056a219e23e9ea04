import { randomUUID } from 'node:crypto';
import type { CaseView } from '@lapor/contracts/routing/v1/routing_service';
import { decideAddAttachments } from '../domain/decide-photos.ts';
import type { Intake } from '../intake.ts';
import type { ReencodedImage } from '../images/reencode-image.ts';
import { imageName, readImage, storeUnder } from './keep-images.ts';
import { ownerOfStepPhoto } from './step-photos.ts';

/**
 * What a master showed while a case followed it lies with the master. Before such a photo is released for a case of its own, it is the
 * case's too, under its own key, as the words of these steps are.
 */
export async function takeOver(intake: Intake, view: CaseView, photoIds: readonly string[]): Promise<void> {
  const trackingId = view.snapshot?.caseId ?? '';
  for (const photoId of photoIds) {
    const ownerId = ownerOfStepPhoto(view, photoId);
    if (ownerId !== undefined && ownerId !== trackingId) await takeOne(intake, trackingId, ownerId, photoId);
  }
}

async function takeOne(intake: Intake, trackingId: string, ownerId: string, photoId: string): Promise<void> {
  const [own, owner] = await Promise.all([intake.complaints.get(trackingId), intake.complaints.get(ownerId)]);
  if (own.state.attachments.some(({ id }) => id === photoId)) return;
  const theirs = owner.state.attachments.find(({ id }) => id === photoId);
  // It was erased a moment ago: that there is none is said where its copy is made.
  if (theirs === undefined) return;
  const [full, thumbnail] = await Promise.all([
    readImage(intake, ownerId, theirs, 'full'),
    readImage(intake, ownerId, theirs, 'thumbnail'),
  ]);
  const { contentType, width, height, byOfficer, agencyId } = theirs;
  const image = { contentType: contentType as ReencodedImage['contentType'], width, height, full, thumbnail };
  const name = imageName(intake, photoId, trackingId);
  const kept = await storeUnder(intake, trackingId, name, image);
  const attachment = {
    id: photoId,
    ...kept,
    name,
    ...(byOfficer === undefined ? {} : { byOfficer }),
    ...(agencyId === undefined ? {} : { agencyId }),
  };
  await intake.complaints.execute(
    {
      aggregateId: trackingId,
      commandId: `take-over:${randomUUID()}`,
      bodyHash: '',
      actor: { kind: 'system' },
    },
    (complaint) => decideAddAttachments(complaint, [attachment], complaint?.takenBack),
  );
}
