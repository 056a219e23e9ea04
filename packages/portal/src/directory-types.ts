export type AreaLevel = 'province' | 'regency' | 'district' | 'village';

export interface AreaInfo {
  /** Dotted: "21.71.01.1001". */
  readonly code: string;
  readonly name: string;
  readonly level: AreaLevel;
  /** "Kel. Baloi Permai, Kec. Batam Kota, Kota Batam, Kepulauan Riau". */
  readonly fullName: string;
}

export interface AreaWithAncestors extends AreaInfo {
  /** From the province down, itself last. */
  readonly ancestors: readonly AreaInfo[];
}

export interface AreaQuery {
  readonly text: string;
  readonly within?: string | undefined;
  readonly level?: AreaLevel | undefined;
  /** 1 to 50; default 10. */
  readonly limit?: number | undefined;
}

export interface AgencyInfo {
  readonly id: string;
  readonly name: string;
  readonly shortName: string;
  /** "national", "ministry", "body", "province", "regency", "city", "authority", "unit", "subunit", "inspectorate". */
  readonly kind: string;
  readonly parentId?: string | undefined;
  /** Ids of its ancestors from the root, itself last. */
  readonly path: readonly string[];
  readonly areaCode?: string | undefined;
  /** Runs on the platform: has officers. */
  readonly onboarded: boolean;
  /** Answers of its liaisons are drafts that somebody else releases. */
  readonly fourEyes: boolean;
  /** Who asked for that: it is ended there, or above. Absent: nobody, or not known. */
  readonly fourEyesBy?: string | undefined;
  /** False: closed. */
  readonly active: boolean;
  /** Of a closed one: who took its work over. */
  readonly successorId?: string | undefined;
}

export interface AgencyQuery {
  readonly text?: string | undefined;
  readonly parentId?: string | undefined;
  readonly areaCode?: string | undefined;
  readonly onboardedOnly?: boolean | undefined;
  /** The whole subtree of `parentId` instead of its children. */
  readonly subtree?: boolean | undefined;
  /** 1 to 1000; default 100. */
  readonly limit?: number | undefined;
}

export interface CategoryInfo {
  readonly code: string;
  /** Absent on a group. */
  readonly parentCode?: string | undefined;
  readonly nameId: string;
  readonly nameEn: string;
  readonly hintId: string;
  readonly hintEn: string;
  readonly danger: boolean;
  readonly neverPublic: boolean;
  /** Nothing new is filed under it. */
  readonly retired?: boolean | undefined;
  /** What it was merged into in the end. */
  readonly successorCode?: string | undefined;
}
