import type { DirectoryParts } from '../parts.ts';
import { requireFactorShown } from '../sign-in/sessions.ts';
import type { DirectoryCalls } from './directory-calls.ts';

type FilterCall = 'listSavedFilters' | 'saveFilter' | 'removeFilter';

/** What an officer keeps for the inbox: the session is the proof of whose it is. */
export function filterCalls({ sessions, savedFilters }: DirectoryParts): Pick<DirectoryCalls, FilterCall> {
  const officerOf = async (token: string) => {
    const session = await sessions.get(token);
    requireFactorShown(session);
    return session.officer.id;
  };
  return {
    async listSavedFilters({ token }) {
      const filters = await savedFilters.list(await officerOf(token));
      return { filters: filters.map(({ id: filterId, name, query }) => ({ filterId, name, query })) };
    },
    async saveFilter({ token, name, query }) {
      await savedFilters.save(await officerOf(token), { name, query });
      return {};
    },
    async removeFilter({ token, filterId }) {
      await savedFilters.remove(await officerOf(token), filterId);
      return {};
    },
  };
}
