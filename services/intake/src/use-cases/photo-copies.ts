import { randomUUID } from 'node:crypto';
import type { MessageInitShape } from '@bufbuild/protobuf';
import type { ReleasedPhotoSchema } from '@lapor/contracts/routing/v1/routing_service';
import { encodeBase32, notFound } from '@lapor/kernel';
import type { ReleaseWish } from '@lapor/portal';
import { blackOutImage } from '../images/black-out-image.ts';
import { canonicalJson } from '../canonical-json.ts';
import { decideChangeCopies } from '../domain/decide-photos.ts';
import type { Intake } from '../intake.ts';
import { findKey, readImage, removeImage, writeImage } from './keep-images.ts';

type Wished = ReleaseWish['photos'][number];
type Copy = Exclude<MessageInitShape<typeof ReleasedPhotoSchema>, { readonly $typeName: string }>;

/**
 * Public copies of photos, with their areas black. The same photo with the same areas is the same copy. Each is written down before
 * its file lies there: what is erased later finds all of them.
 */
export async function makeCopies(
  intake: Intake,
  trackingId: string,
  photos: readonly Wished[],
): Promise<readonly Copy[]> {
  const copies: Copy[] = [];
  for (const photo of photos) copies.push(await makeCopy(intake, trackingId, photo));
  return copies;
}

async function makeCopy(intake: Intake, trackingId: string, { id, hide }: Wished): Promise<Copy> {
  const { state } = await intake.complaints.get(trackingId);
  const attachment = state.attachments.find((each) => each.id === id);
  const key = attachment && (await findKey(intake, trackingId, attachment));
  if (attachment === undefined || key === undefined) throw notFound('photo', id);
  const copyId = encodeBase32(intake.mac('photo-copy', `${id}\n${canonicalJson(hide)}`)).slice(0, 20);
  const original = await readImage(intake, trackingId, attachment, 'full');
  const image = await blackOutImage(original, attachment.contentType, hide);
  await changeCopies(intake, trackingId, id, (copies) => [...new Set([...copies, copyId])]);
  await writeImage(intake, copyId, key, image);
  const { contentType, width, height, full } = image;
  return { id, copyId, contentType, width, height, sizeBytes: full.length, hide: [...hide] };
}

/** Removes the copies that nobody may see any more. */
export async function dropCopies(
  intake: Intake,
  trackingId: string,
  stillPublic: readonly string[] = [],
): Promise<void> {
  const { state } = await intake.complaints.get(trackingId);
  for (const { id, copies = [] } of state.attachments) {
    const old = copies.filter((copy) => !stillPublic.includes(copy));
    for (const copy of old) await removeImage(intake, copy);
    if (old.length > 0)
      await changeCopies(intake, trackingId, id, (now) => now.filter((copy) => !old.includes(copy)));
  }
}

async function changeCopies(
  intake: Intake,
  trackingId: string,
  attachmentId: string,
  change: (copies: readonly string[]) => readonly string[],
): Promise<void> {
  await intake.complaints.execute(
    {
      aggregateId: trackingId,
      // What it comes to depends on what is there: each time is one of its own.
      commandId: `copies:${randomUUID()}`,
      bodyHash: '',
      actor: { kind: 'system' },
    },
    (complaint) => decideChangeCopies(complaint, attachmentId, change),
  );
}
