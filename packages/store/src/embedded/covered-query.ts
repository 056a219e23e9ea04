import type { DatabaseSync } from 'node:sqlite';
import { prepared } from '@lapor/sqlite';
import type { PlainObject } from '../query/bson-order.ts';
import { ID_INDEX } from '../query/query-plan.ts';
import type { Access, IndexSpec } from '../query/query-plan.ts';
import type { Projection } from '../query/query-syntax.ts';
import { storedCollection } from './catalog.ts';
import { decodeKey } from './key-encoding.ts';
import { understand } from './query-executor.ts';
import type { Query } from './query-executor.ts';
import { walkSql } from './walk-sql.ts';

/**
 * What a query asks for out of the index alone, without a look at the documents. Undefined where they must be looked at, and where
 * there are more than `most`.
 */
export function coveredDocuments(
  database: DatabaseSync,
  query: Query,
  most: number,
): PlainObject[] | undefined {
  const { projection, skip = 0, limit = 0, sort = [] } = query;
  if (projection?.kind !== 'include' || skip > 0) return undefined;
  const collection = storedCollection(database, query.collection);
  if (!collection.exists) return [];
  const { plan } = understand(database, collection, query);
  if (plan.kind !== 'index' || !plan.exact || (sort.length > 0 && plan.order === undefined)) return undefined;
  const columns = columnsOf(plan, projection);
  if (columns === undefined) return undefined;
  const { sql, parameters } = walkSql(collection, plan, sort, 'keys');
  const found: PlainObject[] = [];
  for (const row of prepared(database, sql).iterate(...parameters)) {
    const document: PlainObject = {};
    for (const [name, column] of columns) {
      const value = decodeKey(String(row[column]));
      // Null may stand for what is not there; other kinds are seldom asked for.
      if (value === undefined) return undefined;
      document[name] = value;
    }
    if (found.push(document) === limit) break;
    if (found.length > most) return undefined;
  }
  return found;
}

/** The column of each field that is asked for. */
function columnsOf(
  { index }: Access,
  { id, paths }: Extract<Projection, { kind: 'include' }>,
): readonly (readonly [name: string, column: string])[] | undefined {
  if (index === ID_INDEX) return undefined;
  const columns: (readonly [string, string])[] = [];
  for (const [name = '', ...below] of id ? [['_id'], ...paths] : paths) {
    const at = index.keys.findIndex(([path]) => path === name);
    if (at < 0 || below.length > 0 || mayHaveSeveral(index, name)) return undefined;
    columns.push([name, `k${at}`]);
  }
  return columns;
}

function mayHaveSeveral({ multikey, arrays }: IndexSpec, path: string): boolean {
  return multikey && (arrays?.includes(path) ?? true);
}
