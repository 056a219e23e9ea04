import type { CategoriesState, CategoryPatch } from './category-changes.ts';
import { treeOf } from './category-tree.ts';
import type { Category, CategoryGroup, CategoryTree } from './category-tree.ts';

/** The shipped tree with everything that was changed here. Codes never go: what was filed under one keeps its meaning. */
export function effectiveTree(shipped: CategoryTree, state: CategoriesState | undefined): CategoryTree {
  if (state === undefined) return shipped;
  const { patches } = state;
  const own = Object.entries(patches).flatMap(([code, patch]) =>
    patch.groupCode === undefined || shipped.find(code) !== undefined
      ? []
      : [newLeaf(code, patch.groupCode, patch)],
  );
  const groups = shipped.groups.map((group): CategoryGroup => {
    const { nameId = group.nameId, nameEn = group.nameEn } = patches[group.code] ?? {};
    const shippedLeaves = group.categories.map((leaf) => patched(leaf, patches[leaf.code]));
    const added = own.filter(({ groupCode }) => groupCode === group.code);
    return { code: group.code, nameId, nameEn, categories: [...shippedLeaves, ...added] };
  });
  return treeOf(groups);
}

function newLeaf(code: string, groupCode: string, patch: CategoryPatch): Category {
  const blank = { nameId: code, nameEn: code, hintId: '', hintEn: '', keywords: [] };
  return patched({ code, groupCode, ...blank, danger: false, neverPublic: false, supervisory: false }, patch);
}

function patched(leaf: Category, patch: CategoryPatch | undefined): Category {
  if (patch === undefined) return leaf;
  const { retired, mergedInto, wasRetired, groupCode: _group, ...set } = patch;
  return {
    ...leaf,
    ...set,
    ...(retired === true ? { retired } : {}),
    ...(mergedInto === undefined ? {} : { mergedInto }),
    ...(wasRetired === true ? { wasRetired } : {}),
  };
}
