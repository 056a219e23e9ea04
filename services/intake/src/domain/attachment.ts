import { AppError } from '@lapor/kernel';

export interface Attachment {
  readonly id: string;
  readonly contentType: string;
  readonly width: number;
  readonly height: number;
  readonly sizeBytes: number;
  /** Evidence of an office. Absent: the reporter sent it. */
  readonly byOfficer?: true;
  /** Evidence: of which agency. */
  readonly agencyId?: string;
  /** Under which its files, its look and its key lie: see `nameOf`. Absent: its id. */
  readonly name?: string;
}

/** Under which the files, the look and the key of an attachment lie. Sent again after it was taken back it has the same id and another name. */
export function nameOf({ id, name = id }: Pick<Attachment, 'id' | 'name'>): string {
  return name;
}

export interface KeptAttachment extends Attachment {
  readonly addedAt: string;
  /** Of copies with blacked-out parts. Absent: there never were any. */
  readonly copies?: readonly string[];
  /** A step shows it, or was about to. */
  readonly named?: true;
}

/** Of the reporter's, and how many at a time. */
export const MAX_ATTACHMENTS = 5;
/** Of officers', over the whole case. */
export const MAX_EVIDENCE_PHOTOS = 20;

/** Those the reporter sent, or those of officers. */
export function ofSide<Each extends Attachment>(
  attachments: readonly Each[],
  byOfficer: true | undefined,
): readonly Each[] {
  return attachments.filter((each) => each.byOfficer === byOfficer);
}

/** Until a step names it, evidence is nobody's but the agency's that sent it. */
export function isOpenTo({ named, agencyId }: KeptAttachment, viewerAgencyId: string): boolean {
  return named === true || agencyId === viewerAgencyId;
}

/** @throws AppError unprocessable when there is no room for one more than `count`. */
export function refuseTooMany(count: number, byOfficer?: true): void {
  if (count >= (byOfficer ? MAX_EVIDENCE_PHOTOS : MAX_ATTACHMENTS)) throw tooManyImages(byOfficer);
}

export function tooManyImages(byOfficer?: true): AppError {
  const rule = `at most ${MAX_ATTACHMENTS} images ${byOfficer ? `at a time, ${MAX_EVIDENCE_PHOTOS} per case` : 'per complaint'}`;
  return new AppError('unprocessable', 'the complaint has all the images it may have', {
    issues: [{ field: 'image', rule }],
  });
}
