import { AppError } from '@lapor/kernel';
import type { AttachmentFile, AttachmentInfo } from '@lapor/portal';
import type { CaseView } from '@lapor/contracts/routing/v1/routing_service';
import type { Loaded } from '@lapor/store';
import { PUBLIC_CALLER, reporterCaller } from '../remotes/callers.ts';
import { isOpenTo } from '../domain/attachment.ts';
import type { Complaint } from '../domain/complaint.ts';
import type { Intake } from '../intake.ts';
import { getCase, getComplaint, getOwnComplaint } from './case-access.ts';
import { callerOf } from './directory/officer-session.ts';
import { noSuchAttachment, readImage } from './keep-images.ts';
import type { AttachmentSize } from './keep-images.ts';
import type { ReporterRequest } from './reporter-actions.ts';
import { ownerOfStepPhoto, takesEvidence } from './step-photos.ts';
import { takeIn } from './take-in-images.ts';
import type { Images } from './take-in-images.ts';

/**
 * Takes a reporter's images in: re-encoded, without metadata, encrypted. All of them or, when one is refused, none. The same image
 * again is the same attachment.
 * @throws AppError unsupported for what is no image we read, too_large, unprocessable for the sixth
 */
export async function addAttachments(
  intake: Intake,
  request: ReporterRequest,
  images: Images,
): Promise<readonly AttachmentInfo[]> {
  const { trackingId, accessCode, clientAddress } = request;
  const complaint = await getOwnComplaint(intake, trackingId, accessCode, clientAddress);
  const onFresh = () => intake.limits.take('write-complaint', complaint.id);
  return takeIn(intake, complaint, images, { actor: { kind: 'reporter' }, onFresh });
}

/** Who wants to see it: by access code, by an officer's session, or anybody. */
export type AttachmentViewer =
  | { readonly accessCode: string }
  | { readonly sessionToken: string }
  | { readonly anybody: true };

/**
 * Whoever may see the words may see the pictures: the reporter, and officers by routing's word; those of officers with the step that
 * they are the evidence of. Anybody else sees the copy that was released, if one was.
 */
export async function readAttachment(
  intake: Intake,
  typed: string,
  attachmentId: string,
  size: AttachmentSize,
  viewer: AttachmentViewer,
  clientAddress: string,
): Promise<AttachmentFile> {
  if ('anybody' in viewer) return readReleasedPhoto(intake, typed, attachmentId, size);
  const complaint =
    'accessCode' in viewer
      ? await getOwnComplaint(intake, typed, viewer.accessCode, clientAddress)
      : await getComplaint(intake, typed);
  const { id } = complaint;
  const own = complaint.state.attachments.find((each) => each.id === attachmentId);
  const isReporters = own !== undefined && own.byOfficer === undefined;
  // The reporter's own are the reporter's to see, whatever routing knows.
  const view = isReporters && 'accessCode' in viewer ? undefined : await viewFor(intake, id, viewer);
  const agencyId = 'accessCode' in viewer ? '' : (await callerOf(intake, viewer.sessionToken)).agencyId;
  const owner = isReporters ? complaint : await ownerOf(intake, view, complaint, { attachmentId, agencyId });
  const attachment = owner?.state.attachments.find((each) => each.id === attachmentId);
  if (owner === undefined || attachment === undefined) throw noSuchAttachment();
  const bytes = await readImage(intake, owner.id, attachment, size);
  return { contentType: typeOf(size, attachment.contentType), bytes };
}

async function viewFor(
  intake: Intake,
  id: string,
  viewer: Exclude<AttachmentViewer, { readonly anybody: true }>,
): Promise<CaseView> {
  if ('accessCode' in viewer) return getCase(intake, id, reporterCaller(id));
  const view = await getCase(intake, id, await callerOf(intake, viewer.sessionToken));
  if (!view.textVisible) throw new AppError('forbidden', 'the images of this case are not for you');
  return view;
}

/** An officer's photo belongs to a step that is shown to whoever asks, or waits to be given as evidence by them. */
async function ownerOf(
  intake: Intake,
  view: CaseView | undefined,
  complaint: Loaded<Complaint>,
  { attachmentId, agencyId }: { readonly attachmentId: string; readonly agencyId: string },
): Promise<Loaded<Complaint> | undefined> {
  if (view === undefined) return undefined;
  const ownerId = ownerOfStepPhoto(view, attachmentId);
  const own = complaint.state.attachments.find((each) => each.id === attachmentId);
  const waits = ownerId === undefined && takesEvidence(view) && own !== undefined && isOpenTo(own, agencyId);
  if (ownerId === complaint.id || waits) return complaint;
  return ownerId === undefined ? undefined : intake.complaints.find(ownerId);
}

async function readReleasedPhoto(
  intake: Intake,
  typed: string,
  attachmentId: string,
  size: AttachmentSize,
): Promise<AttachmentFile> {
  const { id, state } = await getComplaint(intake, typed);
  // Without a copy there is nothing to ask routing about.
  const copied = state.attachments.find((each) => each.id === attachmentId && each.copies !== undefined);
  const released = copied && (await getCase(intake, id, PUBLIC_CALLER)).released;
  const photo = released?.photos.find((each) => each.id === attachmentId);
  if (copied === undefined || photo === undefined)
    throw new AppError('unauthenticated', 'the access code is missing', {
      issues: [{ field: 'Access-Code', rule: 'is required for what is not public' }],
    });
  const bytes = await readImage(intake, id, copied, size, photo.copyId);
  return { contentType: typeOf(size, photo.contentType), bytes };
}

function typeOf(size: AttachmentSize, full: string): string {
  return size === 'full' ? full : 'image/webp';
}
