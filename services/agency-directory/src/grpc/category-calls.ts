import type { MessageInitShape } from '@bufbuild/protobuf';
import { timestampFromMs } from '@bufbuild/protobuf/wkt';
import type { CategorySchema, ChangeCategoryRequest } from '@lapor/contracts/directory/v1/directory_service';
import { AppError, invalid } from '@lapor/kernel';
import type { CategoryChange, CategoryEvent } from '../domain/categories/category-changes.ts';
import type { Category, CategoryTree } from '../domain/categories/category-tree.ts';
import type { DirectoryParts } from '../parts.ts';
import { changeCategory, listCategoryChanges } from '../use-cases/manage-categories.ts';
import { previewMerge } from '../use-cases/preview-merge.ts';
import { answerMessage, rowMessage } from './competence-table-calls.ts';
import type { DirectoryCalls } from './directory-calls.ts';

type CategoryCall = 'listCategories' | 'changeCategory' | 'previewMerge' | 'listCategoryChanges';
type CategoryMessage = MessageInitShape<typeof CategorySchema>;

/** What a complaint can be about: public knowledge, changed by the national admin. */
export function categoryCalls(parts: DirectoryParts): Pick<DirectoryCalls, CategoryCall> {
  return {
    // The promise is all that is asynchronous here: everything is in memory.
    listCategories: () => Promise.resolve({ categories: shownCategories(parts.categories.tree()) }),
    async changeCategory(request, { caller }) {
      const change = readChange(request);
      const { reason, commandId } = request;
      const tree = await changeCategory(parts, caller, { change, reason, commandId });
      const category = shownCategories(tree).find(({ code }) => code === change.code);
      if (category === undefined)
        throw new AppError('internal', 'the category is not there after its change');
      return { category };
    },
    async previewMerge({ code, intoCode, undo }, { caller }) {
      const merger = undo ? { code } : { code, intoCode };
      const { rows, areas, urgentLimits, ...counted } = await previewMerge(parts, caller, merger);
      return {
        ...counted,
        rows: rows.map(rowMessage),
        urgentLimits: urgentLimits.map(({ version, validFrom, urgentHours }) => ({
          version,
          validFrom,
          urgentHours,
        })),
        areas: areas.map(({ areaCode, fromDay = '', merged, survivor, after }) => ({
          areaCode,
          fromDay,
          merged: answerMessage(merged),
          survivor: answerMessage(survivor),
          after: answerMessage(after),
        })),
      };
    },
    async listCategoryChanges(_request, { caller }) {
      const changes = await listCategoryChanges(parts, caller);
      return {
        changes: changes.map(({ event, officerId, officerName, reason }) => {
          const { code, set } = event.data;
          const { mergedInto: successorCode = '', groupCode: parentCode = '', ...rest } = set;
          const category = { ...rest, code, parentCode, successorCode };
          return {
            at: timestampFromMs(Date.parse(event.at)),
            officerId,
            officerName,
            reason,
            what: WHAT[event.type],
            category,
          };
        }),
      };
    },
  };
}

const WHAT: Readonly<Record<CategoryEvent['type'], string>> = {
  CategoryAdded: 'added',
  CategoryRenamed: 'renamed',
  CategoryMarked: 'marked',
  CategoryRetired: 'retired',
  CategoryRestored: 'restored',
  CategoryMerged: 'merged',
  CategoryUnmerged: 'unmerged',
};

function readChange({ change }: ChangeCategoryRequest): CategoryChange {
  switch (change.case) {
    case 'add': {
      const { $typeName: _type, $unknown: _unknown, ...fields } = change.value;
      return { kind: 'add', ...fields };
    }
    case 'rename': {
      const { code, nameId, nameEn } = change.value;
      return { kind: 'rename', code, nameId, nameEn };
    }
    case 'mark': {
      const { code, danger, neverPublic } = change.value;
      return { kind: 'mark', code, danger, neverPublic };
    }
    case 'retire':
    case 'restore':
    case 'unmerge':
      return { kind: change.case, code: change.value.code };
    case 'merge':
      return { kind: 'merge', code: change.value.code, intoCode: change.value.intoCode };
    case undefined:
      throw invalid('change', 'is required');
  }
}

/** Each group, then its leaves. */
function shownCategories(tree: CategoryTree): CategoryMessage[] {
  return tree.groups.flatMap((group) => [
    { code: group.code, nameId: group.nameId, nameEn: group.nameEn },
    ...group.categories.map((leaf) => shownLeaf(tree, leaf)),
  ]);
}

function shownLeaf(tree: CategoryTree, leaf: Category): CategoryMessage {
  const { code, groupCode, nameId, nameEn, hintId, hintEn, danger, neverPublic, retired = false } = leaf;
  const survivor = tree.survivorOf(code);
  return {
    code,
    parentCode: groupCode,
    nameId,
    nameEn,
    hintId,
    hintEn,
    danger,
    // What must stay out of sight under one of its names stays so under the other.
    neverPublic: neverPublic || tree.find(survivor)?.neverPublic === true,
    retired,
    successorCode: survivor === code ? '' : survivor,
  };
}
