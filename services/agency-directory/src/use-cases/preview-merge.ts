import type { Caller } from '@lapor/contracts/common/v1/common';
import { requireNationalAdmin } from '../access.ts';
import { CATEGORIES_ID, changeCategories, evolveCategories } from '../domain/categories/category-changes.ts';
import type { CategoryTree } from '../domain/categories/category-tree.ts';
import { localDay } from '../domain/competence/competence-tables.ts';
import { timeZoneOf } from '../domain/government/time-zone.ts';
import type { DirectoryParts } from '../parts.ts';
import type { Rule } from '../rules/rule-book.ts';
import { UNKEPT } from './change-with-reason.ts';
import { answerBy } from './find-competent.ts';
import type { Answer } from './find-competent.ts';

/** Nobody reads more of either; both are counted to the end. */
const MOST_LISTED = 200;

export interface MergedArea {
  readonly areaCode: string;
  readonly merged: Answer;
  readonly survivor: Answer;
  /** For both from then on. */
  readonly after: Answer;
}

export interface MergePreview {
  readonly rows: readonly Rule[];
  readonly rowsInAll: number;
  readonly areas: readonly MergedArea[];
  readonly areasInAll: number;
}

interface Merger {
  readonly code: string;
  readonly intoCode: string;
}

/** What the competence table would say today if one category went on as the other. Stores nothing. @throws AppError as the merger itself */
export async function previewMerge(
  parts: DirectoryParts,
  caller: Caller,
  merger: Merger,
): Promise<MergePreview> {
  requireNationalAdmin(caller);
  const { categories, categoryStore } = parts;
  const state = (await categoryStore.find(CATEGORIES_ID))?.state;
  const before = categories.treeWith(state);
  const [event] = changeCategories(before, { kind: 'merge', ...merger }, UNKEPT);
  if (event === undefined) return { rows: [], rowsInAll: 0, areas: [], areasInAll: 0 };
  const today = localDay(parts.clock.now(), timeZoneOf(''));
  const rows = rowsOf(parts, new Set([merger.code, ...before.mergedInto(merger.code)])).filter(
    ({ validTo = today }) => validTo >= today,
  );
  const areas = changedAreas(parts, before, categories.treeWith(evolveCategories(state, event)), merger);
  return {
    rows: rows.slice(0, MOST_LISTED),
    rowsInAll: rows.length,
    areas: areas.slice(0, MOST_LISTED),
    areasInAll: areas.length,
  };
}

/** In the order of areas: the widest first, then what lies in it. */
function rowsOf({ rules }: DirectoryParts, codes: ReadonlySet<string>): readonly Rule[] {
  return [...rules.all()]
    .filter(({ categoryCode }) => codes.has(categoryCode))
    .sort((a, b) => a.areaCode.localeCompare(b.areaCode) || a.id.localeCompare(b.id));
}

function changedAreas(
  parts: DirectoryParts,
  before: CategoryTree,
  after: CategoryTree,
  { code, intoCode }: Merger,
): readonly MergedArea[] {
  const answer = (tree: CategoryTree, categoryCode: string, areaCode: string) =>
    answerBy(
      { ...parts, categories: { ...parts.categories, tree: () => tree } },
      { categoryCode, areaCode },
      parts.rules.entriesFor,
      (id) => parts.rules.find(id),
    );
  return areasAsked(parts, [...before.steps(code), ...before.steps(intoCode)].flat()).flatMap((areaCode) => {
    const merged = answer(before, code, areaCode);
    const survivor = answer(before, intoCode, areaCode);
    const both = answer(after, intoCode, areaCode);
    const stays = isOf(merged, both) && isOf(survivor, both);
    return stays ? [] : [{ areaCode, merged, survivor, after: both }];
  });
}

/** Wherever a row lies that may be asked, of a group too: in between all is as around it. For rows of the whole country each province. */
function areasAsked(parts: DirectoryParts, codes: readonly string[]): readonly string[] {
  const rows = rowsOf(parts, new Set(codes));
  const areas = new Set(rows.map(({ areaCode }) => areaCode));
  if (areas.delete('')) for (const { code } of parts.reference.areas().children()) areas.add(code);
  return [...areas].toSorted();
}

/** Goes to the same agency, or is found out by the same one. */
function isOf(one: Answer, other: Answer): boolean {
  const goesTo = ({ agency, admin }: Answer) => (agency ?? admin)?.agencyId;
  return goesTo(one) === goesTo(other);
}
