import { AppError } from '@lapor/kernel';
import type { Filter } from './filter-syntax.ts';
import type { SortKey } from './query-plan.ts';

/** More rows than this are never sorted in memory, on either profile: it needs an index in that order. */
export const MOST_SORTED_ROWS = 1_000;

export function tooManyToSort(collection: string, sort: readonly SortKey[]): AppError {
  const fields = sort.map(([path, direction]) => `${path}: ${direction}`).join(', ');
  return new AppError(
    'unsupported',
    `${collection}: more than ${MOST_SORTED_ROWS} documents to sort in memory by {${fields}}; declare an index in this order`,
  );
}

export function noIndex(collection: string, filter: Filter): AppError {
  const paths = [...new Set(pathsOf(filter))].join(', ');
  return new AppError('unsupported', `${collection}: no declared index serves a filter on {${paths}}`);
}

function pathsOf(filter: Filter): readonly string[] {
  switch (filter.kind) {
    case 'all':
    case 'any':
      return filter.filters.flatMap(pathsOf);
    case 'not':
      return pathsOf(filter.filter);
    case 'test':
      return [filter.path];
  }
}
