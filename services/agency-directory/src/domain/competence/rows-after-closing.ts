import { dayBefore } from '../days.ts';
import type { CompetenceEntry } from './competence-tables.ts';

export interface PassedOn<Row> {
  /** The successor's, from today on. To be there before the others end. */
  readonly heirs: readonly Row[];
  /** The closed agency's, which end the day before. */
  readonly ended: readonly Row[];
}

/** What becomes of the rows of an agency that closes. Rows of the past stay: they say who was competent then. */
export function rowsAfterClosing<Row extends CompetenceEntry>(
  rows: readonly Row[],
  today: string,
  heirOf: ((row: Row) => Pick<Row, 'id' | 'agencyId'>) | undefined,
): PassedOn<Row> {
  const open = rows.filter(({ validTo }) => validTo === undefined || validTo >= today);
  const ended = open.map((row) => ({ ...row, validTo: dayBefore(today) }));
  if (heirOf === undefined) return { heirs: [], ended };
  const heirs = open.map((row) => {
    const validFrom = row.validFrom > today ? row.validFrom : today;
    return { ...row, validFrom, ...heirOf(row) };
  });
  return { heirs, ended };
}
