import type { DatabaseSync } from 'node:sqlite';
import { prepared } from '@lapor/sqlite';
import type { IndexSpec } from '../query/query-plan.ts';

/**
 * Which paths of an index have run into an array, in the column `multikey`: a bit for each, from the second on. The first one
 * alone is what an earlier version noted: that there are arrays, not where.
 */
const SOMEWHERE = 1;

export function maskOf(arrays: readonly number[]): number {
  return arrays.reduce((mask, at) => mask | (2 << at), 0);
}

/** Once an array, always counted as one: MongoDB does not take it back either. */
export function markArrays(database: DatabaseSync, collection: string, index: string, mask: number): void {
  prepared(
    database,
    'UPDATE store_indexes SET multikey = multikey | ? WHERE collection = ? AND name = ? AND multikey & ? <> ?',
  ).run(mask, collection, index, mask, mask);
}

/** In place of whatever was noted before. */
export function setArrays(database: DatabaseSync, collection: string, index: string, mask: number): void {
  const sql = 'UPDATE store_indexes SET multikey = ? WHERE collection = ? AND name = ?';
  prepared(database, sql).run(mask, collection, index);
}

export function arrayMasks(database: DatabaseSync, collection: string): ReadonlyMap<string, number> {
  const sql = 'SELECT name, multikey FROM store_indexes WHERE collection = ? AND multikey > 0';
  const rows = prepared(database, sql).all(collection);
  return new Map(rows.map((row) => [String(row['name']), Number(row['multikey'])]));
}

export function isVague(mask: number): boolean {
  return (mask & SOMEWHERE) !== 0;
}

export function withArrays(spec: IndexSpec, mask: number): IndexSpec {
  if (mask === 0) return spec;
  const arrays = isVague(mask)
    ? undefined
    : spec.keys.filter((_key, at) => (mask & (2 << at)) !== 0).map(([path]) => path);
  return { ...spec, multikey: true, arrays };
}
