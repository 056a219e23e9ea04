import { invalid } from '@lapor/kernel';
import { isInboxFilter, type SavedFilter } from '@lapor/portal';
import { PUBLIC_CALLER } from '../remotes/callers.ts';
import type { Intake } from '../intake.ts';
import { callerOf } from './directory/officer-session.ts';

/** The session is the proof: the directory asks for no other caller. Whether it may be used yet is looked at before. */
const CALL = { caller: PUBLIC_CALLER };

/** @throws AppError unauthenticated */
export async function listSavedFilters(intake: Intake, token: string): Promise<readonly SavedFilter[]> {
  await callerOf(intake, token);
  const { filters } = await intake.directory.listSavedFilters({ token }, CALL);
  return filters.map(({ filterId: id, name, query }) => ({ id, name, query }));
}

/** @throws AppError unauthenticated, invalid (name, query), illegal when there are too many */
export async function saveFilter(
  intake: Intake,
  token: string,
  { name, query }: Omit<SavedFilter, 'id'>,
): Promise<void> {
  await callerOf(intake, token);
  if (!isInboxFilter(query)) throw invalid('query', 'must narrow the inbox, and say nothing else');
  await intake.directory.saveFilter({ token, name, query }, CALL);
}

/** Idempotent. @throws AppError unauthenticated */
export async function removeFilter(intake: Intake, token: string, filterId: string): Promise<void> {
  await callerOf(intake, token);
  await intake.directory.removeFilter({ token, filterId }, CALL);
}
