import { randomUUID } from 'node:crypto';
import { AppError, notFound } from '@lapor/kernel';
import type { AttachmentInfo } from '@lapor/portal';
import type { Actor, Loaded } from '@lapor/store';
import { nameOf, ofSide, refuseTooMany } from '../domain/attachment.ts';
import type { Attachment } from '../domain/attachment.ts';
import type { Complaint } from '../domain/complaint.ts';
import { decideAddAttachments } from '../domain/decide-photos.ts';
import type { Intake } from '../intake.ts';
import { reencodeImage } from '../images/reencode-image.ts';
import type { ReencodedImage } from '../images/reencode-image.ts';
import { attachmentIdOf, destroyImages, storeImage } from './keep-images.ts';
import { infoOf } from './private-parts.ts';

/** One after the other, as they come in. */
export type Images = AsyncIterable<Uint8Array> | Iterable<Uint8Array>;

/** Who sends them, and what is to be done before one that is not there yet is looked at. */
interface Sent {
  readonly actor: Actor;
  /** Evidence of this agency; absent: the reporter's own. */
  readonly agencyId?: string;
  readonly onFresh?: () => void;
}

/** One of several that is no picture, or too large. */
interface Refused {
  readonly index: number;
  readonly error: AppError;
}

/**
 * A reporter's: all or none. Of an office's what is wrong with single ones is said of each, and the others are kept: they are used by
 * a step that is still to be written, and need not be sent twice.
 * @throws AppError unsupported, too_large, unprocessable when there is no room for more
 */
export async function takeIn(
  intake: Intake,
  { id, state }: Loaded<Complaint>,
  images: Images,
  sent: Sent,
): Promise<readonly AttachmentInfo[]> {
  const { agencyId, onFresh } = sent;
  const byOfficer = agencyId === undefined ? undefined : true;
  const ids: string[] = [];
  const refused: Refused[] = [];
  let count = 0;
  const fresh = new Map<string, ReencodedImage>();
  const before = ofSide(state.attachments, byOfficer);
  for await (const bytes of images) {
    const index = count;
    count += 1;
    try {
      const attachmentId = attachmentIdOf(intake, id, bytes, agencyId);
      if (!fresh.has(attachmentId) && !before.some((each) => each.id === attachmentId)) {
        refuseTooMany(before.length + fresh.size, byOfficer);
        onFresh?.();
        fresh.set(attachmentId, await reencodeImage(bytes));
      }
      ids.push(attachmentId);
    } catch (error) {
      if (byOfficer === undefined || !isOfOne(error)) throw error;
      refused.push({ index, error });
    }
  }
  const attachments = fresh.size === 0 ? state.attachments : await store(intake, id, fresh, sent);
  const taken = ids.map((each) => getAttachment(attachments, each));
  if (refused.length > 0) throw refusalOf(refused, taken, count);
  return taken;
}

function isOfOne(error: unknown): error is AppError {
  return error instanceof AppError && (error.code === 'unsupported' || error.code === 'too_large');
}

/** Each by its place among those that were sent, from 0. */
function refusalOf(refused: readonly Refused[], taken: readonly AttachmentInfo[], count: number): unknown {
  const [first] = refused;
  if (first === undefined || count === 1) return first?.error;
  const issues = refused.flatMap(({ index, error }) =>
    error.issues.map(({ rule }) => ({ field: `image/${index}`, rule })),
  );
  const { code, message } = first.error;
  return new AppError(code, message, { issues, extra: { attachments: taken }, cause: first.error });
}

/** So often evidence may be taken back meanwhile. */
const MOST_TRIES = 5;

async function store(
  intake: Intake,
  trackingId: string,
  fresh: ReadonlyMap<string, ReencodedImage>,
  sent: Sent,
): Promise<Complaint['attachments']> {
  for (let tries = 1; ; tries += 1) {
    const { takenBack = 0 } = (await intake.complaints.get(trackingId)).state;
    const stored: Attachment[] = [];
    for (const [attachmentId, image] of fresh) {
      const { agencyId } = sent;
      stored.push(await storeImage(intake, trackingId, attachmentId, { image, agencyId, takenBack }));
    }
    try {
      return await record(intake, trackingId, { stored, takenBack }, sent.actor);
    } catch (error) {
      if (!(error instanceof AppError) || error.code !== 'conflict' || tries === MOST_TRIES) throw error;
      const now = (await intake.complaints.get(trackingId)).state;
      // Too many at once, and nothing taken back: another who sends the same is about to have it under these names.
      if ((now.takenBack ?? 0) === takenBack) continue;
      // Nobody comes to have what lies under them any more, but who had it before.
      const had = new Set(now.attachments.map(nameOf));
      const left = stored.map(nameOf).filter((name) => !had.has(name));
      await destroyImages(intake, trackingId, left);
    }
  }
}

async function record(
  intake: Intake,
  trackingId: string,
  { stored, takenBack }: { readonly stored: readonly Attachment[]; readonly takenBack: number },
  actor: Sent['actor'],
): Promise<Complaint['attachments']> {
  const outcome = await intake.complaints.execute(
    // What it comes to depends on what is there: each time is one of its own.
    { aggregateId: trackingId, commandId: `attachment:${randomUUID()}`, bodyHash: '', actor },
    (complaint) => decideAddAttachments(complaint, stored, takenBack),
  );
  return outcome.state.attachments;
}

function getAttachment(attachments: Complaint['attachments'], id: string): AttachmentInfo {
  const found = attachments.find((each) => each.id === id);
  if (found === undefined) throw notFound('attachment', id);
  return infoOf(found);
}
