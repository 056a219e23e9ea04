import type { Caller } from '@lapor/contracts/common/v1/common';
import type { Loaded } from '@lapor/store';
import type { AgencyChangeState } from '../domain/agency/agency-change.ts';
import type { DirectoryParts } from '../parts.ts';
import { readProfile } from '../officer-profiles.ts';
import { TREE_SUBJECT } from './change-tree.ts';
import { managedAgency } from './manage-officers.ts';

const MOST = 200;

export interface ListedChange extends AgencyChangeState {
  readonly reasonText: string;
  readonly officerId: string;
  /** Empty when nobody knows any more. */
  readonly officerName: string;
}

/** What was changed in an agency's part of the tree, newest first, with who and why: for its admins. */
export async function listTreeChanges(
  parts: DirectoryParts,
  caller: Caller,
  asked: string,
): Promise<readonly ListedChange[]> {
  const { agencyId } = await managedAgency(parts, caller, asked);
  const found = await parts.agencyChanges.query(
    { 'state.concerns': agencyId },
    { sort: { 'state.number': -1 }, limit: MOST },
  );
  const ids = found.map(({ state }) => state.reason.id);
  const words =
    ids.length === 0 ? new Map<string, unknown>() : await parts.contents.readMany(TREE_SUBJECT, ids);
  return Promise.all(
    found.map(async (loaded) => {
      const reason = words.get(loaded.state.reason.id) as { readonly text?: string } | undefined;
      return { ...loaded.state, reasonText: reason?.text ?? '', ...(await whoChanged(parts, loaded)) };
    }),
  );
}

async function whoChanged(parts: DirectoryParts, { id }: Loaded<AgencyChangeState>) {
  const [first] = await parts.agencyChanges.history(id);
  const officerId = first?.actor.id ?? '';
  const officer = officerId === '' ? undefined : await parts.officers.find(officerId);
  const officerName = officer === undefined ? '' : (await readProfile(parts.contents, officer)).name;
  return { officerId, officerName };
}
