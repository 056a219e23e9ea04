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
);

/** Who changed what and why. What was not set by the change is absent. */
export interface CategoryChangeInfo {
  readonly at: string;
  readonly officerName?: string | undefined;
  /** "added", "renamed", "marked", "retired", "restored", "merged". */
  readonly what: string;
  readonly code: string;
  readonly nameId?: string | undefined;
  readonly nameEn?: string | undefined;
  readonly danger?: boolean | undefined;
  readonly neverPublic?: boolean | undefined;
  readonly intoCode?: string | undefined;
  readonly reason: string;
}
