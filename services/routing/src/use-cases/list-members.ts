import type { ListMembersRequest } from '@lapor/contracts/routing/v1/routing_service';
import { invalid } from '@lapor/kernel';
import type { RoutingParts } from '../parts.ts';

const DEFAULT_PAGE = 200;
const LARGEST_PAGE = 1_000;

/** Whose matter a case is: its own reporter's, on the first page, and that of all who follow it. */
export async function listMembers(
  parts: RoutingParts,
  { caseId, pageSize, pageToken }: Pick<ListMembersRequest, 'caseId' | 'pageSize' | 'pageToken'>,
): Promise<{ readonly trackingIds: string[]; readonly nextPageToken: string }> {
  const size = pageSize === 0 ? DEFAULT_PAGE : pageSize;
  if (size > LARGEST_PAGE) throw invalid('pageSize', `is at most ${LARGEST_PAGE}`);
  if (pageToken === '') await parts.cases.get(caseId);
  const after = pageToken === '' ? {} : { 'state.inbox.order': { $gt: pageToken } };
  const members = await parts.cases.query(
    { 'state.master.id': caseId, ...after },
    { sort: { 'state.inbox.order': 1 }, limit: size },
  );
  const trackingIds = members.map(({ id }) => id);
  return {
    trackingIds: pageToken === '' ? [caseId, ...trackingIds] : trackingIds,
    nextPageToken: members.length < size ? '' : (members.at(-1)?.state.inbox.order ?? ''),
  };
}
