import { AppError } from '@lapor/kernel';

/** One leaf of the tree: what a complaint can be about. */
export interface Category {
  readonly code: string;
  readonly groupCode: string;
  readonly nameId: string;
  readonly nameEn: string;
  readonly hintId: string;
  readonly hintEn: string;
  /** What people write about it, for suggestions while they type. */
  readonly keywords: readonly string[];
  /** Urgent by itself: live cable, collapsed bridge, abuse. */
  readonly danger: boolean;
  /** Text and photos are never released to the public. */
  readonly neverPublic: boolean;
  /** Starts as a complaint with supervisory weight. */
  readonly supervisory: boolean;
  /** Nothing new is filed under it. */
  readonly retired?: true;
  /** It was merged into this one, which may have been merged itself since. */
  readonly mergedInto?: string;
  /** It was retired already when it was merged. */
  readonly wasRetired?: true;
}

export interface CategoryGroup {
  readonly code: string;
  readonly nameId: string;
  readonly nameEn: string;
  readonly categories: readonly Category[];
}

export interface CategoryTree {
  readonly groups: readonly CategoryGroup[];
  /** All leaves, in the order of the tree. */
  readonly leaves: readonly Category[];
  readonly find: (code: string) => Category | undefined;
  readonly findGroup: (code: string) => CategoryGroup | undefined;
  /** The code, then its group: the order in which the most specific wins. Empty for an unknown code. */
  readonly lineage: (code: string) => readonly string[];
  /** The same with what was merged: the survivor, then all that became it, each as good as the other, then the group. */
  readonly steps: (code: string) => readonly (readonly string[])[];
  /** What a code stands for today: itself, or what it was merged into in the end. */
  readonly survivorOf: (code: string) => string;
  /** Codes that stand for this one today, itself left out. */
  readonly mergedInto: (code: string) => readonly string[];
  /** Of a group: every code that it is a step of. */
  readonly codesUnder: (groupCode: string) => readonly string[];
}

/** The tree as it is written in the data file; marks that are not there are false. */
export interface CategoryFile {
  readonly groups: readonly {
    readonly code: string;
    readonly nameId: string;
    readonly nameEn: string;
    readonly categories: readonly CategoryEntry[];
  }[];
}

type CategoryMark = 'danger' | 'neverPublic' | 'supervisory';
type CategoryEntry = Omit<Category, 'groupCode' | 'retired' | 'mergedInto' | 'wasRetired' | CategoryMark> & {
  readonly [Mark in CategoryMark]?: boolean;
};

const LONGEST_CODE = 64;
const CODE = /^[a-z][a-z0-9]*(?:-[a-z0-9]+)*$/;

/** @throws AppError `invalid` naming the code, when codes are repeated or not plain ASCII. */
export function buildCategoryTree(file: CategoryFile): CategoryTree {
  const groups = file.groups.map((group) => ({
    ...group,
    categories: group.categories.map((entry) => ({
      danger: false,
      neverPublic: false,
      supervisory: false,
      ...entry,
      groupCode: group.code,
    })),
  }));
  checkCodes([...groups, ...groups.flatMap(({ categories }) => categories)].map(({ code }) => code));
  return treeOf(groups);
}

/** A tree of codes that have been checked. */
export function treeOf(groups: readonly CategoryGroup[]): CategoryTree {
  const leaves = groups.flatMap((group) => group.categories);
  const leafByCode = new Map<string, Category>(leaves.map((leaf) => [leaf.code, leaf]));
  const groupByCode = new Map<string, CategoryGroup>(groups.map((group) => [group.code, group]));
  const survivorOf = (code: string): string => {
    const into = leafByCode.get(code)?.mergedInto;
    // What is merged into is in use then, so nobody comes round again.
    return into === undefined ? code : survivorOf(into);
  };
  const absorbed = Map.groupBy(
    leaves.filter(({ mergedInto }) => mergedInto !== undefined).map(({ code }) => code),
    survivorOf,
  );
  const under = Map.groupBy(
    leaves.map(({ code }) => code),
    (code) => leafByCode.get(survivorOf(code))?.groupCode ?? '',
  );
  const lineage = (code: string): readonly string[] => {
    const leaf = leafByCode.get(code);
    if (leaf !== undefined) return [leaf.code, leaf.groupCode];
    return groupByCode.has(code) ? [code] : [];
  };
  return {
    groups,
    leaves,
    lineage,
    steps(code) {
      const survivor = survivorOf(code);
      const became = absorbed.get(survivor) ?? [];
      const [own, ...above] = lineage(survivor);
      if (own === undefined) return [];
      return [[own], ...(became.length === 0 ? [] : [became]), ...above.map((each) => [each])];
    },
    survivorOf,
    mergedInto: (code) => absorbed.get(code) ?? [],
    codesUnder: (groupCode) => under.get(groupCode) ?? [],
    find: (code) => leafByCode.get(code),
    findGroup: (code) => groupByCode.get(code),
  };
}

export function isCategoryCode(code: string): boolean {
  return CODE.test(code) && code.length <= LONGEST_CODE;
}

function checkCodes(codes: readonly string[]): void {
  const seen = new Set<string>();
  const issues = codes.flatMap((code) => {
    const rule = seen.has(code) ? 'is used twice' : 'is lower-case ASCII with single dashes';
    const wrong = seen.has(code) || !CODE.test(code);
    seen.add(code);
    return wrong ? [{ field: code, rule }] : [];
  });
  if (issues.length > 0) throw new AppError('invalid', 'category codes are not right', { issues });
}
