import type { CategoryChange, CategoryChangeInfo, CategoryInfo, MergePreview } from '@lapor/portal';
import type { MergedArea } from '@lapor/contracts/directory/v1/directory_service';
import { AppError } from '@lapor/kernel';
import { deriveCommandKey } from '../../stores/identifiers.ts';
import type { Intake } from '../../intake.ts';
import { isoOf } from '../case-mapping.ts';
import { answerOf, rowOf } from './competence.ts';
import { categoryInfo } from './directory-queries.ts';
import { callerOf } from './officer-session.ts';

/** Changes the category tree. @throws AppError unauthenticated, forbidden, invalid */
export async function changeCategory(
  intake: Intake,
  token: string,
  { change, reason }: { readonly change: CategoryChange; readonly reason: string },
  idempotencyKey: string | undefined,
): Promise<CategoryInfo> {
  const caller = await callerOf(intake, token);
  const commandId =
    idempotencyKey === undefined
      ? ''
      : deriveCommandKey(intake.mac, `category-change\n${caller.officerId}`, idempotencyKey);
  const { category } = await intake.directory.changeCategory(
    { change: messageOf(change), reason, commandId },
    { caller },
  );
  if (category === undefined) throw new AppError('internal', 'the directory answered without the category');
  // Whoever changed it sees it changed.
  intake.places.forgetCategories();
  return categoryInfo(category);
}

function messageOf(change: CategoryChange) {
  const { code } = change;
  switch (change.kind) {
    case 'add': {
      const { group: groupCode, nameId, nameEn, hintId = '', hintEn = '' } = change;
      const { danger = false, neverPublic = false } = change;
      const value = { code, groupCode, nameId, nameEn, hintId, hintEn, danger, neverPublic };
      return { case: 'add' as const, value };
    }
    case 'rename':
      return { case: 'rename' as const, value: { code, nameId: change.nameId, nameEn: change.nameEn } };
    case 'mark': {
      const { danger, neverPublic } = change;
      return { case: 'mark' as const, value: { code, danger, neverPublic } };
    }
    case 'retire':
      return { case: 'retire' as const, value: { code } };
    case 'restore':
      return { case: 'restore' as const, value: { code } };
    case 'unmerge':
      return { case: 'unmerge' as const, value: { code } };
    case 'merge':
      return { case: 'merge' as const, value: { code, intoCode: change.into } };
  }
}

/**
 * What a merger would move in the competence table and among open cases, or, without `into`, what undoing it would. Stores nothing.
 * @throws AppError as the change itself
 */
export async function previewMerge(
  intake: Intake,
  token: string,
  { code, into }: { readonly code: string; readonly into?: string },
): Promise<MergePreview> {
  const caller = await callerOf(intake, token);
  const { rows, rowsInAll, areas, areasInAll, urgentLimits, becomesDanger } =
    await intake.directory.previewMerge({ code, intoCode: into ?? '', undo: into === undefined }, { caller });
  const counted = { categoryCode: code, mergedAway: into === undefined };
  const { open, following, holders } = await intake.routing.countCategory(counted, { caller });
  const names = await intake.places.nameAgencies(holders.map(({ agencyId }) => agencyId));
  return {
    open: Number(open),
    following: Number(following),
    holders: holders.map(({ agencyId, open: many }) => ({
      agency: names.get(agencyId) ?? { code: agencyId, name: agencyId },
      open: Number(many),
    })),
    rows: await Promise.all(rows.map((row) => rowOf(intake, row))),
    rowsInAll,
    areas: await Promise.all(areas.map((area) => mergedArea(intake, area))),
    areasInAll,
    ...(urgentLimits.length === 0
      ? {}
      : {
          danger: {
            becomes: becomesDanger,
            limits: urgentLimits.map(({ version, validFrom, urgentHours }) => ({
              version,
              validFrom,
              urgentHours,
            })),
          },
        }),
  };
}

async function mergedArea(
  intake: Intake,
  { areaCode, fromDay, merged, survivor, after }: MergedArea,
): Promise<MergePreview['areas'][number]> {
  if (merged === undefined || survivor === undefined || after === undefined)
    throw new AppError('internal', 'the directory answered without the answers');
  return {
    area: (await intake.places.nameArea(areaCode)) ?? { code: areaCode, name: areaCode },
    merged: await answerOf(intake, merged),
    survivor: await answerOf(intake, survivor),
    after: await answerOf(intake, after),
    ...(fromDay === '' ? {} : { fromDay }),
  };
}

/** Newest first, with who and why. @throws AppError unauthenticated, forbidden */
export async function listCategoryChanges(
  intake: Intake,
  token: string,
): Promise<readonly CategoryChangeInfo[]> {
  const caller = await callerOf(intake, token);
  const { changes } = await intake.directory.listCategoryChanges({}, { caller });
  return changes.map(({ at, officerName, what, category, reason }) => {
    const { code = '', nameId = '', nameEn = '', danger = false, neverPublic = false } = category ?? {};
    const marks = what === 'added' || what === 'marked' ? { danger, neverPublic } : {};
    return {
      at: isoOf(at) ?? '',
      officerName: officerName || undefined,
      what,
      code,
      nameId: nameId || undefined,
      nameEn: nameEn || undefined,
      ...marks,
      intoCode: category?.successorCode || undefined,
      reason,
    };
  });
}
