import type { Caller } from '@lapor/contracts/common/v1/common';
import type { Loaded } from '@lapor/store';
import type { AgencyRecord } from '../stores/directory-view.ts';
import type { OfficerState } from '../domain/officer/officer.ts';
import type { DirectoryParts } from '../parts.ts';
import { managedAgency } from './manage-officers.ts';

/** How many agencies are asked for at once: an index walk each. */
const AGENCIES_PER_QUERY = 200;
/** More officers than any government has by far; the national admin picks a government. */
const MOST_OFFICERS = 5_000;

/** Officers of an agency's subtree: in the order of the tree, by name within an agency. */
export async function listOfficers(
  parts: DirectoryParts,
  caller: Caller,
  agencyId: string,
  { ownOnly, ...which }: WhichOfficers & { readonly ownOnly: boolean },
): Promise<readonly Loaded<OfficerState>[]> {
  const agency = await managedAgency(parts, caller, agencyId);
  return officersOf(parts, ownOnly ? [agency] : parts.view.subtree(agency.agencyId), which);
}

interface WhichOfficers {
  /** Not those who have left. */
  readonly presentOnly: boolean;
  /** 0: as many as any government has. */
  readonly limit: number;
}

export async function officersOf(
  parts: Pick<DirectoryParts, 'officers'>,
  agencies: readonly AgencyRecord[],
  { presentOnly, limit: wanted }: WhichOfficers = { presentOnly: false, limit: 0 },
): Promise<readonly Loaded<OfficerState>[]> {
  const order = new Map(agencies.map(({ agencyId }, at) => [agencyId, at]));
  const found: Loaded<OfficerState>[] = [];
  const ids = [...order.keys()];
  const most = wanted === 0 ? MOST_OFFICERS : Math.min(wanted, MOST_OFFICERS);
  const present = presentOnly ? { 'state.status': { $ne: 'deactivated' } } : {};
  for (let at = 0; at < ids.length && found.length < most; at += AGENCIES_PER_QUERY) {
    const some = ids.slice(at, at + AGENCIES_PER_QUERY);
    const limit = most - found.length;
    found.push(...(await parts.officers.query({ 'state.agencyId': { $in: some }, ...present }, { limit })));
  }
  const place = (officer: Loaded<OfficerState>): number => order.get(officer.state.agencyId) ?? 0;
  return found.sort((a, b) => place(a) - place(b));
}
