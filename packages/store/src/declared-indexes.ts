import type { Schema } from 'mongoose';
import { parseIndex } from './query/query-guard.ts';
import type { IndexSpec } from './query/query-plan.ts';

/** The indexes a schema declares. One on a path that may hold an array has several entries per document. */
export function declaredIndexes<T>(schema: Schema<T>): readonly IndexSpec[] {
  return schema.indexes().map(([fields, options]) => {
    const arrays = Object.keys(fields).filter((path) => mayHoldArray(schema, path));
    return parseIndex(fields, options, arrays);
  });
}

/** Undeclared fields count as single values: the embedded profile finds out by itself, MongoDB anyway. */
function mayHoldArray<T>(schema: Schema<T>, path: string): boolean {
  const parts = path.split('.');
  return parts.some((_part, at) => {
    const type = schema.path(parts.slice(0, at + 1).join('.')) as { instance?: string } | undefined;
    return type?.instance === 'Array';
  });
}
