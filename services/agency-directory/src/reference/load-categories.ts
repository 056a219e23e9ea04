import { parse } from 'csv-parse/sync';
import { buildCategoryTree } from '../domain/categories/category-tree.ts';
import type { CategoryFile, CategoryTree } from '../domain/categories/category-tree.ts';
import { readDataJson, readDataText } from './read-data.ts';

export function loadCategories(): CategoryTree {
  return buildCategoryTree(readDataJson('categories.json') as CategoryFile);
}

export interface LaporCategory {
  readonly laporId: string;
  readonly laporName: string;
  /** Code of our leaf. */
  readonly category: string;
}

/** The categories of SP4N-LAPOR! and which of ours each one is. */
export function loadLaporCategories(): readonly LaporCategory[] {
  const rows: string[][] = parse(readDataText('lapor-category-map.csv'), { from_line: 2 });
  return rows.map(([laporId = '', laporName = '', category = '']) => ({ laporId, laporName, category }));
}
