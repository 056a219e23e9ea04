import type { CaseView } from '@lapor/contracts/routing/v1/routing_service';
import type { AttachmentInfo, PhotoInfo } from '@lapor/portal';
import { isOpenTo, ofSide } from '../domain/attachment.ts';
import type { Complaint } from '../domain/complaint.ts';
import type { Intake } from '../intake.ts';
import { infoOf } from './private-parts.ts';

/** Commands that show what was done. */
const SHOWN_BY: readonly string[] = ['follow_up', 'answer', 'draft_answer', 'report_promise'];

/** Whether whoever has this view may give evidence now: by routing's word alone. */
export function takesEvidence({ legal, textVisible }: CaseView): boolean {
  return textVisible && SHOWN_BY.some((name) => legal.includes(name));
}

/** What may be named as evidence by whoever has this view. */
export function evidencePhotosFor(
  view: CaseView,
  { attachments, erased }: Complaint,
  agencyId: string,
): readonly AttachmentInfo[] {
  if (!takesEvidence(view) || erased === 'all') return [];
  return ofSide(attachments, true)
    .filter((each) => isOpenTo(each, agencyId))
    .map(infoOf);
}

/** What steps show as evidence, by the number of the step. */
export type StepPhotos = ReadonlyMap<number, readonly PhotoInfo[]>;

/** As far as whoever has this view may see them; photos that were erased are missing. */
export async function photosOfSteps(intake: Intake, view: CaseView): Promise<StepPhotos> {
  const shown = view.timeline.filter(({ photos }) => photos.length > 0);
  const owners = [...new Set(shown.map((entry) => ownerIn(view, entry)))];
  const complaints = await Promise.all(owners.map((id) => intake.complaints.find(id)));
  const attachments = complaints.flatMap((each) =>
    each === undefined || each.state.erased === 'all' ? [] : each.state.attachments,
  );
  const byId = new Map(attachments.map((each) => [each.id, infoOf(each)]));
  return new Map(
    shown.map(({ seq, photos }) => [
      seq,
      photos.map((id) => byId.get(id)).filter((each) => each !== undefined),
    ]),
  );
}

/** Of those that anybody may see. */
export function publicPhotosOfSteps({ released }: CaseView): StepPhotos {
  const photos = new Map<number, PhotoInfo[]>();
  for (const { step, id, contentType, width, height, sizeBytes } of released?.photos ?? [])
    if (step > 0)
      photos.set(step, [...(photos.get(step) ?? []), { id, contentType, width, height, sizeBytes }]);
  return photos;
}

/** Which complaint a photo lies with that a step shows; undefined where none does. */
export function ownerOfStepPhoto(view: CaseView, photoId: string): string | undefined {
  const shown = view.timeline.find(({ photos }) => photos.includes(photoId));
  return shown && ownerIn(view, shown);
}

function ownerIn({ snapshot }: CaseView, { photosCaseId }: CaseView['timeline'][number]): string {
  return photosCaseId === '' ? (snapshot?.caseId ?? '') : photosCaseId;
}
