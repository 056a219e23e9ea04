import type { NamedCode } from './complaint-types.ts';
import type { CompetenceAnswer, CompetenceRow } from './competence-types.ts';

/** One change of the category tree. */
export type CategoryChange = { readonly code: string } & (
  | {
      readonly kind: 'add';
      readonly group: string;
      readonly nameId: string;
      readonly nameEn: string;
      readonly hintId?: string | undefined;
      readonly hintEn?: string | undefined;
      readonly danger?: boolean | undefined;
      readonly neverPublic?: boolean | undefined;
    }
  /** Of a group too. */
  | { readonly kind: 'rename'; readonly nameId: string; readonly nameEn: string }
  | { readonly kind: 'mark'; readonly danger: boolean; readonly neverPublic: boolean }
  | { readonly kind: 'retire' }
  | { readonly kind: 'restore' }
  | { readonly kind: 'merge'; readonly into: string }
  /** It stands for itself again. */
  | { readonly kind: 'unmerge' }
);

/**
 * What a merger would move, or undoing one; nothing of it is stored. Who has an open case keeps it. Of an undoing: open cases are those
 * that would come back, `merged` and `survivor` are from then on, and `after` is for both until then.
 */
export interface MergePreview {
  /** Open cases that would go on under the other category, those that follow another case left out, and protected ones. */
  readonly open: number;
  /** Of those that follow another case. */
  readonly following: number;
  /** Who has them, the most first, 100 at most. */
  readonly holders: readonly { readonly agency: NamedCode; readonly open: number }[];
  /** Rows of the competence table that go along, 200 at most. */
  readonly rows: readonly CompetenceRow[];
  readonly rowsInAll: number;
  /** Where what is filed from then on would go to somebody else, 200 at most. */
  readonly areas: readonly {
    readonly area: NamedCode;
    /** Of what is merged, and of what it goes on as; then of both. */
    readonly merged: CompetenceAnswer;
    readonly survivor: CompetenceAnswer;
    readonly after: CompetenceAnswer;
    /** yyyy-mm-dd: so from this day on, on which a row begins or ends. Absent: today already. */
    readonly fromDay?: string | undefined;
  }[];
  readonly areasInAll: number;
  /** Where only one of the two is of danger. */
  readonly danger?:
    | {
        /** Whether reports to come of what is merged are of danger from then on; else they are no more. */
        readonly becomes: boolean;
        /** The policies that say how soon danger is to be answered: the one in force, then those to come. */
        readonly limits: readonly {
          readonly version: string;
          readonly validFrom: string;
          readonly urgentHours: number;
        }[];
      }
    | undefined;
}

/** Who changed what and why. What was not set by the change is absent. */
export interface CategoryChangeInfo {
  readonly at: string;
  readonly officerName?: string | undefined;
  /** "added", "renamed", "marked", "retired", "restored", "merged", "unmerged". */
  readonly what: string;
  readonly code: string;
  readonly nameId?: string | undefined;
  readonly nameEn?: string | undefined;
  readonly danger?: boolean | undefined;
  readonly neverPublic?: boolean | undefined;
  readonly intoCode?: string | undefined;
  readonly reason: string;
}
