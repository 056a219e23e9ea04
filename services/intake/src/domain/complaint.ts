import { AppError } from '@lapor/kernel';

export type ComplaintKind = 'complaint' | 'information' | 'aspiration';
export type ChannelName =
  | 'web'
  | 'app'
  | 'sms'
  | 'whatsapp'
  | 'x'
  | 'email'
  | 'suggestion_box'
  | 'face_to_face'
  | 'partner';

/** What the history may say of a complaint: nothing that names anybody, no free text. */
export interface Filing {
  readonly type: ComplaintKind;
  readonly channel: ChannelName;
  readonly category: string;
  readonly agencyId: string;
  readonly areaCode: string;
  readonly anonymous: boolean;
  readonly secret: boolean;
  readonly protected: boolean;
  readonly danger: boolean;
  /** Whether notices can reach the reporter at all. */
  readonly reachable: boolean;
  /** For slips: the day the box was opened. */
  readonly foundAt?: string | undefined;
}

/** Proves a text unchanged without showing it. */
export interface TextRef {
  readonly id: string;
  readonly digest: string;
}

export interface Attachment {
  readonly id: string;
  readonly contentType: string;
  readonly width: number;
  readonly height: number;
  readonly sizeBytes: number;
}

export type ComplaintEvent =
  | {
      readonly type: 'ComplaintFiled';
      readonly data: {
        readonly filing: Filing;
        readonly submission: TextRef;
        /** Tells this filing from another command that hit the same tracking id. */
        readonly filedBy: string;
      };
    }
  | { readonly type: 'ReporterMessageAdded'; readonly data: { readonly message: TextRef } }
  | { readonly type: 'AttachmentAdded'; readonly data: { readonly attachment: Attachment } };

export interface Complaint {
  readonly filing: Filing;
  readonly filedBy: string;
  /** ISO 8601 UTC. */
  readonly submittedAt: string;
  readonly messageCount: number;
  readonly attachments: readonly (Attachment & { readonly addedAt: string })[];
}

export const MAX_ATTACHMENTS = 5;

/** Another command already has this tracking id: the caller derives the next one. */
export class TrackingIdTaken extends Error {
  override readonly name = 'TrackingIdTaken';
}

export function decideFile(
  complaint: Complaint | undefined,
  filing: Filing,
  submission: TextRef,
  filedBy: string,
): readonly ComplaintEvent[] {
  if (complaint !== undefined) throw new TrackingIdTaken();
  // A secret complaint with a name on it would not be secret.
  const shielded: Filing = { ...filing, anonymous: filing.anonymous || filing.secret };
  return [{ type: 'ComplaintFiled', data: { filing: shielded, submission, filedBy } }];
}

/** The reporter's own messages are always accepted and change no state. */
export function decideAddMessage(
  complaint: Complaint | undefined,
  message: TextRef,
): readonly ComplaintEvent[] {
  requireFiled(complaint);
  return [{ type: 'ReporterMessageAdded', data: { message } }];
}

/** All of them or none. The same picture twice is one picture. */
export function decideAddAttachments(
  complaint: Complaint | undefined,
  wanted: readonly Attachment[],
): readonly ComplaintEvent[] {
  const { attachments } = requireFiled(complaint);
  const fresh = wanted.filter(({ id }) => !attachments.some((each) => each.id === id));
  if (fresh.length > 0) refuseTooMany(attachments.length + fresh.length - 1);
  return fresh.map((attachment) => ({ type: 'AttachmentAdded', data: { attachment } }));
}

/** @throws AppError unprocessable when there is no room for one more than `count`. */
export function refuseTooMany(count: number): void {
  if (count >= MAX_ATTACHMENTS) throw tooManyImages();
}

export function tooManyImages(): AppError {
  return new AppError('unprocessable', 'the complaint has all the images it may have', {
    issues: [{ field: 'image', rule: `at most ${MAX_ATTACHMENTS} images per complaint` }],
  });
}

export function evolve(
  complaint: Complaint | undefined,
  event: ComplaintEvent,
  meta: { readonly at: string },
): Complaint {
  if (event.type === 'ComplaintFiled') {
    const { filing, filedBy } = event.data;
    return { filing, filedBy, submittedAt: meta.at, messageCount: 0, attachments: [] };
  }
  const filed = requireFiled(complaint);
  switch (event.type) {
    case 'ReporterMessageAdded':
      return { ...filed, messageCount: filed.messageCount + 1 };
    case 'AttachmentAdded':
      return {
        ...filed,
        attachments: [...filed.attachments, { ...event.data.attachment, addedAt: meta.at }],
      };
  }
}

function requireFiled(complaint: Complaint | undefined): Complaint {
  if (complaint === undefined) throw new AppError('not_found', 'there is no such complaint');
  return complaint;
}
