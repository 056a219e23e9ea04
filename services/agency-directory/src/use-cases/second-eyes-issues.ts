import { isAskedAbove } from '../domain/agency/agency.ts';
import type { KeyedAgency } from '../domain/government/governments.ts';
import type { ImportIssue } from '../domain/import/csv-table.ts';
import type { GovernmentImport } from '../domain/import/government-import.ts';
import { unitKeyOf } from '../domain/import/imported-government.ts';
import { LAST_RELEASER_RULE, mayRelease, SECOND_EYES_RULE } from '../domain/officer/second-eyes.ts';
import type { ImportPlan, Present } from './import-plan.ts';

const ASKED_ABOVE_RULE = 'was asked for by a tier above, and is ended there';

/** Where four eyes are wanted somebody releases, and stays: by the officers as they are once the files hold. */
export function secondEyesIssues(
  { units, officers }: GovernmentImport,
  body: KeyedAgency,
  present: Present,
  { officersChanged }: Pick<ImportPlan, 'officersChanged'>,
): ImportIssue[] {
  const agencyIdOf = (unitKey: string) => present.agencyIdOf(unitKeyOf(body.key, unitKey));
  const named = new Set(officers.flatMap(({ username }) => present.officers.get(username)?.officerId ?? []));
  const staffed = new Set(
    officers.filter(({ role }) => mayRelease(role)).map(({ unitKey }) => agencyIdOf(unitKey)),
  );
  const isReleased = (agencyId: string) =>
    staffed.has(agencyId) || present.releasers.get(agencyId)?.some((id) => !named.has(id)) === true;
  // Where the file itself speaks of four eyes, its line for the unit has said it.
  const said = new Set(
    units.flatMap(({ key, fourEyes }) => (fourEyes === undefined ? [] : [agencyIdOf(key)])),
  );
  const refused = units.flatMap(({ line, key, fourEyes }): ImportIssue[] => {
    const known = present.view.find(agencyIdOf(key));
    const isBound = fourEyes === false && known !== undefined && isAskedAbove(known, present.callerPath);
    if (isBound) return [{ file: 'units', line, field: 'four_eyes', rule: ASKED_ABOVE_RULE }];
    if (fourEyes !== true || isReleased(agencyIdOf(key))) return [];
    return [{ file: 'units', line, field: 'four_eyes', rule: SECOND_EYES_RULE }];
  });
  const going = officersChanged.flatMap(({ known: { agencyId, role }, to }): ImportIssue[] => {
    const isWanted = present.view.find(agencyId)?.fourEyes === true && !said.has(agencyId);
    if (!isWanted || !mayRelease(role) || isReleased(agencyId)) return [];
    const field = to.agencyId === agencyId ? 'role' : 'unit_key';
    return [{ file: 'officers', line: to.line, field, rule: LAST_RELEASER_RULE }];
  });
  return [...refused, ...going];
}
