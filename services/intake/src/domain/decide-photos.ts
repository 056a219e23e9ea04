import { AppError, invalid } from '@lapor/kernel';
import { ofSide, refuseTooMany } from './attachment.ts';
import type { Attachment } from './attachment.ts';
import { requireFiled } from './complaint.ts';
import type { Complaint, ComplaintEvent } from './complaint.ts';

/**
 * All of them or none, all of one side. The same picture twice is one picture.
 * @param takenBack how often evidence had been taken back when they were stored: since then it may have been one of these
 */
export function decideAddAttachments(
  complaint: Complaint | undefined,
  wanted: readonly Attachment[],
  takenBack = 0,
): readonly ComplaintEvent[] {
  const { attachments, takenBack: now = 0 } = requireFiled(complaint);
  if (takenBack !== now)
    throw new AppError('conflict', 'a photo was taken back meanwhile', { retryable: true });
  const fresh = wanted.filter(({ id }) => !attachments.some((each) => each.id === id));
  const [first] = fresh;
  if (first !== undefined)
    refuseTooMany(ofSide(attachments, first.byOfficer).length + fresh.length - 1, first.byOfficer);
  return fresh.map((attachment) => ({ type: 'AttachmentAdded', data: { attachment } }));
}

/** Nothing more for those that were named before. @throws AppError invalid for one that is not there (any more) */
export function decideNameEvidence(
  complaint: Complaint | undefined,
  attachmentIds: readonly string[],
): readonly ComplaintEvent[] {
  const known = ofSide(requireFiled(complaint).attachments, true);
  const missing = attachmentIds.filter((id) => !known.some((each) => each.id === id));
  if (missing.length > 0)
    throw invalid(
      'photos',
      `must be photos that were attached to this case as evidence: not ${missing.join(', ')}`,
    );
  const fresh = known.filter(({ id, named }) => !named && attachmentIds.includes(id)).map(({ id }) => id);
  return fresh.length === 0 ? [] : [{ type: 'EvidencePhotosNamed', data: { attachmentIds: fresh } }];
}

/** Nothing more for those that are not named, or not there (any more). */
export function decideUnnameEvidence(
  complaint: Complaint | undefined,
  attachmentIds: readonly string[],
): readonly ComplaintEvent[] {
  const known = requireFiled(complaint).attachments;
  const named = known.filter((each) => each.named && attachmentIds.includes(each.id)).map(({ id }) => id);
  return named.length === 0 ? [] : [{ type: 'EvidencePhotosUnnamed', data: { attachmentIds: named } }];
}

/** Nothing more for names that are gone already. */
export function decideDiscarded(
  complaint: Complaint | undefined,
  names: readonly string[],
): readonly ComplaintEvent[] {
  const { discarded = [] } = requireFiled(complaint);
  const gone = discarded.filter((name) => names.includes(name));
  return gone.length === 0 ? [] : [{ type: 'ImagesDiscarded', data: { names: gone } }];
}

/** Nothing more when it is none of an officer, or gone already. @throws AppError illegal for one that a step named */
export function decideRemoveEvidence(
  complaint: Complaint | undefined,
  attachmentId: string,
): readonly ComplaintEvent[] {
  const known = ofSide(requireFiled(complaint).attachments, true).find(({ id }) => id === attachmentId);
  if (known?.named) throw new AppError('illegal', 'the photo was shown: it stays with its step');
  return known ? [{ type: 'EvidencePhotoRemoved', data: { attachmentId } }] : [];
}

/** Nothing more when they lie there already, or there is no such photo (any more). */
export function decideChangeCopies(
  complaint: Complaint | undefined,
  attachmentId: string,
  change: (copies: readonly string[]) => readonly string[],
): readonly ComplaintEvent[] {
  const { attachments, erased } = requireFiled(complaint);
  const known = attachments.find(({ id }) => id === attachmentId);
  if (known === undefined || erased === 'all') return [];
  const before = known.copies ?? [];
  const copies = change(before);
  const same = copies.length === before.length && copies.every((copy) => before.includes(copy));
  return same ? [] : [{ type: 'PhotoCopiesChanged', data: { attachmentId, copies } }];
}
