import type { SQLInputValue } from 'node:sqlite';
import { ID_INDEX } from '../query/query-plan.ts';
import type { Access, Direction, Range, SortKey } from '../query/query-plan.ts';
import { indexTable } from './catalog.ts';
import type { StoredCollection } from './catalog.ts';
import { afterPrefix, encodeKey, typeBounds } from './key-encoding.ts';

export interface Walk {
  readonly sql: string;
  readonly parameters: readonly SQLInputValue[];
}

/** What a walk selects: the documents, with or without their lists, only the keys, only their numbers, or how many there are. */
export type Selection = 'rows' | 'spare' | 'keys' | 'numbers' | 'count';

/** Columns of a document, of the table called `d`. */
const COLUMNS = {
  rows: 'd.seq AS seq, d.doc AS doc, d.listed AS listed, d.lists AS lists',
  spare: 'd.seq AS seq, d.doc AS doc, d.listed AS listed',
} as const;

interface Condition {
  readonly sql: string;
  readonly parameters: readonly SQLInputValue[];
}

/** The SQL of one access. `sort` is what the walk itself shall give (empty: any order). */
export function walkSql(
  collection: StoredCollection,
  access: Access,
  sort: readonly SortKey[],
  selection: Selection,
): Walk {
  const order = sort.length > 0 && access.order !== undefined ? orderTerms(access, access.order) : [];
  const source = sourceOf(collection, access, selection, order);
  if (order.length > 0 && access.equal.some((values) => values.length > 1)) {
    return mergedWalks(access, source, order);
  }
  const conditions = [
    ...access.equal.map((values, at) => among(access, at, values)),
    ...rangeConditions(access),
  ];
  const where = conditions.length > 0 ? ` WHERE ${conditions.map(({ sql }) => sql).join(' AND ')}` : '';
  return {
    sql: `${source}${where}${order.length > 0 ? ` ORDER BY ${order.map(({ term }) => term).join(', ')}` : ''}`,
    parameters: conditions.flatMap(({ parameters }) => parameters),
  };
}

/** Several ordered walks, merged by SQLite: the order survives an $in before the sorted keys. */
function mergedWalks(access: Access, source: string, order: readonly OrderTerm[]): Walk {
  const parts = combinations(access.equal).map((values) => {
    const conditions = [...values.map((value, at) => among(access, at, [value])), ...rangeConditions(access)];
    return {
      sql: `${source} WHERE ${conditions.map(({ sql }) => sql).join(' AND ')}`,
      parameters: conditions.flatMap(({ parameters }) => parameters),
    };
  });
  const by = order.map(({ alias, direction }) => `${alias} ${direction}`).join(', ');
  return {
    sql: `${parts.map(({ sql }) => sql).join(' UNION ALL ')} ORDER BY ${by}`,
    parameters: parts.flatMap(({ parameters }) => parameters),
  };
}

function combinations(choices: readonly (readonly unknown[])[]): readonly (readonly unknown[])[] {
  return choices.reduce<readonly (readonly unknown[])[]>(
    (all, values) => all.flatMap((start) => values.map((value) => [...start, value])),
    [[]],
  );
}

function sourceOf(
  collection: StoredCollection,
  access: Access,
  selection: Selection,
  order: readonly OrderTerm[],
): string {
  const extra = order.map(({ column, alias }) => `, ${column} AS ${alias}`).join('');
  if (access.index === ID_INDEX) {
    const columns = { ...COLUMNS, keys: 'd.id AS k0', numbers: 'd.seq AS seq', count: 'count(*) AS n' }[
      selection
    ];
    return `SELECT ${columns}${extra} FROM ${collection.table} AS d`;
  }
  const table = indexTable(collection.name, access.index.name);
  if (selection === 'count') return `SELECT count(*) AS n FROM ${table} AS i`;
  if (selection === 'numbers') return `SELECT i.seq AS seq${extra} FROM ${table} AS i`;
  if (selection === 'keys') {
    const keys = access.index.keys.map((_key, at) => `i.k${at} AS k${at}`).join(', ');
    return `SELECT ${keys}${extra} FROM ${table} AS i`;
  }
  // CROSS JOIN keeps SQLite from turning the walk round: the index gives order and selection.
  return `SELECT ${COLUMNS[selection]}${extra} FROM ${table} AS i CROSS JOIN ${collection.table} AS d ON d.seq = i.seq`;
}

