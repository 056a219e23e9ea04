import type { CaseView, ListPhotoUsesResponse } from '@lapor/contracts/routing/v1/routing_service';
import { formatTrackingId } from '@lapor/kernel';
import type { TimelineItem } from '@lapor/portal';
import { ofSide } from '../domain/attachment.ts';
import type { Complaint } from '../domain/complaint.ts';
import { looksLike } from '../domain/picture-look.ts';
import type { Look } from '../domain/picture-look.ts';
import type { Intake } from '../intake.ts';
import { callerOf } from './directory/officer-session.ts';
import { readLooks } from './keep-images.ts';

/** Those of them that officers attached to this case, with keyed digests by which routing knows a picture again. */
export async function findEvidencePhotos(intake: Intake, trackingId: string, photoIds: readonly string[]) {
  const complaint = await intake.complaints.find(trackingId);
  if (complaint === undefined) return [];
  const wanted = ofSide(complaint.state.attachments, true).filter(({ id }) => photoIds.includes(id));
  const looks = await readLooks(intake, trackingId, wanted);
  return looks.map(([id, look]) => ({ id, mark: markOf(intake, look.steps), like: marksLike(intake, look) }));
}

function marksLike(intake: Intake, look: Look): string[] {
  return looksLike(look).map((each) => markOf(intake, each));
}

function markOf({ mac }: Intake, look: string): string {
  return Buffer.from(mac('picture-look', look)).toString('base64url').slice(0, 24);
}

/** What is known of the pictures that a step shows as evidence. */
type Known = Pick<TimelineItem, 'photosAlsoOn' | 'photosFromReporter'>;

/** For officers, who judge it, by the number of the step: photos that its reporter had sent before, and those that other cases show too. */
export async function knownPictures(
  intake: Intake,
  view: CaseView,
  complaint: Complaint,
  token: string,
): Promise<ReadonlyMap<number, Known>> {
  const caseId = view.snapshot?.caseId ?? '';
  const shown = view.timeline.filter(({ photos, photosCaseId }) => photos.length > 0 && photosCaseId === '');
  if (shown.length === 0 || complaint.erased === 'all') return new Map();
  const ids = [...new Set(shown.flatMap(({ photos }) => photos))];
  const compared = complaint.attachments.filter(({ id, byOfficer }) => !byOfficer || ids.includes(id));
  const looks = new Map(await readLooks(intake, caseId, compared));
  const photos = ids.flatMap((id) => {
    const look = looks.get(id);
    return look === undefined ? [] : [{ id, like: marksLike(intake, look) }];
  });
  const caller = await callerOf(intake, token);
  // While routing does not answer, or cannot yet, nobody knows: what was ordered is done all the same.
  const { uses } = await intake.routing
    .listPhotoUses({ caseId, photos }, { caller })
    .catch((): Pick<ListPhotoUsesResponse, 'uses'> => ({ uses: [] }));
  const alsoOn = new Map(uses.map(({ photoId, caseIds }) => [photoId, caseIds]));
  const fromReporter = sentBefore(complaint, looks);
  return new Map(
    shown.map((step) => {
      const others = [...new Set(step.photos.flatMap((id) => alsoOn.get(id) ?? []))];
      const known: Known = {
        ...(others.length === 0 ? {} : { photosAlsoOn: others.map(named) }),
        ...(step.photos.some((id) => fromReporter.has(id)) ? { photosFromReporter: true } : {}),
      };
      return [step.seq, known];
    }),
  );
}

/** Photos of officers that look like one the reporter had sent by then: a copy of what was seen here later proves nothing. */
function sentBefore({ attachments }: Complaint, looks: ReadonlyMap<string, Look>): ReadonlySet<string> {
  const seen = new Set<string>();
  const same = new Set<string>();
  // In the order in which they came.
  for (const { id, byOfficer } of attachments) {
    const look = looks.get(id);
    if (look === undefined) continue;
    if (!byOfficer) for (const each of looksLike(look)) seen.add(each);
    else if (seen.has(look.steps)) same.add(id);
  }
  return same;
}

function named(id: string): { readonly id: string; readonly trackingIdText: string } {
  return { id, trackingIdText: formatTrackingId(id) };
}
