import type { Caller } from '@lapor/contracts/common/v1/common';
import { notFound } from '@lapor/kernel';
import { areaAfter } from '../domain/agency/kind-and-area.ts';
import { checkTreeChange } from '../domain/agency/tree-change.ts';
import type { TreeChange } from '../domain/agency/tree-change.ts';
import { timeZoneOf } from '../domain/government/time-zone.ts';
import type { DirectoryParts } from '../parts.ts';
import type { AgencyRecord } from '../stores/directory-view.ts';
import { requireMayChange } from './change-tree.ts';
import { outsideOfArea } from './outside-of-area.ts';
import type { OutsideOfArea } from './outside-of-area.ts';
import { refreshDirectory } from './refresh-directory.ts';

/** What another kind or area would change besides the agency. Stores nothing. @throws AppError as the change itself */
export async function previewKindAndArea(
  parts: DirectoryParts,
  caller: Caller,
  change: Extract<TreeChange, { kind: 'kind_and_area' }>,
): Promise<OutsideOfArea & { readonly agency: AgencyRecord }> {
  await refreshDirectory(parts);
  requireMayChange(parts, caller, change);
  checkTreeChange(change, parts.view, caller.agencyId);
  const before = parts.view.find(change.agencyId);
  if (before === undefined) throw notFound('agency', change.agencyId);
  const areaCode = areaAfter(change, parts.view);
  return {
    agency: { ...before, kind: change.agencyKind, areaCode, timeZone: timeZoneOf(areaCode) },
    ...outsideOfArea(parts, change),
  };
}
