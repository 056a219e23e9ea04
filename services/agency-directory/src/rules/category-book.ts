import type { AggregateStore } from '@lapor/store';
import { CATEGORIES_ID } from '../domain/categories/category-changes.ts';
import type { CategoriesState, CategoryEvent } from '../domain/categories/category-changes.ts';
import type { CategoryTree } from '../domain/categories/category-tree.ts';
import { effectiveTree } from '../domain/categories/effective-tree.ts';

export type CategoryStore = AggregateStore<CategoriesState, CategoryEvent>;

/** The category tree as it is now, in memory. */
export interface CategoryBook {
  tree(): CategoryTree;
  /** What it would be with this. */
  treeWith(state: CategoriesState | undefined): CategoryTree;
  /** Somebody has written this. */
  take(state: CategoriesState): void;
  reload(): Promise<void>;
}

export function openCategoryBook(shipped: CategoryTree, store: CategoryStore): CategoryBook {
  let tree = shipped;
  return {
    tree: () => tree,
    treeWith: (state) => effectiveTree(shipped, state),
    take(state) {
      tree = effectiveTree(shipped, state);
    },
    async reload() {
      tree = effectiveTree(shipped, (await store.find(CATEGORIES_ID))?.state);
    },
  };
}
