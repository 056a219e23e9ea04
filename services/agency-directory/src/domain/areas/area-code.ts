/** The four tiers of Indonesian territory, from the code's length: 21 / 21.71 / 21.71.01 / 21.71.01.1001. */
export type AreaLevel = 'province' | 'regency' | 'district' | 'village';

export const AREA_LEVELS: readonly AreaLevel[] = ['province', 'regency', 'district', 'village'];

const SHAPE = /^(\d{2})(?:\.?(\d{2})(?:\.?(\d{2})(?:\.?(\d{4}))?)?)?$/;

/** Dots put in where they belong ("2171" → "21.71"); undefined when it is no area code at all. */
export function normalizeAreaCode(typed: string): string | undefined {
  const match = SHAPE.exec(typed.trim());
  return match?.slice(1).filter(Boolean).join('.');
}

/** The code one tier up, undefined for a province. */
function parentAreaCode(code: string): string | undefined {
  const dot = code.lastIndexOf('.');
  return dot < 0 ? undefined : code.slice(0, dot);
}

/** The code itself, then every tier above it up to the province: the order in which the most specific wins. */
export function areaCodeLineage(code: string): readonly string[] {
  const lineage: string[] = [];
  for (let at: string | undefined = code; at !== undefined; at = parentAreaCode(at)) lineage.push(at);
  return lineage;
}

/** Is `code` the area `ancestor` or part of it? */
export function isWithinArea(code: string, ancestor: string): boolean {
  return code === ancestor || code.startsWith(`${ancestor}.`);
}

export function areaLevelOf(code: string): AreaLevel {
  const level = AREA_LEVELS[code.split('.').length - 1];
  if (level === undefined) throw new RangeError(`${code} is no area code`);
  return level;
}

/**
 * The code as one number of ten digits, lower tiers filled with zeros: sorting by it puts every area right before all
 * that lies in it, so a subtree is a range.
 */
export function areaKey(code: string): number {
  return Number(code.replaceAll('.', '').padEnd(10, '0'));
}

/** How many keys the subtree of an area of this tier spans. */
export const KEY_SPAN: readonly number[] = [1e8, 1e6, 1e4, 1];

/** 0 province … 3 village. */
export function tierOfKey(key: number): number {
  if (key % 1e4 !== 0) return 3;
  if (key % 1e6 !== 0) return 2;
  return key % 1e8 !== 0 ? 1 : 0;
}

export function codeOfKey(key: number): string {
  const digits = String(key).padStart(10, '0');
  const parts = [digits.slice(0, 2), digits.slice(2, 4), digits.slice(4, 6), digits.slice(6)];
  return parts.slice(0, tierOfKey(key) + 1).join('.');
}
