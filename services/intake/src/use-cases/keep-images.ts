import { createHash, randomBytes } from 'node:crypto';
import { AppError, encodeBase32 } from '@lapor/kernel';
import type { Attachment } from '../domain/attachment.ts';
import type { Complaint } from '../domain/complaint.ts';
import type { Look } from '../domain/picture-look.ts';
import { lookOf } from '../images/look-of-image.ts';
import type { ReencodedImage } from '../images/reencode-image.ts';
import type { Intake } from '../intake.ts';
import { decryptFile, encryptFile } from '../stores/sealed-files.ts';

export const MAX_IMAGE_BYTES = 10 * 1024 * 1024;

export type AttachmentSize = 'full' | 'thumbnail';

export function imageTooLarge(): AppError {
  return new AppError('too_large', 'the image is too large', {
    issues: [{ field: 'image', rule: `must be at most ${MAX_IMAGE_BYTES} bytes` }],
  });
}

/** The same bytes sent again are the same attachment; an office and a reporter never share one, nor do two offices. */
export function attachmentIdOf(
  intake: Intake,
  trackingId: string,
  bytes: Uint8Array,
  agencyId?: string,
): string {
  if (bytes.length > MAX_IMAGE_BYTES) throw imageTooLarge();
  const digest = createHash('sha256').update(bytes).digest('hex');
  const mac =
    agencyId === undefined
      ? intake.mac('attachment', `${trackingId}\n${digest}`)
      : intake.mac('evidence-photo', `${trackingId}\n${digest}\n${agencyId}`);
  return encodeBase32(mac).slice(0, 20);
}

/** Kept with the texts, under their data key: erasing them makes the files unreadable too. */
export async function storeImage(
  intake: Intake,
  trackingId: string,
  attachmentId: string,
  { image, agencyId }: { readonly image: ReencodedImage; readonly agencyId: string | undefined },
): Promise<Attachment> {
  await writeImage(intake, attachmentId, await keyFor(intake, trackingId, attachmentId), image);
  await keepLook(intake, trackingId, attachmentId, image.full);
  const { contentType, width, height } = image;
  const sizeBytes = image.full.length;
  return {
    id: attachmentId,
    contentType,
    width,
    height,
    sizeBytes,
    ...(agencyId === undefined ? {} : { byOfficer: true, agencyId }),
  };
}

/** So that the picture is known when it is shown as evidence, here or again elsewhere. Kept with the texts, and gone with them. */
async function keepLook(
  intake: Intake,
  trackingId: string,
  attachmentId: string,
  full: Uint8Array,
): Promise<void> {
  if ((await intake.contents.read(trackingId, lookId(attachmentId))) !== undefined) return;
  await intake.contents.put(trackingId, lookId(attachmentId), await lookOf(full));
}

/** How these photos look; those that were erased are missing. */
export async function readLooks(
  intake: Intake,
  trackingId: string,
  attachmentIds: readonly string[],
): Promise<readonly (readonly [id: string, look: Look])[]> {
  const stored = await intake.contents.readMany(trackingId, attachmentIds.map(lookId));
  return attachmentIds.flatMap((id) => {
    const look = stored.get(lookId(id)) as Look | undefined;
    return look === undefined ? [] : [[id, look] as const];
  });
}

function lookId(attachmentId: string): string {
  return `picture-look-${attachmentId}`;
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

export function noSuchAttachment(): AppError {
  return new AppError('not_found', 'there is no such attachment');
}