interface OrderTerm {
  readonly column: string;
  readonly alias: string;
  readonly direction: 'ASC' | 'DESC';
  readonly term: string;
}

function orderTerms(access: Access, order: Direction): readonly OrderTerm[] {
  const term = (column: string, alias: string, ascending: boolean): OrderTerm => {
    const direction = ascending ? 'ASC' : 'DESC';
    return { column, alias, direction, term: `${column} ${direction}` };
  };
  const start = access.equal.length;
  const terms = access.index.keys
    .slice(start)
    .map(([, direction], at) => term(column(access, start + at), `o${at}`, direction * order === 1));
  // The last column of a non-unique index is the number of the document: ties come out as they were inserted.
  return access.index.unique ? terms : [...terms, term('i.seq', 'o_seq', order === 1)];
}

function column(access: Access, at: number): string {
  return access.index === ID_INDEX ? 'd.id' : `i.k${at}`;
}

const NEVER: Condition = { sql: '0', parameters: [] };

function among(access: Access, at: number, values: readonly unknown[]): Condition {
  const keys =
    access.index === ID_INDEX ? values.filter((value) => typeof value === 'string') : values.map(encodeKey);
  if (keys.length === 0) return NEVER;
  if (keys.length === 1) return { sql: `${column(access, at)} = ?`, parameters: keys };
  // Filled up to a power of two: few different statements, so that they stay prepared.
  const padded = Array.from(
    { length: 2 ** Math.ceil(Math.log2(keys.length)) },
    (_, n) => keys[n] ?? keys[0]!,
  );
  return { sql: `${column(access, at)} IN (${padded.map(() => '?').join(', ')})`, parameters: padded };
}

function rangeConditions(access: Access): readonly Condition[] {
  const { range } = access;
  if (!range) return [];
  const name = column(access, access.equal.length);
  return access.index === ID_INDEX ? idRange(name, range) : keyRange(name, range);
}

/** Ids are stored as they are, and are all strings: a comparison with anything else finds nothing. */
function idRange(name: string, { lower, upper, prefix }: Range): readonly Condition[] {
  if (prefix !== undefined) return between(name, prefix, afterPrefix(prefix));
  const conditions: Condition[] = [];
  for (const [bound, operator] of [
    [lower, '>'],
    [upper, '<'],
  ] as const) {
    if (!bound) continue;
    if (typeof bound.value !== 'string') return [NEVER];
    conditions.push({ sql: `${name} ${operator}${bound.inclusive ? '=' : ''} ?`, parameters: [bound.value] });
  }
  return conditions;
}

function keyRange(name: string, { lower, upper, prefix }: Range): readonly Condition[] {
  if (prefix !== undefined) {
    const key = encodeKey(prefix);
    return between(name, key, afterPrefix(key));
  }
  const conditions: Condition[] = [];
  const low = lower && encodeKey(lower.value);
  const high = upper && encodeKey(upper.value);
  if (low !== undefined)
    conditions.push({ sql: `${name} >${lower!.inclusive ? '=' : ''} ?`, parameters: [low] });
  else conditions.push({ sql: `${name} >= ?`, parameters: [typeBounds(high!).from] });
  if (high !== undefined)
    conditions.push({ sql: `${name} <${upper!.inclusive ? '=' : ''} ?`, parameters: [high] });
  else conditions.push({ sql: `${name} < ?`, parameters: [typeBounds(low!).below] });
  return conditions;
}

function between(name: string, from: string, below: string | undefined): readonly Condition[] {
  const lower: Condition = { sql: `${name} >= ?`, parameters: [from] };
  return below === undefined ? [lower] : [lower, { sql: `${name} < ?`, parameters: [below] }];
}
