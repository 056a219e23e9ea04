import type { Caller } from '@lapor/contracts/common/v1/common';
import type { StoredEvent } from '@lapor/store';
import { requireNationalAdmin } from '../access.ts';
import { CATEGORIES_ID, changeCategories } from '../domain/categories/category-changes.ts';
import type { CategoryChange, CategoryEvent } from '../domain/categories/category-changes.ts';
import type { CategoryTree } from '../domain/categories/category-tree.ts';
import { readProfile } from '../officer-profiles.ts';
import type { DirectoryParts } from '../parts.ts';
import { changeWithReason } from './change-with-reason.ts';

const SUBJECT = 'categories';
const MOST_CHANGES = 200;

export interface CategoryOrder {
  readonly change: CategoryChange;
  readonly reason: string;
  readonly commandId: string;
}

/** @throws AppError unauthenticated, forbidden, invalid */
export async function changeCategory(
  parts: DirectoryParts,
  caller: Caller,
  { change, reason, commandId }: CategoryOrder,
): Promise<CategoryTree> {
  requireNationalAdmin(caller);
  const { categories, categoryStore } = parts;
  const state = await changeWithReason(parts, categoryStore, {
    caller,
    aggregateId: CATEGORIES_ID,
    subject: SUBJECT,
    commandId,
    reason,
    body: { change, reason },
    decide: (before, because) => changeCategories(categories.treeWith(before), change, because),
  });
  if (state !== undefined) categories.take(state);
  await parts.announce();
  return categories.tree();
}

export interface ListedCategoryChange {
  readonly event: StoredEvent<CategoryEvent>;
  readonly officerId: string;
  /** Empty when nobody knows any more. */
  readonly officerName: string;
  readonly reason: string;
}

/** Newest first, with who and why. @throws AppError unauthenticated, forbidden */
export async function listCategoryChanges(
  parts: DirectoryParts,
  caller: Caller,
): Promise<readonly ListedCategoryChange[]> {
  requireNationalAdmin(caller);
  if ((await parts.categoryStore.find(CATEGORIES_ID)) === undefined) return [];
  const history = (await parts.categoryStore.history(CATEGORIES_ID)).slice(-MOST_CHANGES).toReversed();
  const words = await parts.contents.readMany(
    SUBJECT,
    history.map(({ data }) => data.reason.id),
  );
  return Promise.all(
    history.map(async (event) => {
      const officerId = event.actor.id ?? '';
      const officer = officerId === '' ? undefined : await parts.officers.find(officerId);
      const officerName = officer === undefined ? '' : (await readProfile(parts.contents, officer)).name;
      const kept = words.get(event.data.reason.id) as { readonly text?: string } | undefined;
      return { event, officerId, officerName, reason: kept?.text ?? '' };
    }),
  );
}
