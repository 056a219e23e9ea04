import type { Caller } from '@lapor/contracts/common/v1/common';
import { isNationalAdmin } from '../access.ts';
import type { Rule } from '../domain/competence/competence-row.ts';
import { localDay } from '../domain/competence/competence-tables.ts';
import { rowsTaken } from '../domain/competence/rows-taken.ts';
import type { DirectoryParts } from '../parts.ts';

/**
 * Whose reports a row takes, where whoever enters it does not stand above them: two governments on the same ground do not take from
 * each other, a tier above both decides. Undefined where it takes nothing of the kind.
 */
export function takenFrom(
  { rules, view, categories, clock }: Pick<DirectoryParts, 'rules' | 'view' | 'categories' | 'clock'>,
  caller: Caller,
  row: Rule,
): string | undefined {
  if (isNationalAdmin(caller)) return undefined;
  const today = localDay(clock.now(), view.find(row.bodyId)?.timeZone ?? 'Asia/Jakarta');
  const { steps, codesUnder: under } = categories.tree();
  const rowsFor = (areaCode: string, code: string) =>
    rules.entriesFor(areaCode, code).flatMap(({ id }) => rules.find(id) ?? []);
  for (const { bodyId } of rowsTaken(row, rules.find(row.id), { today, steps, under, rowsFor })) {
    const body = view.find(bodyId);
    if (body?.path.includes(caller.agencyId) !== true) return body?.name ?? bodyId;
  }
  return undefined;
}

export function takenRule(body: string): string {
  return `is what ${body} answers for: an admin above both enters it`;
}
