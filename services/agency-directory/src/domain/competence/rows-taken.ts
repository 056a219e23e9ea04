import { areaCodeLineage } from '../areas/area-code.ts';
import { dayAfter } from '../days.ts';
import type { Rule } from './competence-row.ts';

export const FOREVER = '9999-12-31';

/** What is known where a row is entered. */
export interface TableNow {
  /** Of the agency whose row it is. */
  readonly today: string;
  /** The category, then its group, as the resolver asks for them. */
  readonly steps: (categoryCode: string) => readonly (readonly string[])[];
  /** Of a group: all codes of which the resolver asks for it. */
  readonly under: (groupCode: string) => readonly string[];
  /** Rows for exactly this area and category, whatever their dates. */
  readonly rowsFor: (areaCode: string, categoryCode: string) => readonly Rule[];
}

/**
 * Rows of other bodies that would lose reports to this one, or would no longer be alone: those for the same place and topic, or for a
 * wider one. Days that lie behind take nothing, nor do those on which the row was in force before.
 */
export function rowsTaken(
  row: Rule,
  before: Rule | undefined,
  { today, steps, under, rowsFor }: TableNow,
): readonly Rule[] {
  const known = before === undefined ? '' : dayAfterLast(before);
  const from = [row.validFrom, today, known].toSorted().at(-1) ?? today;
  const to = row.validTo ?? FOREVER;
  if (from > to) return [];
  // The empty code is the whole country.
  const areas = [...areaCodeLineage(row.areaCode), ''];
  const codes = new Set([...steps(row.categoryCode).flat(), ...under(row.categoryCode)]);
  const alike = [...new Set(areas)].flatMap((area) => [...codes].flatMap((code) => rowsFor(area, code)));
  return alike.filter(
    (other) =>
      other.bodyId !== row.bodyId &&
      other.validFrom <= to &&
      from <= (other.validTo ?? FOREVER) &&
      yieldsIn(other, row, steps),
  );
}

function dayAfterLast({ validTo }: Rule): string {
  return validTo === undefined || validTo === FOREVER ? '9999-99-99' : dayAfter(validTo);
}

/** A nearer place decides before a narrower topic. */
function yieldsIn(other: Rule, row: Rule, steps: TableNow['steps']): boolean {
  const [own, theirs] = [steps(row.categoryCode), steps(other.categoryCode)];
  if (own.flat().includes(other.categoryCode)) return true;
  const alike = other.areaCode === row.areaCode ? (theirs[0] ?? []) : theirs.flat();
  return alike.includes(row.categoryCode);
}
