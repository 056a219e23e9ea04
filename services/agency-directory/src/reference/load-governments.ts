import { parse } from 'csv-parse/sync';
import type { AgencyKind } from '../domain/agency/agency.ts';
import { buildGovernments } from '../domain/government/governments.ts';
import type { GovernmentAreas, KeyedAgency, NationalAgencyRow } from '../domain/government/governments.ts';
import { readDataText } from './read-data.ts';

/** The root, the ministries and national bodies, and the 552 governments of provinces, regencies and cities. */
export function loadGovernments(areas: GovernmentAreas): readonly KeyedAgency[] {
  return buildGovernments(loadNationalAgencies(), areas);
}

function loadNationalAgencies(): readonly NationalAgencyRow[] {
  const rows: string[][] = parse(readDataText('national-agencies.csv'), { from_line: 2 });
  return rows.map(([key = '', name = '', shortName = '', kind = '', parentKey = '']) => ({
    key,
    name,
    shortName,
    kind: kind as AgencyKind,
    parentKey,
  }));
}
