import { AppError } from '@lapor/kernel';
import type { Attachment, KeptAttachment } from './attachment.ts';
import { nameOf } from './attachment.ts';

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
  /** What was about to show them does not. */
  | { readonly type: 'EvidencePhotosUnnamed'; readonly data: { readonly attachmentIds: readonly string[] } }
  /** An officer took back what no step shows. */
  | { readonly type: 'EvidencePhotoRemoved'; readonly data: { readonly attachmentId: string } }
  /** Nothing of what lay under these names is left. */
  | { readonly type: 'ImagesDiscarded'; readonly data: { readonly names: readonly string[] } }
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
  /** How often evidence was taken back. Absent: never. */
  readonly takenBack?: number;
  /** Names under which something may lie still that nobody has any more. */
  readonly discarded?: readonly string[];
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
    case 'EvidencePhotosUnnamed': {
      const { attachmentIds } = event.data;
      const attachments = filed.attachments.map((each) => {
        const { named, ...rest } = each;
        return named && attachmentIds.includes(each.id) ? rest : each;
      });
      return { ...filed, attachments };
    }
    case 'EvidencePhotoRemoved':
      return takeBack(filed, event.data.attachmentId);
    case 'ImagesDiscarded': {
      const { discarded = [], ...rest } = filed;
      const left = discarded.filter((name) => !event.data.names.includes(name));
      return left.length === 0 ? rest : { ...rest, discarded: left };
    }
    case 'AttachmentAdded':
      return {
        ...filed,
        attachments: [...filed.attachments, { ...event.data.attachment, addedAt: meta.at }],
      };
  }
}

function takeBack(filed: Complaint, attachmentId: string): Complaint {
  const { attachments, takenBack = 0, discarded = [] } = filed;
  return {
    ...filed,
    attachments: attachments.filter(({ id }) => id !== attachmentId),
    takenBack: takenBack + 1,
    discarded: [...discarded, ...attachments.filter(({ id }) => id === attachmentId).map(nameOf)],
  };
}

export function requireFiled(complaint: Complaint | undefined): Complaint {
  if (complaint === undefined) throw new AppError('not_found', 'there is no such complaint');
  return complaint;
}
