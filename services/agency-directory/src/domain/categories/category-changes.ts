import { AppError, invalid } from '@lapor/kernel';
import type { Issue } from '@lapor/kernel';
import type { ReasonRef } from '../reason-ref.ts';
import { isCategoryCode } from './category-tree.ts';
import type { Category, CategoryTree } from './category-tree.ts';

export const CATEGORIES_ID = 'categories';

/** What differs from the shipped tree at one code; a code of which the shipped tree knows nothing has them all. */
export interface CategoryPatch {
  readonly groupCode?: string;
  readonly nameId?: string;
  readonly nameEn?: string;
  readonly hintId?: string;
  readonly hintEn?: string;
  readonly danger?: boolean;
  readonly neverPublic?: boolean;
  /** Nothing new is filed under it. */
  readonly retired?: boolean;
  /** It was merged into this one. */
  readonly mergedInto?: string;
  /** It was retired already when it was merged. */
  readonly wasRetired?: boolean;
}

export interface CategoriesState {
  readonly patches: Readonly<Record<string, CategoryPatch>>;
}

export type CategoryEvent = {
  readonly type:
    | 'CategoryAdded'
    | 'CategoryRenamed'
    | 'CategoryMarked'
    | 'CategoryRetired'
    | 'CategoryRestored'
    | 'CategoryMerged'
    | 'CategoryUnmerged';
  readonly data: { readonly code: string; readonly set: CategoryPatch; readonly reason: ReasonRef };
};

export function evolveCategories(
  state: CategoriesState | undefined,
  { type, data: { code, set } }: CategoryEvent,
): CategoriesState {
  const patches = state?.patches ?? {};
  if (type === 'CategoryUnmerged') {
    const { mergedInto: _into, wasRetired: _was, ...own } = patches[code] ?? {};
    return { patches: { ...patches, [code]: { ...own, ...set } } };
  }
  if (type === 'CategoryMerged') {
    // Mergers of before do not say it; what was done to it until then does.
    const was = patches[code]?.retired === true ? { wasRetired: true } : {};
    return { patches: { ...patches, [code]: { ...patches[code], ...set, ...was } } };
  }
  return { patches: { ...patches, [code]: { ...patches[code], ...set } } };
}

type Names = Pick<Category, 'nameId' | 'nameEn'>;
type Marks = Pick<Category, 'danger' | 'neverPublic'>;

export type CategoryChange = { readonly code: string } & (
  | ({
      readonly kind: 'add';
      readonly groupCode: string;
      readonly hintId: string;
      readonly hintEn: string;
    } & Names &
      Marks)
  /** A group too. */
  | ({ readonly kind: 'rename' } & Names)
  | ({ readonly kind: 'mark' } & Marks)
  | { readonly kind: 'retire' }
  | { readonly kind: 'restore' }
  | { readonly kind: 'merge'; readonly intoCode: string }
  /** It stands for itself again, with all that was merged into it. */
  | { readonly kind: 'unmerge' }
);

const LONGEST_NAME = 80;
const LONGEST_HINT = 200;

/** Nothing when it is so already. @throws AppError invalid */
export function changeCategories(
  tree: CategoryTree,
  change: CategoryChange,
  reason: ReasonRef,
): readonly CategoryEvent[] {
  const { code } = change;
  const event = (type: CategoryEvent['type'], set: CategoryPatch): readonly CategoryEvent[] => [
    { type, data: { code, set, reason } },
  ];
  switch (change.kind) {
    case 'add':
      return event('CategoryAdded', added(tree, change));
    case 'rename': {
      const known = tree.find(code) ?? tree.findGroup(code);
      if (known === undefined) throw invalid('code', 'is the code of a category or of a group');
      const names = checkedNames(change);
      return names.nameId === known.nameId && names.nameEn === known.nameEn
        ? []
        : event('CategoryRenamed', names);
    }
    case 'mark': {
      const { danger, neverPublic } = leafAt(tree, code);
      const same = danger === change.danger && neverPublic === change.neverPublic;
      const shut = change.neverPublic ? undefined : shutWithin(tree, code);
      // Cases of what was merged into it go by its marks.
      if (!same && shut !== undefined)
        throw invalid('neverPublic', `stays, as ${shut} is never public and was merged into it`);
      return same ? [] : event('CategoryMarked', { danger: change.danger, neverPublic: change.neverPublic });
    }
    case 'retire':
      return leafAt(tree, code).retired === true ? [] : event('CategoryRetired', { retired: true });
    case 'restore': {
      const { retired, mergedInto } = leafAt(tree, code);
      if (mergedInto !== undefined) throw invalid('code', `was merged into ${mergedInto}`);
      return retired === true ? event('CategoryRestored', { retired: false }) : [];
    }
    case 'merge':
      return merged(tree, change, (set) => event('CategoryMerged', set));
    case 'unmerge': {
      const { mergedInto, wasRetired = false } = leafAt(tree, code);
      if (mergedInto === undefined) throw invalid('code', 'was not merged into another one');
      return event('CategoryUnmerged', { retired: wasRetired });
    }
  }
}

