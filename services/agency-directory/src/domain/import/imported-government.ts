import { agencyIdFor, stableId } from '@lapor/kernel';
import type { CompetenceEntry } from '../competence/competence-tables.ts';
import type { KeyedAgency } from '../government/governments.ts';
import type { GovernmentImport } from './government-import.ts';
import { worksOnCases } from '@lapor/kernel';
import type { OfficerLine } from './parse-officers.ts';

/** The public key of a unit: unique in the country because the government's own key stands before it. */
export function unitKeyOf(bodyKey: string, unitKey: string): string {
  return unitKey === '' ? bodyKey : `${bodyKey}/${unitKey}`;
}

/** Whether somebody serves there who works on cases: who only looks does not. */
export function isStaff({ role }: Pick<OfficerLine, 'role'>): boolean {
  return worksOnCases(role);
}

/** The units of a file as agencies below their government, parents first. Who has officers is on the platform. */
export function agenciesOf(
  { units, officers }: Pick<GovernmentImport, 'units' | 'officers'>,
  body: KeyedAgency,
): readonly KeyedAgency[] {
  const staffed = new Set(officers.filter(isStaff).map(({ unitKey }) => unitKey));
  const pathByKey = new Map([['', body.path]]);
  return units.map((unit) => {
    const key = unitKeyOf(body.key, unit.key);
    const agencyId = agencyIdFor(key);
    const above = pathByKey.get(unit.parentKey) ?? body.path;
    pathByKey.set(unit.key, [...above, agencyId]);
    return {
      agencyId,
      key,
      name: unit.name,
      shortName: '',
      kind: unit.kind,
      parentId: above.at(-1) ?? body.agencyId,
      path: [...above, agencyId],
      areaCode: unit.areaCode,
      timeZone: body.timeZone,
      active: true,
      onboarded: staffed.has(unit.key),
      ...(unit.fourEyes === undefined ? {} : { fourEyes: unit.fourEyes }),
    };
  });
}

/** The lines of a competence table as entries. The same line has the same id, however often it is brought in. */
export function entriesOf(
  { rules }: Pick<GovernmentImport, 'rules'>,
  bodyKey: string,
): readonly CompetenceEntry[] {
  return rules.map(({ unitKey, categoryCode, areaCode, validFrom, validTo }) => {
    const key = unitKeyOf(bodyKey, unitKey);
    return {
      id: stableId('competence', key, categoryCode, areaCode, validFrom),
      agencyId: agencyIdFor(key),
      categoryCode,
      areaCode,
      validFrom,
      ...(validTo === undefined ? {} : { validTo }),
    };
  });
}
