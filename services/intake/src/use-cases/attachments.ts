import { createHash, randomBytes } from 'node:crypto';
import { AppError, notFound } from '@lapor/kernel';
import type { AttachmentFile, AttachmentInfo } from '@lapor/portal';
import { encodeBase32 } from '@lapor/kernel';
import { PUBLIC_CALLER } from '../remotes/callers.ts';
import { decryptFile, encryptFile } from '../stores/attachment-files.ts';
import { decideAddAttachments, refuseTooMany } from '../domain/complaint.ts';
import type { Attachment, Complaint } from '../domain/complaint.ts';
import type { Intake } from '../intake.ts';
import { reencodeImage } from '../images/reencode-image.ts';
import type { ReencodedImage } from '../images/reencode-image.ts';
import { getCase, getComplaint, getOwnComplaint } from './case-access.ts';
import { callerOf } from './directory/officer-session.ts';
import type { ReporterRequest } from './reporter-actions.ts';

export const MAX_IMAGE_BYTES = 10 * 1024 * 1024;

export type AttachmentSize = 'full' | 'thumbnail';

/**
 * Takes images in: re-encoded, without metadata, encrypted. All of them or, when one is refused, none. The same image
 * again is the same attachment.
 * @throws AppError unsupported for what is no image we read, too_large, unprocessable for the sixth
 */
export async function addAttachments(
  intake: Intake,
  request: ReporterRequest,
  images: AsyncIterable<Uint8Array> | Iterable<Uint8Array>,
): Promise<readonly AttachmentInfo[]> {
  const { trackingId, accessCode, clientAddress } = request;
  const { id, state } = await getOwnComplaint(intake, trackingId, accessCode, clientAddress);
  const ids: string[] = [];
  const fresh = new Map<string, ReencodedImage>();
  for await (const bytes of images) {
    const attachmentId = attachmentIdOf(intake, id, bytes);
    ids.push(attachmentId);
    if (fresh.has(attachmentId) || state.attachments.some((each) => each.id === attachmentId)) continue;
    refuseTooMany(state.attachments.length + fresh.size);
    intake.limits.take('write-complaint', id);
    fresh.set(attachmentId, await reencodeImage(bytes));
  }
  const stored: Attachment[] = [];
  for (const [attachmentId, image] of fresh) stored.push(await storeImage(intake, id, attachmentId, image));
  const attachments = stored.length === 0 ? state.attachments : await record(intake, id, stored);
  return ids.map((each) => getAttachment(attachments, each));
}

export function imageTooLarge(): AppError {
  return new AppError('too_large', 'the image is too large', {
    issues: [{ field: 'image', rule: `must be at most ${MAX_IMAGE_BYTES} bytes` }],
  });
}

function attachmentIdOf(intake: Intake, trackingId: string, bytes: Uint8Array): string {
  if (bytes.length > MAX_IMAGE_BYTES) throw imageTooLarge();
  const digest = createHash('sha256').update(bytes).digest('hex');
  return encodeBase32(intake.mac('attachment', `${trackingId}\n${digest}`)).slice(0, 20);
}

async function record(
  intake: Intake,
  trackingId: string,
  stored: readonly Attachment[],
): Promise<Complaint['attachments']> {
  const names = stored.map(({ id }) => id).join('+');
  const outcome = await intake.complaints.execute(
    {
      aggregateId: trackingId,
      commandId: `attachment:${names}`,
      bodyHash: names,
      actor: { kind: 'reporter' },
    },
    (complaint) => decideAddAttachments(complaint, stored),
  );
  return outcome.state.attachments;
}

function getAttachment(attachments: Complaint['attachments'], id: string): AttachmentInfo {
  const found = attachments.find((each) => each.id === id);
  if (found === undefined) throw notFound('attachment', id);
  return found;
}

async function storeImage(
  intake: Intake,
  trackingId: string,
  attachmentId: string,
  image: ReencodedImage,
): Promise<Attachment> {
  // Kept with the texts, under their data key: erasing them makes the files unreadable too.
  await writeImage(intake, attachmentId, await keyFor(intake, trackingId, attachmentId), image);
  const { contentType, width, height } = image;
  return { id: attachmentId, contentType, width, height, sizeBytes: image.full.length };
}

