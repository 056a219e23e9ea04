import { createHash, randomBytes } from 'node:crypto';
import { AppError, encodeBase32 } from '@lapor/kernel';
import { nameOf } from '../domain/attachment.ts';
import type { Attachment } from '../domain/attachment.ts';
import type { Complaint } from '../domain/complaint.ts';
import type { Look } from '../domain/picture-look.ts';
import { lookOf } from '../images/look-of-image.ts';
import type { ReencodedImage } from '../images/reencode-image.ts';
import type { Intake } from '../intake.ts';
import { decryptFile, encryptFile } from '../stores/sealed-files.ts';

export const MAX_IMAGE_BYTES = 10 * 1024 * 1024;

export type AttachmentSize = 'full' | 'thumbnail';

function imageTooLarge(): AppError {
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

interface NewImage {
  readonly image: ReencodedImage;
  readonly agencyId: string | undefined;
  /** How often evidence was taken back before: what is still being destroyed is never what is stored anew. */
  readonly takenBack: number;
}

type Kept = Omit<Attachment, 'id' | 'byOfficer' | 'agencyId'>;

/** Kept with the texts, under their data key: erasing them makes the files unreadable too. */
export async function storeImage(
  intake: Intake,
  trackingId: string,
  attachmentId: string,
  { image, agencyId, takenBack }: NewImage,
): Promise<Attachment> {
  const name = takenBack === 0 ? attachmentId : imageName(intake, attachmentId, String(takenBack));
  const kept = await storeUnder(intake, trackingId, name, image);
  return {
    id: attachmentId,
    ...kept,
    ...(agencyId === undefined ? {} : { byOfficer: true, agencyId }),
    ...(name === attachmentId ? {} : { name }),
  };
}

/** Written as often as it may be: the first key is the one that counts. */
export async function storeUnder(
  intake: Intake,
  trackingId: string,
  name: string,
  image: ReencodedImage,
): Promise<Kept> {
  await writeImage(intake, name, await keyFor(intake, trackingId, name), image);
  await keepLook(intake, trackingId, name, image.full);
  const { contentType, width, height, full } = image;
  return { contentType, width, height, sizeBytes: full.length };
}

/** Another name of the same picture. */
export function imageName(intake: Intake, attachmentId: string, told: string): string {
  return encodeBase32(intake.mac('image-name', `${attachmentId}\n${told}`)).slice(0, 20);
}

/** Files, look and key of what nobody has any more. Any number of times. */
export async function destroyImages(
  intake: Intake,
  trackingId: string,
  names: readonly string[],
): Promise<void> {
  for (const name of names) await removeImage(intake, name);
  await intake.contents.remove(
    trackingId,
    names.flatMap((name) => [keyId(name), lookId(name)]),
  );
}

/** So that the picture is known when it is shown as evidence, here or again elsewhere. Kept with the texts, and gone with them. */
async function keepLook(intake: Intake, trackingId: string, name: string, full: Uint8Array): Promise<void> {
  if ((await intake.contents.read(trackingId, lookId(name))) !== undefined) return;
  await intake.contents.put(trackingId, lookId(name), await lookOf(full));
}

/** How these photos look, by id; those that were erased are missing. */
export async function readLooks(
  intake: Intake,
  trackingId: string,
  attachments: readonly Attachment[],
): Promise<readonly (readonly [id: string, look: Look])[]> {
  const idOf = (attachment: Attachment) => lookId(nameOf(attachment));
  const stored = await intake.contents.readMany(trackingId, attachments.map(idOf));
  return attachments.flatMap((each) => {
    const look = stored.get(idOf(each)) as Look | undefined;
    return look === undefined ? [] : [[each.id, look] as const];
  });
}

function lookId(name: string): string {
  return `picture-look-${name}`;
}

function keyId(name: string): string {
  return `attachment-key-${name}`;
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
export async function removeImages(
  intake: Intake,
  { attachments, discarded = [] }: Complaint,
): Promise<void> {
  const kept = attachments.flatMap((each) => [nameOf(each), ...(each.copies ?? [])]);
  for (const name of [...kept, ...discarded]) await removeImage(intake, name);
}

export async function removeImage(intake: Intake, name: string): Promise<void> {
  await intake.files.remove(fileName(name, 'full'));
  await intake.files.remove(fileName(name, 'thumbnail'));
}

async function keyFor(intake: Intake, trackingId: string, name: string): Promise<Uint8Array> {
  const contentId = keyId(name);
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
  trackingId: string,
  attachment: Attachment,
  size: AttachmentSize,
  name = nameOf(attachment),
): Promise<Uint8Array> {
  const [key, sealed] = await Promise.all([
    findKey(intake, trackingId, attachment),
    intake.files.read(fileName(name, size)),
  ]);
  if (key === undefined || sealed === undefined) throw noSuchAttachment();
  return decryptFile(key, sealed);
}

/** Undefined once it was erased. */
export async function findKey(
  intake: Intake,
  trackingId: string,
  attachment: Attachment,
): Promise<Uint8Array | undefined> {
  const key = await intake.contents.read<string>(trackingId, keyId(nameOf(attachment)));
  return key === undefined ? undefined : Buffer.from(key, 'base64');
}

function fileName(name: string, size: AttachmentSize): string {
  return `${name}.${size}`;
}

export function noSuchAttachment(): AppError {
  return new AppError('not_found', 'there is no such attachment');
}
