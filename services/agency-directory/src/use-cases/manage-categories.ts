import type { Caller } from '@lapor/contracts/common/v1/common';
import { newId, toAppError } from '@lapor/kernel';
import type { AppError } from '@lapor/kernel';
import type { ContentRef, StoredEvent } from '@lapor/store';
import { requireNationalAdmin } from '../access.ts';
import { actorOf } from '../commands.ts';
import { CATEGORIES_ID, changeCategories } from '../domain/categories/category-changes.ts';
import type {
  CategoriesState,
  CategoryChange,
  CategoryEvent,
} from '../domain/categories/category-changes.ts';
import type { CategoryTree } from '../domain/categories/category-tree.ts';
import { readProfile } from '../officer-profiles.ts';
import type { DirectoryParts } from '../parts.ts';
import { digest, keepReason, UNKEPT } from './manage-calendars.ts';

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
  const command = `${caller.officerId}:${commandId === '' ? newId() : commandId}`;
  const decide = (before: CategoriesState | undefined, because: ContentRef) =>
    changeCategories(categories.treeWith(before), change, because);
  // What is refused leaves nothing behind, no reason either. Whether it was done before is known only below.
  const refusal = refusalOf(decide, (await categoryStore.find(CATEGORIES_ID))?.state);
  const because = refusal === undefined ? await keepReason(parts, SUBJECT, command, reason) : UNKEPT;
  const { state } = await categoryStore.execute(
    {
      aggregateId: CATEGORIES_ID,
      commandId: command,
      bodyHash: digest({ change, reason }),
      actor: actorOf(caller),
    },
    (before) => {
      if (refusal !== undefined) throw refusal;
      return decide(before, because);
    },
  );
  categories.take(state);
  await parts.announce();
  return categories.tree();
}

function refusalOf(
  decide: (state: CategoriesState | undefined, because: ContentRef) => unknown,
  state: CategoriesState | undefined,
): AppError | undefined {
  try {
    decide(state, UNKEPT);
    return undefined;
  } catch (error) {
    return toAppError(error);
  }
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
