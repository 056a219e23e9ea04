import type { Area, Category } from '@lapor/contracts/directory/v1/directory_service';
import type { AgencySummary } from '@lapor/contracts/directory/v1/events';
import { notFound } from '@lapor/kernel';
import type {
  AgencyInfo,
  AgencyQuery,
  AreaInfo,
  AreaLevel,
  AreaQuery,
  AreaWithAncestors,
  CategoryInfo,
} from '@lapor/portal';
import { PUBLIC_CALLER } from '../../remotes/callers.ts';
import type { Intake } from '../../intake.ts';

const OPTIONS = { caller: PUBLIC_CALLER };
const LEVELS: readonly AreaLevel[] = ['province', 'regency', 'district', 'village'];

export async function searchAreas({ directory }: Intake, query: AreaQuery): Promise<readonly AreaInfo[]> {
  const { areas } = await directory.searchAreas(
    {
      text: query.text,
      within: query.within ?? '',
      level: query.level ?? '',
      limit: query.limit ?? 0,
    },
    OPTIONS,
  );
  return areas.map(areaInfo);
}

/** @throws AppError not_found */
export async function readArea({ places }: Intake, code: string): Promise<AreaWithAncestors> {
  const found = await places.findArea(code);
  if (found?.area === undefined) throw notFound('area', code);
  return { ...areaInfo(found.area), ancestors: found.ancestors.map(areaInfo) };
}

/** `atMost`: not only those directly below, but as many whole tiers as keep within this number. */
export async function areaChildren({ places }: Intake, code = '', atMost = 0): Promise<readonly AreaInfo[]> {
  return (await places.areasBelow(code, atMost)).map(areaInfo);
}

export async function findAgencies(
  { directory }: Intake,
  query: AgencyQuery,
): Promise<readonly AgencyInfo[]> {
  const { agencies } = await directory.listAgencies(
    {
      text: query.text ?? '',
      parentId: query.parentId ?? '',
      areaCode: query.areaCode ?? '',
      onboardedOnly: query.onboardedOnly ?? false,
      subtree: query.subtree ?? false,
      limit: query.limit ?? 0,
    },
    OPTIONS,
  );
  return agencies.map(agencyInfo);
}

/** @throws AppError not_found */
export async function readAgency({ places }: Intake, id: string): Promise<AgencyInfo> {
  const found = await places.findAgency(id);
  if (found === undefined) throw notFound('agency', id);
  return agencyInfo(found);
}

/** What can be chosen; with `retired` also what no longer can, but gives old cases their names. */
export async function listCategories(
  { places }: Intake,
  { retired = false }: { readonly retired?: boolean } = {},
): Promise<readonly CategoryInfo[]> {
  return (await places.categories()).filter((each) => retired || !each.retired).map(categoryInfo);
}

function areaInfo({ code, name, level, fullName }: Area): AreaInfo {
  return { code, name, level: LEVELS.find((each) => each === level) ?? 'village', fullName };
}

export function agencyInfo(agency: AgencySummary): AgencyInfo {
  return {
    id: agency.agencyId,
    name: agency.name,
    shortName: agency.shortName,
    kind: agency.kind,
    parentId: agency.parentId === '' ? undefined : agency.parentId,
    path: agency.path,
    areaCode: agency.areaCode === '' ? undefined : agency.areaCode,
    onboarded: agency.onboarded,
    fourEyes: agency.fourEyes,
    fourEyesBy: agency.fourEyesBy === '' ? undefined : agency.fourEyesBy,
    active: agency.active,
    successorId: agency.successorId === '' ? undefined : agency.successorId,
  };
}

export function categoryInfo(category: Category): CategoryInfo {
  return {
    code: category.code,
    parentCode: category.parentCode === '' ? undefined : category.parentCode,
    nameId: category.nameId,
    nameEn: category.nameEn,
    hintId: category.hintId,
    hintEn: category.hintEn,
    danger: category.danger,
    neverPublic: category.neverPublic,
    retired: category.retired ? true : undefined,
    successorCode: category.successorCode === '' ? undefined : category.successorCode,
  };
}
