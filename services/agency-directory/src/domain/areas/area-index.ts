import { notFound } from '@lapor/kernel';
import type { Area } from './area.ts';
import type { AreaLevel } from './area-code.ts';
import { AREA_LEVELS, areaKey, codeOfKey, normalizeAreaCode, tierOfKey } from './area-code.ts';
import type { AreaMatch, AreaSearchOptions } from './area-search.ts';
import { createAreaSearch } from './area-search.ts';
import type { AreaTable } from './area-table.ts';
import { buildAreaTable } from './area-table.ts';
import { finish } from './steps.ts';
import type { Steps } from './steps.ts';

export interface AreaRow {
  readonly code: string;
  readonly name: string;
}

/** All areas of the country in typed arrays: made once, never changed. */
export interface AreaIndex {
  readonly size: number;
  /** The area with this code, dotted or not. */
  find(code: string): Area | undefined;
  /** As `find`; throws `not_found`. */
  get(code: string): Area;
  /** One tier below, in the order of codes. Without a code: the provinces. */
  children(code?: string): readonly Area[];
  /** What lies in it, in the order of codes: as many whole tiers as keep within a number of areas. */
  tiersBelow(code: string | undefined, atMost: number): readonly Area[];
  /** From the area above it up to the province. */
  ancestors(code: string): readonly Area[];
  /** "Kel. Baloi Permai, Kec. Batam Kota, Kota Batam, Kepulauan Riau". */
  fullName(code: string): string;
  search(text: string, options?: AreaSearchOptions): readonly AreaMatch[];
  /** Bytes held in typed arrays. */
  readonly bytes: number;
}

export function buildAreaIndex(rows: Iterable<AreaRow>): AreaIndex {
  return finish(areaIndexSteps(rows));
}

/** The same with pauses: it is half a second of work. */
export function* areaIndexSteps(rows: Iterable<AreaRow>): Steps<AreaIndex> {
  const table = yield* buildAreaTable(rows);
  const search = yield* createAreaSearch(table, (row) => areaAt(table, row));

  const rowOf = (code: string): number => {
    const dotted = normalizeAreaCode(code);
    return dotted === undefined ? -1 : table.rowOfKey(areaKey(dotted));
  };
  const mustRowOf = (code: string): number => {
    const row = rowOf(code);
    if (row < 0) throw notFound('area', code);
    return row;
  };
  const lineage = (code: string): readonly Area[] => {
    const areas: Area[] = [];
    for (let row = mustRowOf(code); row >= 0; row = table.parentOf(row)) areas.push(areaAt(table, row));
    return areas;
  };

  return {
    size: table.size,
    bytes: table.bytes + search.bytes,
    find(code) {
      const row = rowOf(code);
      return row < 0 ? undefined : areaAt(table, row);
    },
    get: (code) => areaAt(table, mustRowOf(code)),
    children: (code) => childrenOf(table, code === undefined ? -1 : mustRowOf(code)),
    tiersBelow: (code, atMost) => tiersBelow(table, code === undefined ? -1 : mustRowOf(code), atMost),
    ancestors: (code) => lineage(code).slice(1),
    fullName: (code) =>
      lineage(code)
        .map((area) => area.label)
        .join(', '),
    search: search.search,
  };
}

function childrenOf(table: AreaTable, parent: number): readonly Area[] {
  return rowsBelow(table, parent).map((row) => areaAt(table, row));
}

function tiersBelow(table: AreaTable, top: number, atMost: number): readonly Area[] {
  const rows: number[] = [];
  for (
    let tier = rowsBelow(table, top);
    tier.length > 0;
    tier = tier.flatMap((row) => rowsBelow(table, row))
  ) {
    if (rows.length + tier.length > atMost) break;
    rows.push(...tier);
  }
  return rows.sort((a, b) => a - b).map((row) => areaAt(table, row));
}

function rowsBelow(table: AreaTable, parent: number): number[] {
  const [from, to] = parent < 0 ? [0, table.size] : [parent + 1, table.endOfSubtree(parent)];
  const rows: number[] = [];
  for (let row = from; row < to; row = table.endOfSubtree(row)) rows.push(row);
  return rows;
}

function areaAt(table: AreaTable, row: number): Area {
  const key = table.keyAt(row);
  const code = codeOfKey(key);
  const name = table.nameAt(row);
  const level = AREA_LEVELS[tierOfKey(key)] ?? 'village';
  const dot = code.lastIndexOf('.');
  return {
    code,
    name,
    level,
    ...(dot < 0 ? {} : { parentCode: code.slice(0, dot) }),
    label: labelOf(code, name, level),
  };
}

/** Villages whose number starts with 1 are kelurahan, with 2 desa, with 3 desa adat (Permendagri 58/2021). */
function labelOf(code: string, name: string, level: AreaLevel): string {
  if (level === 'district') return `${code.startsWith('9') ? 'Distrik' : 'Kec.'} ${name}`;
  if (level !== 'village') return name;
  return `${code.charAt(9) === '1' ? 'Kel.' : 'Desa'} ${name}`;
}
