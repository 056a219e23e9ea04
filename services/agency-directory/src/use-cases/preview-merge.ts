import type { Caller } from '@lapor/contracts/common/v1/common';
import { requireNationalAdmin } from '../access.ts';
import { CATEGORIES_ID, changeCategories, evolveCategories } from '../domain/categories/category-changes.ts';
import type { CategoryTree } from '../domain/categories/category-tree.ts';
import { areaCodeLineage } from '../domain/areas/area-code.ts';
import { dayAfter } from '../domain/days.ts';
import type { Policy } from '../domain/policy/policy.ts';
import { localDay } from '../domain/competence/competence-tables.ts';
import { timeZoneOf } from '../domain/government/time-zone.ts';
import type { DirectoryParts } from '../parts.ts';
import type { Rule } from '../rules/rule-book.ts';
import { UNKEPT } from './change-with-reason.ts';
import { answerBy } from './find-competent.ts';
import type { Answer, Asked } from './find-competent.ts';
import { listPolicies } from './manage-policies.ts';

/** Nobody reads more of either; both are counted to the end. */
const MOST_LISTED = 200;

export interface MergedArea {
  readonly areaCode: string;
  /** yyyy-mm-dd: from this day on. Absent: today already. */
  readonly fromDay?: string;
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
  /** Where only one of the two is of danger: the policies that say what an urgent limit is, the one in force first. */
  readonly urgentLimits: readonly Pick<Policy, 'version' | 'validFrom' | 'urgentHours'>[];
  /** Whether reports to come of what is merged are of danger from then on. */
  readonly becomesDanger: boolean;
}

const NOTHING: MergePreview = {
  rows: [],
  rowsInAll: 0,
  areas: [],
  areasInAll: 0,
  urgentLimits: [],
  becomesDanger: false,
};

interface Merger {
  readonly code: string;
  readonly intoCode: string;
}

/** The two trees that are compared: in one the two categories stand apart, in the other together. */
interface Trees {
  readonly apart: CategoryTree;
  readonly together: CategoryTree;
}

/**
 * What the competence table would say if one category went on as the other, or, without `intoCode`, if that were undone: today and on
 * each day to come on which a row begins or ends; and what the mark of danger changes. Stores nothing. @throws AppError as the change itself
 */
export async function previewMerge(
  parts: DirectoryParts,
  caller: Caller,
  wanted: { readonly code: string; readonly intoCode?: string },
): Promise<MergePreview> {
  requireNationalAdmin(caller);
  const { categories, categoryStore } = parts;
  const state = (await categoryStore.find(CATEGORIES_ID))?.state;
  const before = categories.treeWith(state);
  const { code, intoCode = before.survivorOf(code) } = wanted;
  const isUndone = wanted.intoCode === undefined;
  const change = isUndone
    ? ({ kind: 'unmerge', code } as const)
    : ({ kind: 'merge', code, intoCode } as const);
  const [event] = changeCategories(before, change, UNKEPT);
  if (event === undefined) return NOTHING;
  const after = categories.treeWith(evolveCategories(state, event));
  const trees = isUndone ? { apart: after, together: before } : { apart: before, together: after };
  const today = localDay(parts.clock.now(), timeZoneOf(''));
  const rows = rowsOf(parts, new Set([code, ...trees.apart.mergedInto(code)])).filter(
    ({ validTo = today }) => validTo >= today,
  );
  const areas = changedAreas(parts, trees, { code, intoCode, today });
  return {
    rows: rows.slice(0, MOST_LISTED),
    rowsInAll: rows.length,
    areas: areas.slice(0, MOST_LISTED),
    areasInAll: areas.length,
    ...(await dangerChange(parts, before, isUndone ? [intoCode, code] : [code, intoCode], today)),
  };
}

/** No policy says anything by category but how soon danger is to be answered. */
async function dangerChange(
  parts: DirectoryParts,
  tree: CategoryTree,
  codes: readonly [from: string, into: string],
  today: string,
): Promise<Pick<MergePreview, 'urgentLimits' | 'becomesDanger'>> {
  const [from, into] = codes.map((each) => tree.find(each)?.danger ?? false);
  if (from === into) return { urgentLimits: [], becomesDanger: false };
  // Of two that hold from the same day the later one.
  const byDay = new Map((await listPolicies(parts)).map((policy) => [policy.validFrom, policy]));
  const policies = [...byDay.values()].toSorted((a, b) => (a.validFrom < b.validFrom ? -1 : 1));
  const inForce = policies.findLast(({ validFrom }) => validFrom <= today);
  const toCome = policies.filter(({ validFrom }) => validFrom > today);
  return {
    urgentLimits: [...(inForce === undefined ? [] : [inForce]), ...toCome],
    becomesDanger: into === true,
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
  { apart, together }: Trees,
  { code, intoCode, today }: Merger & { readonly today: string },
): readonly MergedArea[] {
  const answer = (tree: CategoryTree, categoryCode: string, at: Pick<Asked, 'areaCode' | 'day'>) =>
    answerBy(
      { ...parts, categories: { ...parts.categories, tree: () => tree } },
      { categoryCode, ...at },
      parts.rules.entriesFor,
      (id) => parts.rules.find(id),
    );
  const codes = [...apart.steps(code), ...apart.steps(intoCode)].flat();
  return areasAsked(parts, codes).flatMap((areaCode) => {
    const found: MergedArea[] = [];
    let known = '';
    for (const day of [undefined, ...daysAhead(parts, areaCode, codes, today)]) {
      const at = { areaCode, ...(day === undefined ? {} : { day }) };
      const merged = answer(apart, code, at);
      const survivor = answer(apart, intoCode, at);
      const both = answer(together, intoCode, at);
      const said = JSON.stringify([merged, survivor, both].map(goesTo));
      const stays = isOf(merged, both) && isOf(survivor, both);
      if (!stays && said !== known)
        found.push({
          areaCode,
          merged,
          survivor,
          after: both,
          ...(day === undefined ? {} : { fromDay: day }),
        });
      known = said;
    }
    return found;
  });
}

/** When a row that may be asked for an area begins, or has ended, after today; in order. */
function daysAhead(
  { rules }: DirectoryParts,
  areaCode: string,
  codes: readonly string[],
  today: string,
): readonly string[] {
  const rows = [...areaCodeLineage(areaCode), ''].flatMap((area) =>
    codes.flatMap((code) => rules.entriesFor(area, code)),
  );
  const days = rows.flatMap(({ validFrom, validTo }) => [
    validFrom,
    ...(validTo === undefined ? [] : [dayAfter(validTo)]),
  ]);
  return [...new Set(days)].filter((day) => day > today).toSorted();
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
  return goesTo(one) === goesTo(other);
}

function goesTo({ agency, admin }: Answer): string | undefined {
  return (agency ?? admin)?.agencyId;
}
