import type { Schema } from 'mongoose';
import { parseIndex } from './query-guard.ts';
import type { IndexSpec } from './query-plan.ts';

/** The indexes a schema declares. One on a path that may hold an array has several entries per document. */
export function declaredIndexes<T>(schema: Schema<T>): readonly IndexSpec[] {
  return schema.indexes().map(([fields, options]) => {
    const multikey = Object.keys(fields).some((path) => mayHoldArray(schema, path));
    return parseIndex(fields, options, multikey);
  });
}

const SCALARS: ReadonlySet<string> = new Set(['String', 'Number', 'Date', 'Boolean', 'Buffer']);

function mayHoldArray<T>(schema: Schema<T>, path: string): boolean {
  const parts = path.split('.');
  const arrayAbove = parts.slice(0, -1).some((_part, at) => {
    const above = schema.path(parts.slice(0, at + 1).join('.')) as { instance?: string } | undefined;
    return above?.instance === 'Array' || above?.instance === 'Mixed';
  });
  const type = schema.path(path) as { instance?: string } | undefined;
  return arrayAbove || !SCALARS.has(type?.instance ?? 'Mixed');
}
