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
  | {
      readonly kind: 'close';
      readonly agencyId: string;
      /** Merged into it. Absent: the tier above decides on each case. */
      readonly successorId?: string | undefined;
      /** The officers go on there; else their access ends. */
      readonly keepOfficers?: boolean | undefined;
      readonly reason: string;
    };

/** What was changed, by whom and why. */
export interface AgencyChangeInfo {
  readonly at: string;
  /** "registered", "renamed", "moved", "closed", "merged", "four_eyes", "two_eyes"; "imported": the government was brought in from files, or changed so. */
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
}