function added(tree: CategoryTree, change: Extract<CategoryChange, { readonly kind: 'add' }>): CategoryPatch {
  const { code, groupCode, danger, neverPublic } = change;
  if (!isCategoryCode(code)) throw invalid('code', 'is lower-case ASCII with single dashes, 64 at most');
  if (tree.find(code) !== undefined || tree.findGroup(code) !== undefined)
    throw invalid('code', 'is used already');
  if (tree.findGroup(groupCode) === undefined) throw invalid('group', 'is the code of a group');
  const hints = { hintId: change.hintId.trim(), hintEn: change.hintEn.trim() };
  for (const [field, hint] of Object.entries(hints))
    if (hint.length > LONGEST_HINT) throw invalid(field, `is at most ${LONGEST_HINT} characters`);
  return { groupCode, ...checkedNames(change), ...hints, danger, neverPublic };
}

function merged(
  tree: CategoryTree,
  { code, intoCode }: Extract<CategoryChange, { readonly kind: 'merge' }>,
  event: (set: CategoryPatch) => readonly CategoryEvent[],
): readonly CategoryEvent[] {
  const { mergedInto, neverPublic, retired } = leafAt(tree, code);
  const isShut = neverPublic || shutWithin(tree, code) !== undefined;
  if (mergedInto === intoCode) return [];
  if (mergedInto !== undefined) throw invalid('code', `was merged into ${mergedInto}`);
  const into = tree.find(intoCode);
  if (intoCode === code || into === undefined || into.retired === true)
    throw invalid('into', 'is the code of another category that is in use');
  // Its open cases go by the marks of the other one: what was shut would be opened.
  if (isShut && !into.neverPublic)
    throw invalid('into', 'is never public either, as what is merged is: mark it first');
  return event({ retired: true, mergedInto: intoCode, ...(retired === true ? { wasRetired: true } : {}) });
}

/** A code that is never public itself among those that were merged into this one, at once or through others. */
function shutWithin(tree: CategoryTree, code: string): string | undefined {
  for (const each of tree.leaves.filter(({ mergedInto }) => mergedInto === code)) {
    const shut = each.neverPublic ? each.code : shutWithin(tree, each.code);
    if (shut !== undefined) return shut;
  }
  return undefined;
}

function leafAt(tree: CategoryTree, code: string): Category {
  const leaf = tree.find(code);
  if (leaf === undefined) throw invalid('code', 'is the code of a category');
  return leaf;
}

/** In both languages: whoever reads the other one has no code to read instead. */
function checkedNames(names: Names): Names {
  const trimmed = { nameId: names.nameId.trim(), nameEn: names.nameEn.trim() };
  const issues = Object.entries(trimmed).flatMap(([field, name]): Issue[] => {
    if (name === '') return [{ field, rule: 'is required' }];
    return name.length > LONGEST_NAME ? [{ field, rule: `is at most ${LONGEST_NAME} characters` }] : [];
  });
  if (issues.length > 0)
    throw new AppError('invalid', issues.map(({ field, rule }) => `${field} ${rule}`).join('; '), { issues });
  return trimmed;
}
