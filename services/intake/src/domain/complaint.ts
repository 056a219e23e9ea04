import { AppError, invalid } from '@lapor/kernel';
import { ofSide, refuseTooMany } from './attachment.ts';
import type { Attachment, KeptAttachment } from './attachment.ts';

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
  /** The reporter said so; absent also in what was filed before that was kept. */
  readonly dangerTicked?: true | undefined;
  /** Whether notices can reach the reporter at all. */
  readonly reachable: boolean;
  /** For slips: the day the box was opened. */
  readonly foundAt?: string | undefined;
  /** The tracking id that the reporter said is about the same matter. */
  readonly sameAs?: string | undefined;
}

/** Proves a text unchanged without showing it. */
export interface TextRef {
  readonly id: string;
  readonly digest: string;
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
  | {
      readonly type: 'ReporterMessageAdded';
      /** `danger`: its words read like danger. */
      readonly data: { readonly message: TextRef; readonly danger?: true };
    }
  | { readonly type: 'AttachmentAdded'; readonly data: { readonly attachment: Attachment } }
  /** Which copies of a photo lie among the files, for the public to see or for nobody. */
  | {
      readonly type: 'PhotoCopiesChanged';
      readonly data: { readonly attachmentId: string; readonly copies: readonly string[] };
    }
  /** A step shows them as evidence, or is about to. */
  | { readonly type: 'EvidencePhotosNamed'; readonly data: { readonly attachmentIds: readonly string[] } }
  /** An officer took back what no step shows. */
  | { readonly type: 'EvidencePhotoRemoved'; readonly data: { readonly attachmentId: string } }
  /** Asked for by the reporter, and not decided: routing says whether it may be. */
  | { readonly type: 'ErasureAsked'; readonly data: { readonly scope: ErasureScope } }
  | { readonly type: 'ErasureRefused'; readonly data: { readonly scope: ErasureScope } }
  | { readonly type: 'ReporterDataErased'; readonly data: { readonly scope: ErasureScope } }
  | { readonly type: 'ErasureCompleted'; readonly data: { readonly scope: ErasureScope } };

/** Name and contact, or besides them all words and photos. */
export type ErasureScope = 'identity' | 'all';

export interface Complaint {
  readonly filing: Filing;
  readonly filedBy: string;
  /** ISO 8601 UTC. */
  readonly submittedAt: string;
  readonly messageCount: number;
  readonly attachments: readonly KeptAttachment[];
  /** What the reporter had destroyed. */
  readonly erased?: ErasureScope;
  /** Asked for or decided (then `erased` says so), and not yet done everywhere in this service. */
  readonly erasing?: ErasureScope;
}

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
  danger: boolean,
): readonly ComplaintEvent[] {
  requireFiled(complaint);
  return [{ type: 'ReporterMessageAdded', data: { message, ...(danger ? { danger } : {}) } }];
}

/** All of them or none, all of one side. The same picture twice is one picture. */
export function decideAddAttachments(
  complaint: Complaint | undefined,
  wanted: readonly Attachment[],
): readonly ComplaintEvent[] {
  const { attachments } = requireFiled(complaint);
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
  if (attachmentIds.some((id) => !known.some((each) => each.id === id)))
    throw invalid('photos', 'must be photos that were attached to this case as evidence');
  const fresh = known.filter(({ id, named }) => !named && attachmentIds.includes(id)).map(({ id }) => id);
  return fresh.length === 0 ? [] : [{ type: 'EvidencePhotosNamed', data: { attachmentIds: fresh } }];
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

/** Nothing more when as much is gone already, or on its way. */
export function decideAskErasure(
  complaint: Complaint | undefined,
  scope: ErasureScope,
): readonly ComplaintEvent[] {
  const { erased, erasing } = requireFiled(complaint);
  if (covers(erased, scope) || covers(erasing, scope)) return [];
  return [{ type: 'ErasureAsked', data: { scope } }];
}

/** It may not be: nothing of it was done. */
export function decideRefuseErasure(
  complaint: Complaint | undefined,
  scope: ErasureScope,
): readonly ComplaintEvent[] {
  const { erased, erasing } = requireFiled(complaint);
  if (erasing !== scope || covers(erased, scope)) return [];
  return [{ type: 'ErasureRefused', data: { scope } }];
}

/** Whether what was erased is as much. */
export function covers(erased: ErasureScope | undefined, scope: ErasureScope): boolean {
  return erased === 'all' || erased === scope;
}

/** Nothing more when as much is gone already. */
export function decideErase(
  complaint: Complaint | undefined,
  scope: ErasureScope,
): readonly ComplaintEvent[] {
  const { erased } = requireFiled(complaint);
  if (covers(erased, scope)) return [];
  return [{ type: 'ReporterDataErased', data: { scope } }];
}

export function decideErasureCompleted(
  complaint: Complaint | undefined,
  scope: ErasureScope,
): readonly ComplaintEvent[] {
  return requireFiled(complaint).erasing === scope ? [{ type: 'ErasureCompleted', data: { scope } }] : [];
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
    case 'ReporterDataErased':
      return { ...filed, erased: event.data.scope, erasing: event.data.scope };
    case 'ErasureAsked':
      return { ...filed, erasing: event.data.scope };
    case 'ErasureRefused':
    case 'ErasureCompleted': {
      const { erasing: _done, ...rest } = filed;
      return rest;
    }
    case 'PhotoCopiesChanged': {
      const { attachmentId, copies } = event.data;
      const attachments = filed.attachments.map((each) =>
        each.id === attachmentId ? { ...each, copies } : each,
      );
      return { ...filed, attachments };
    }
    case 'EvidencePhotosNamed': {
      const { attachmentIds } = event.data;
      const attachments = filed.attachments.map((each) =>
        attachmentIds.includes(each.id) ? { ...each, named: true as const } : each,
      );
      return { ...filed, attachments };
    }
    case 'EvidencePhotoRemoved': {
      const { attachmentId } = event.data;
      return { ...filed, attachments: filed.attachments.filter(({ id }) => id !== attachmentId) };
    }
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
