import { AppError } from '@lapor/kernel';
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

export function noIndex(collection: string, filter: unknown): AppError {
  const fields =
    typeof filter === 'object' && filter !== null ? Object.keys(filter).join(', ') : String(filter);
  return new AppError('unsupported', `${collection}: no declared index serves a filter on {${fields}}`);
}
