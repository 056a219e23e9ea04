import type { NamedCode } from './complaint-types.ts';

/** "This agency answers for this category in this area." */
export interface CompetenceRow {
  readonly id: string;
  readonly agency: NamedCode;
  readonly category: NamedCode;
  /** Absent: the whole country. */
  readonly area?: NamedCode | undefined;
  /** yyyy-mm-dd, both days included. */
  readonly validFrom: string;
  /** Absent: until further notice. */
  readonly validTo?: string | undefined;
}

export interface CompetenceRowChange {
  readonly at: string;
  readonly officerName?: string | undefined;
  readonly row: CompetenceRow;
  /** Absent: brought in by an import, or passed on when an agency was closed. */
  readonly reason?: string | undefined;
}

export interface CompetenceTable {
  readonly rows: readonly CompetenceRow[];
  /** Newest first. */
  readonly changes: readonly CompetenceRowChange[];
}

/** One change of the table. */
export type CompetenceChange =
  | {
      readonly kind: 'enter';
      readonly agencyId: string;
      readonly category: string;
      readonly area?: string | undefined;
      readonly validFrom: string;
      readonly validTo?: string | undefined;
    }
  | { readonly kind: 'end'; readonly rowId: string; readonly validTo: string };

/** What is known of a complaint that the table is tried with. */
export interface CompetenceQuestion {
  readonly category?: string | undefined;
  readonly area?: string | undefined;
  readonly agencyId?: string | undefined;
  /** yyyy-mm-dd; absent: today. */
  readonly day?: string | undefined;
}

export interface CompetenceAnswer {
  /** Absent: nobody without a guess; `admin` finds out. */
  readonly agency?: NamedCode | undefined;
  /** "declared" or "competence". */
  readonly via?: string | undefined;
  /** The row that decided. */
  readonly row?: CompetenceRow | undefined;
  readonly admin?: NamedCode | undefined;
  /** "no_category", "no_area", "no_rule", "ambiguous", "not_on_platform". */
  readonly triageReason?: string | undefined;
}

/** What a change would have done to recent complaints. */
export interface CompetencePreview {
  /** How many were looked at: of those that the agency and all below it hold, the last 500 that are not protected. */
  readonly looked: number;
  /** Those that would have gone elsewhere. */
  readonly moved: readonly {
    readonly trackingId: string;
    readonly trackingIdText: string;
    readonly category?: NamedCode | undefined;
    readonly area?: NamedCode | undefined;
    readonly before: CompetenceAnswer;
    readonly after: CompetenceAnswer;
  }[];
}
