import { rootsOf, wordsInText } from '../danger/word-forms.ts';
import type { Category, CategoryTree } from './category-tree.ts';

/**
 * Categories whose keywords occur in the text, best first: more and longer keywords weigh more. A help for whoever
 * picks; nothing is routed by it.
 */
export function suggestCategories(text: string, tree: CategoryTree, limit = 5): readonly Category[] {
  const words = wordsInText(text).map((word) => rootsOf(word));
  const scored = tree.leaves.map((category) => ({ category, score: scoreOf(category, words) }));
  return scored
    .filter(({ score }) => score > 0)
    .sort((a, b) => b.score - a.score)
    .slice(0, limit)
    .map(({ category }) => category);
}

function scoreOf(category: Category, words: readonly ReadonlySet<string>[]): number {
  let score = 0;
  for (const keyword of category.keywords) {
    const parts = wordsInText(keyword);
    const at = words.findIndex((_, start) => parts.every((part, i) => words[start + i]?.has(part)));
    // Two words together say much more than each alone.
    if (at >= 0) score += parts.length ** 2 + keyword.length / 20;
  }
  return score;
}
