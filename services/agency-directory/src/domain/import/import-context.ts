import type { Area } from '../areas/area.ts';
import type { CategoryTree } from '../categories/category-tree.ts';

/** What the files are checked against. */
export interface ImportContext {
  /** The area the government answers for. Everything in the files lies within it. */
  readonly areaCode: string;
  /** What the government itself is called where a file names it. */
  readonly bodyKey: string;
  readonly areas: { find(code: string): Area | undefined };
  readonly categories: Pick<CategoryTree, 'lineage'>;
}
