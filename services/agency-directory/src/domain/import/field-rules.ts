import { isWithinArea, normalizeAreaCode } from '../areas/area-code.ts';
import type { ImportContext } from './import-context.ts';

/** What is wrong with one field, or the value to go on with. */
export type Checked = { readonly value: string } | { readonly rule: string };

/** An area of the government; empty means all of it. */
export function checkArea(
  typed: string,
  { areaCode, areas }: Pick<ImportContext, 'areaCode' | 'areas'>,
): Checked {
  if (typed === '') return { value: areaCode };
  const code = normalizeAreaCode(typed);
  if (code === undefined || areas.find(code) === undefined) return { rule: 'is the code of an area' };
  return isWithinArea(code, areaCode) ? { value: code } : { rule: `lies within ${areaCode}` };
}

const DAY = /^\d{4}-\d{2}-\d{2}$/;

/** A calendar day that exists, as 2024-01-31. */
export function isDay(typed: string): boolean {
  if (!DAY.test(typed)) return false;
  const time = Date.parse(`${typed}T00:00:00Z`);
  return !Number.isNaN(time) && new Date(time).toISOString().startsWith(typed);
}
