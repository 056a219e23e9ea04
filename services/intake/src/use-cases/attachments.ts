import { randomUUID } from 'node:crypto';
import { AppError, notFound } from '@lapor/kernel';
import type { AttachmentFile, AttachmentInfo } from '@lapor/portal';
import type { CaseView } from '@lapor/contracts/routing/v1/routing_service';
import type { Loaded } from '@lapor/store';
import { PUBLIC_CALLER, reporterCaller } from '../remotes/callers.ts';
import { isOpenTo, ofSide, refuseTooMany } from '../domain/attachment.ts';
import { decideAddAttachments } from '../domain/complaint.ts';
import type { Attachment } from '../domain/attachment.ts';
import type { Complaint } from '../domain/complaint.ts';
import type { Intake } from '../intake.ts';
import { reencodeImage } from '../images/reencode-image.ts';
import type { ReencodedImage } from '../images/reencode-image.ts';
import { getCase, getComplaint, getOwnComplaint } from './case-access.ts';
import { callerOf } from './directory/officer-session.ts';
import { attachmentIdOf, noSuchAttachment, readImage, storeImage } from './keep-images.ts';
import type { AttachmentSize } from './keep-images.ts';
import { infoOf } from './private-parts.ts';
import type { ReporterRequest } from './reporter-actions.ts';
import { ownerOfStepPhoto, takesEvidence } from './step-photos.ts';

/** One after the other, as they come in. */
export type Images = AsyncIterable<Uint8Array> | Iterable<Uint8Array>;

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

/** Who sends them, and what is to be done before one that is not there yet is looked at. */
interface Sent {
  readonly actor: { readonly kind: 'reporter' | 'officer'; readonly id?: string };
  /** Evidence of this agency; absent: the reporter's own. */
  readonly agencyId?: string;
  readonly onFresh?: () => void;
}

export async function takeIn(
  intake: Intake,
  { id, state }: Loaded<Complaint>,
  images: Images,
  { actor, agencyId, onFresh }: Sent,
): Promise<readonly AttachmentInfo[]> {
  const byOfficer = agencyId === undefined ? undefined : true;
  const ids: string[] = [];
  const fresh = new Map<string, ReencodedImage>();
  const before = ofSide(state.attachments, byOfficer);
  for await (const bytes of images) {
    const attachmentId = attachmentIdOf(intake, id, bytes, agencyId);
    ids.push(attachmentId);
    if (fresh.has(attachmentId) || before.some((each) => each.id === attachmentId)) continue;
    refuseTooMany(before.length + fresh.size, byOfficer);
    onFresh?.();
    fresh.set(attachmentId, await reencodeImage(bytes));
  }
  const stored: Attachment[] = [];
  for (const [attachmentId, image] of fresh)
    stored.push(await storeImage(intake, id, attachmentId, { image, agencyId }));
  const attachments = stored.length === 0 ? state.attachments : await record(intake, id, stored, actor);
  return ids.map((each) => getAttachment(attachments, each));
}

async function record(
  intake: Intake,
  trackingId: string,
  stored: readonly Attachment[],
  actor: Sent['actor'],
): Promise<Complaint['attachments']> {
  const outcome = await intake.complaints.execute(
    // What it comes to depends on what is there: each time is one of its own.
    { aggregateId: trackingId, commandId: `attachment:${randomUUID()}`, bodyHash: '', actor },
    (complaint) => decideAddAttachments(complaint, stored),
  );
  return outcome.state.attachments;
}

function getAttachment(attachments: Complaint['attachments'], id: string): AttachmentInfo {
  const found = attachments.find((each) => each.id === id);
  if (found === undefined) throw notFound('attachment', id);
  return infoOf(found);
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
  const bytes = await readImage(intake, { trackingId: owner.id, attachmentId, name: attachmentId, size });
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
  const copied = state.attachments.some((each) => each.id === attachmentId && each.copies !== undefined);
  const released = copied ? (await getCase(intake, id, PUBLIC_CALLER)).released : undefined;
  const photo = released?.photos.find((each) => each.id === attachmentId);
  if (photo === undefined)
    throw new AppError('unauthenticated', 'the access code is missing', {
      issues: [{ field: 'Access-Code', rule: 'is required for what is not public' }],
    });
  const bytes = await readImage(intake, { trackingId: id, attachmentId, name: photo.copyId, size });
  return { contentType: typeOf(size, photo.contentType), bytes };
}

function typeOf(size: AttachmentSize, full: string): string {
  return size === 'full' ? full : 'image/webp';
}
