import { AppError, agencyIdFor } from '@lapor/kernel';
import type { AgencyDetails, AgencyKind } from '../agency/agency.ts';
import type { Area } from '../areas/area.ts';
import { timeZoneOf } from './time-zone.ts';

/** An agency with the public key its id is made from: "kemenkes", "21.71", "21.71/dinkes". */
export type KeyedAgency = AgencyDetails & { readonly agencyId: string; readonly key: string };

export interface NationalAgencyRow {
  readonly key: string;
  readonly name: string;
  readonly shortName: string;
  readonly kind: AgencyKind;
  /** Empty for the root. */
  readonly parentKey: string;
}

export interface GovernmentAreas {
  children(code?: string): readonly Area[];
}

const ROOT_KEY = 'nasional';
export const ROOT_AGENCY_ID: string = agencyIdFor(ROOT_KEY);

/**
 * The government of the country: the root, ministries and national bodies as listed, a government for every province,
 * regency and city. Parents come before their children.
 *
 * @throws AppError `invalid` when a row names a parent that does not come before it.
 */
export function buildGovernments(
  rows: readonly NationalAgencyRow[],
  areas: GovernmentAreas,
): readonly KeyedAgency[] {
  const agencies: KeyedAgency[] = [];
  const pathByKey = new Map<string, readonly string[]>();
  const add = (row: NationalAgencyRow, areaCode: string) => {
    const agency = keyedAgency(row, areaCode, row.parentKey === '' ? [] : pathByKey.get(row.parentKey));
    pathByKey.set(row.key, agency.path);
    agencies.push(agency);
  };
  for (const row of rows) add(row, '');
  for (const province of areas.children()) {
    add(provinceGovernment(province), province.code);
    for (const area of areas.children(province.code)) add(localGovernment(area), area.code);
  }
  return agencies;
}

function keyedAgency(
  row: NationalAgencyRow,
  areaCode: string,
  parentPath: readonly string[] | undefined,
): KeyedAgency {
  if (parentPath === undefined) {
    const issues = [{ field: row.key, rule: `names a parent, ${row.parentKey}, that comes before it` }];
    throw new AppError('invalid', `agency ${row.key} has no parent`, { issues });
  }
  const agencyId = agencyIdFor(row.key);
  return {
    agencyId,
    key: row.key,
    name: row.name,
    shortName: row.shortName,
    kind: row.kind,
    parentId: parentPath.at(-1) ?? '',
    path: [...parentPath, agencyId],
    areaCode,
    timeZone: timeZoneOf(areaCode),
    active: true,
    // Only the national admin is there from the start; a government joins when its officers are brought in.
    onboarded: row.kind === 'national',
  };
}

function provinceGovernment({ code, name }: Area): NationalAgencyRow {
  const common = name.replace('Daerah Khusus Ibukota', 'DKI').replace('Daerah Istimewa', 'DI');
  return {
    key: code,
    name: `Pemerintah Provinsi ${name}`,
    shortName: `Pemprov ${common}`,
    kind: 'province',
    parentKey: ROOT_KEY,
  };
}

function localGovernment({ code, name }: Area): NationalAgencyRow {
  const city = name.startsWith('Kota');
  const proper = name.replace(/^(?:Kabupaten|Kota) (?:Administrasi )?/, '');
  return {
    key: code,
    name: `Pemerintah ${name}`,
    shortName: `${city ? 'Pemko' : 'Pemkab'} ${proper}`,
    kind: city ? 'city' : 'regency',
    parentKey: code.slice(0, 2),
  };
}