/** A copy of a photo lies under the photo's own key: it goes with it. */
export async function writeImage(
  intake: Intake,
  name: string,
  key: Uint8Array,
  image: Pick<ReencodedImage, 'full' | 'thumbnail'>,
): Promise<void> {
  await Promise.all([
    intake.files.write(fileName(name, 'full'), encryptFile(key, image.full)),
    intake.files.write(fileName(name, 'thumbnail'), encryptFile(key, image.thumbnail)),
  ]);
}

/** Their key is gone with the words; this is for the space they take. */
export async function removeImages(intake: Intake, { attachments }: Complaint): Promise<void> {
  for (const { id, copies = [] } of attachments)
    for (const name of [id, ...copies]) await removeImage(intake, name);
}

export async function removeImage(intake: Intake, name: string): Promise<void> {
  await intake.files.remove(fileName(name, 'full'));
  await intake.files.remove(fileName(name, 'thumbnail'));
}

async function keyFor(intake: Intake, trackingId: string, attachmentId: string): Promise<Uint8Array> {
  const contentId = `attachment-key-${attachmentId}`;
  const key = await intake.contents.read<string>(trackingId, contentId);
  if (key !== undefined) return Buffer.from(key, 'base64');
  const fresh = randomBytes(32);
  try {
    await intake.contents.put(trackingId, contentId, fresh.toString('base64'));
    return fresh;
  } catch (error) {
    // The same image came twice at once, and the other one was first: its key is the one that counts.
    const first = isUnprocessable(error)
      ? await intake.contents.read<string>(trackingId, contentId)
      : undefined;
    if (first === undefined) throw error;
    return Buffer.from(first, 'base64');
  }
}

function isUnprocessable(error: unknown): boolean {
  return error instanceof AppError && error.code === 'unprocessable';
}

/** Who wants to see it: by access code, by an officer's session, or anybody. */
export type AttachmentViewer =
  | { readonly accessCode: string }
  | { readonly sessionToken: string }
  | { readonly anybody: true };

/**
 * Whoever may see the words may see the pictures: the reporter, and officers by routing's word. Anybody else sees the copy that was
 * released, if one was.
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
  const { id, state } =
    'accessCode' in viewer
      ? await getOwnComplaint(intake, typed, viewer.accessCode, clientAddress)
      : await getComplaint(intake, typed);
  if ('sessionToken' in viewer) {
    const view = await getCase(intake, id, await callerOf(intake, viewer.sessionToken));
    if (!view.textVisible) throw new AppError('forbidden', 'the images of this case are not for you');
  }
  const attachment = state.attachments.find((each) => each.id === attachmentId);
  if (attachment === undefined) throw noSuchAttachment();
  const bytes = await readImage(intake, { trackingId: id, attachmentId, name: attachmentId, size });
  return { contentType: typeOf(size, attachment.contentType), bytes };
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

function noSuchAttachment(): AppError {
  return new AppError('not_found', 'there is no such attachment');
}

function typeOf(size: AttachmentSize, full: string): string {
  return size === 'full' ? full : 'image/webp';
}

/** The picture itself, or a copy of it: both under the key of the attachment. @throws AppError not_found */
export async function readImage(
  intake: Intake,
  wanted: {
    readonly trackingId: string;
    readonly attachmentId: string;
    readonly name: string;
    readonly size: AttachmentSize;
  },
): Promise<Uint8Array> {
  const [key, sealed] = await Promise.all([
    findKey(intake, wanted.trackingId, wanted.attachmentId),
    intake.files.read(fileName(wanted.name, wanted.size)),
  ]);
  if (key === undefined || sealed === undefined) throw noSuchAttachment();
  return decryptFile(key, sealed);
}

/** Undefined once it was erased. */
export async function findKey(
  intake: Intake,
  trackingId: string,
  attachmentId: string,
): Promise<Uint8Array | undefined> {
  const key = await intake.contents.read<string>(trackingId, `attachment-key-${attachmentId}`);
  return key === undefined ? undefined : Buffer.from(key, 'base64');
}

function fileName(attachmentId: string, size: AttachmentSize): string {
  return `${attachmentId}.${size}`;
}
