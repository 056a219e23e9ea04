import type { Language } from '@lapor/kernel';
import type { AttachmentInfo, ComplaintView, ReporterContact } from './complaint-types.ts';

/** The chain of a case, and the daily root it is under: to be checked by anybody, without us. */
export interface HistoryProof {
  readonly trackingId: string;
  readonly links: readonly {
    readonly id: string;
    readonly seq: number;
    readonly type: string;
    readonly at: string;
    readonly actor: { readonly kind: string; readonly id?: string; readonly agencyId?: string };
    /** SHA-256 of what the event says, hex. */
    readonly dataDigest: string;
    readonly hash: string;
  }[];
  /** Absent until the first night. */
  readonly inclusion?: {
    readonly head: { readonly id: string; readonly seq: number; readonly hash: string };
    readonly index: number;
    readonly path: readonly string[];
    /** A compact JWS. */
    readonly root: string;
  };
}

/** One signature over all histories that changed on a day (UTC). */
export interface SignedRoot {
  readonly day: string;
  readonly madeAt: string;
  /** A compact JWS. */
  readonly signed: string;
}

/** A public key that receipts are, or were, signed by (RFC 8037). */
export interface ProofKey {
  readonly kty: 'OKP';
  readonly crv: 'Ed25519';
  readonly x: string;
  /** Its fingerprint (RFC 7638). */
  readonly kid: string;
}

/** What a receipt that is ours and unchanged vouches for. */
export interface CheckedReceipt {
  readonly trackingId: string;
  readonly trackingIdText: string;
  /** Name of the installation that gave it. */
  readonly issuer: string;
  /** When the complaint was taken in, ISO 8601 UTC. */
  readonly at: string;
  /** SHA-256 over JCS({body, title}), hex. */
  readonly content: string;
  /** Only when words were given: whether they are the ones that were taken in. */
  readonly sameWords?: boolean | undefined;
}

/** All that is kept of a reporter with one complaint. */
export interface ReporterExport {
  readonly exportedAt: string;
  /** What each part is, in both languages. */
  readonly labels: Readonly<Record<string, Readonly<Record<Language, string>>>>;
  /** Out of the vault; absent: nothing was left, or it was erased. */
  readonly contact?: ReporterContact | undefined;
  /** As it was filed and as it stands, with every step and message. */
  readonly complaint: ComplaintView;
  /** Where each photo can be fetched, access code in hand. */
  readonly attachments: readonly (AttachmentInfo & { readonly address: string })[];
  /** Who looked at who the reporter is, and why. */
  readonly reveals: readonly {
    readonly at: string;
    readonly agency?: string | undefined;
    readonly purpose?: string | undefined;
    readonly reason?: string | undefined;
  }[];
  /** Signed when it was taken in; absent once the words were erased. */
  readonly receipt?: string | undefined;
  /** What became of it, or keeps it from being erased. */
  readonly kept: {
    readonly legalHold: boolean;
    readonly erased?: 'identity' | 'all' | undefined;
    readonly anonymisedAt?: string | undefined;
  };
  /** What they were told, over which channel; the texts are not kept. */
  readonly notices: readonly {
    readonly eventType: string;
    readonly channel: 'email' | 'sms';
    readonly status: string;
    readonly settledAt?: string | undefined;
  }[];
}
