/** Where data lay that got out. */
export type BreachStore = 'vault' | 'contents' | 'attachments' | 'notices';

export interface BreachQuestion {
  /** Filed from this moment on, and before that one; ISO 8601. */
  readonly from: string;
  readonly to: string;
  /** All of them without it. */
  readonly stores?: readonly BreachStore[] | undefined;
  /** Of cases that this agency, or one below it, has. */
  readonly agencyId?: string | undefined;
  readonly reason: string;
  /** Public key (JSON Web Key) of whoever is to tell the reporters; without it nobody is named, only counted. */
  readonly key?: Readonly<Record<string, unknown>> | undefined;
}

export interface BreachCounts {
  /** Complaints of which something lay in the stores. */
  readonly complaints: number;
  readonly identities: number;
  readonly withEmail: number;
  readonly withPhone: number;
  readonly words: number;
  readonly photos: number;
  readonly notices: number;
}

/** As the log of listings shows it. */
export interface BreachListingView {
  readonly id: string;
  readonly at: string;
  readonly officerId: string;
  /** Absent when nobody knows any more. */
  readonly officerName?: string | undefined;
  /** Where they serve now. */
  readonly officerAgency?: string | undefined;
  readonly from: string;
  readonly to: string;
  readonly stores: readonly string[];
  readonly agencyId?: string | undefined;
  readonly sealedFor?: string | undefined;
  readonly reason: string;
  readonly counts?: BreachCounts | undefined;
  readonly doneAt?: string | undefined;
}

export type BreachFormat = 'ndjson' | 'csv';
