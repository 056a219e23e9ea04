import type { CompetenceRow } from './competence-types.ts';
import type { NamedCode } from './complaint-types.ts';
import type { AgencyInfo } from './directory-types.ts';

/** A change of the agency tree, with the reason every change has. */
export type AgencyChange =
  | {
      readonly kind: 'register';
      readonly parentId: string;
      /** Of its own in its body: "dinkes". */
      readonly key: string;
      readonly name: string;
      readonly shortName?: string | undefined;
      readonly agencyKind: string;
      /** Absent: that of the agency above. */
      readonly areaCode?: string | undefined;
      readonly reason: string;
    }
  | {
      readonly kind: 'rename';
      readonly agencyId: string;
      readonly name: string;
      readonly shortName?: string | undefined;
      readonly reason: string;
    }
  /** For cases it gets from then on. */
  | {
      readonly kind: 'four-eyes';
      readonly agencyId: string;
      readonly wanted: boolean;
      readonly reason: string;
    }
  | {
      readonly kind: 'move';
      readonly agencyId: string;
      readonly parentId: string;
      readonly reason: string;
    }
  /** Another kind of those that are alike, or another area. */
  | ({ readonly kind: 'kind-and-area'; readonly reason: string } & KindAndArea)
  | {
      readonly kind: 'close';
      readonly agencyId: string;
      /** Merged into it. Absent: the tier above decides on each case. */
      readonly successorId?: string | undefined;
      /** The officers go on there; else their access ends. */
      readonly keepOfficers?: boolean | undefined;
      /** Where both bodies have an inspectorate: which of the two goes on. */
      readonly inspectorateId?: string | undefined;
      readonly reason: string;
    };

export interface KindAndArea {
  readonly agencyId: string;
  readonly agencyKind: string;
  /** Absent: that of the agency above. */
  readonly areaCode?: string | undefined;
}

/** What another kind or area would change; nothing of it is stored. */
export interface KindAndAreaPreview {
  /** As it would be. */
  readonly agency: AgencyInfo;
  /** The calendar by which time of new steps is counted, where it is another one. */
  readonly calendar?: NamedCode | undefined;
  /** Units that would follow into its area, 200 at most. */
  readonly following: readonly AgencyInfo[];
  readonly followingInAll: number;
  /** Rows of competence that would end, for places that lie outside; 200 at most. */
  readonly ending: readonly CompetenceRow[];
  readonly endingInAll: number;
  /** Open cases that it holds, and keeps; 200 at most are counted. */
  readonly open: number;
  /** There are more than were counted. */
  readonly more: boolean;
}

/** What was changed, by whom and why. */
export interface AgencyChangeInfo {
  readonly at: string;
  /** "registered", "renamed", "moved", "closed", "merged", "four_eyes", "two_eyes", "kind_and_area"; "imported": the government was brought in from files, or changed so. */
  readonly what: string;
  readonly agencyId: string;
  /** As it was called before. */
  readonly agencyName: string;
  /** The new name, the tier above from then on, or the successor. */
  readonly to?: string | undefined;
  readonly officerName?: string | undefined;
  readonly reason: string;
  /** Of an import: how many were added or changed. */
  readonly units?: number | undefined;
  readonly officers?: number | undefined;
  readonly rules?: number | undefined;
  /** Of kind and area: as they were, and as they are from then on. */
  readonly kindBefore?: string | undefined;
  readonly areaBefore?: string | undefined;
  readonly kind?: string | undefined;
  readonly area?: string | undefined;
}
