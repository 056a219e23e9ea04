import { AppError, invalid } from '@lapor/kernel';
import { isObject } from './bson-order.ts';
import { checkPath, unsupportedOperator } from './filter-syntax.ts';
import type { Direction, SortKey } from './query-plan.ts';

/** The order asked for, from any of the forms mongoose and the driver accept. */
export function parseSort(sort: unknown): readonly SortKey[] {
  if (sort === undefined || sort === null) return [];
  if (typeof sort === 'string') return [[sort, 1]];
  const entries =
    sort instanceof Map ? [...sort.entries()] : Array.isArray(sort) ? pairs(sort) : Object.entries(sort);
  return entries.map(([path, direction]): SortKey => {
    checkPath(String(path));
    return [String(path), parseDirection(direction)];
  });
}

function pairs(sort: readonly unknown[]): readonly (readonly unknown[])[] {
  if (sort.length === 2 && typeof sort[0] === 'string' && !Array.isArray(sort[1])) return [sort];
  return sort.map((entry) => (Array.isArray(entry) ? entry : [entry, 1]));
}

function parseDirection(direction: unknown): Direction {
  switch (direction) {
    case 1:
    case '1':
    case 'asc':
    case 'ascending':
      return 1;
    case -1:
    case '-1':
    case 'desc':
    case 'descending':
      return -1;
    default:
      throw new AppError('unsupported', `the sort direction ${JSON.stringify(direction)} is not supported`);
  }
}

export type Projection =
  | { readonly kind: 'include'; readonly paths: readonly (readonly string[])[]; readonly id: boolean }
  | { readonly kind: 'exclude'; readonly paths: readonly (readonly string[])[] };

/** All in or all out, with `_id` as the one exception. */
export function parseProjection(projection: unknown): Projection | undefined {
  if (projection === undefined || projection === null) return undefined;
  if (!isObject(projection)) throw invalid('projection', 'must be an object');
  const included: string[] = [];
  const excluded: string[] = [];
  let id: boolean | undefined;
  for (const [path, value] of Object.entries(projection)) {
    checkPath(path);
    if (value !== 0 && value !== 1 && value !== true && value !== false) {
      throw unsupportedOperator(`the projection of ${path} by ${JSON.stringify(value)}`);
    }
    if (path === '_id') id = Boolean(value);
    else (value ? included : excluded).push(path);
  }
  if (included.length > 0 && excluded.length > 0)
    throw invalid('projection', 'cannot mix inclusion and exclusion');
  refuseOverlaps([...included, ...excluded]);
  const split = (paths: readonly string[]) => paths.map((path) => path.split('.'));
  if (included.length > 0 || (id === true && excluded.length === 0)) {
    return { kind: 'include', paths: split(included), id: id ?? true };
  }
  const paths = id === false ? ['_id', ...excluded] : excluded;
  return paths.length > 0 ? { kind: 'exclude', paths: split(paths) } : undefined;
}

/** A path and a part of it: MongoDB refuses it too, though not always. */
function refuseOverlaps(paths: readonly string[]): void {
  for (const path of paths) {
    const part = paths.find((other) => other.startsWith(`${path}.`));
    if (part !== undefined) throw invalid('projection', `names ${path} and its part ${part}`);
  }
}
