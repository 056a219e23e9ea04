import { AppError, invalid } from '@lapor/kernel';

export interface SavedFilter {
  readonly id: string;
  readonly name: string;
  /** As the inbox has it in its address, without "?". */
  readonly query: string;
}

export const MOST_FILTERS = 20;
const LONGEST_NAME = 60;
const LONGEST_QUERY = 500;

/** The same again changes nothing. @throws AppError invalid (name, query), illegal when there are too many */
export function addFilter(filters: readonly SavedFilter[], added: SavedFilter): readonly SavedFilter[] {
  const name = added.name.replaceAll(/\s+/g, ' ').trim();
  if (name === '' || name.length > LONGEST_NAME) throw invalid('name', `is 1 to ${LONGEST_NAME} characters`);
  if (added.query === '' || added.query.length > LONGEST_QUERY)
    throw invalid('query', `is 1 to ${LONGEST_QUERY} characters`);
  if (filters.some((each) => each.name === name && each.query === added.query)) return filters;
  const others = filters.filter((each) => each.name !== name);
  if (others.length >= MOST_FILTERS) {
    throw new AppError('illegal', `no more than ${MOST_FILTERS} filters are kept`, {
      extra: { legal: ['remove'] },
    });
  }
  return [...others, { ...added, name }].toSorted((a, b) => a.name.localeCompare(b.name, 'id'));
}

/** What somebody else kept, as far as it has room: whoever takes over keeps their own under its names. */
export function takeOverFilters(
  own: readonly SavedFilter[],
  left: readonly SavedFilter[],
): readonly SavedFilter[] {
  const names = new Set(own.map(({ name }) => name));
  return left
    .filter(({ name }) => !names.has(name))
    .slice(0, Math.max(0, MOST_FILTERS - own.length))
    .reduce(addFilter, own);
}

export function removeFilter(filters: readonly SavedFilter[], id: string): readonly SavedFilter[] {
  return filters.some((each) => each.id === id) ? filters.filter((each) => each.id !== id) : filters;
}
