import type { ListCasesRequest } from '@lapor/contracts/routing/v1/routing_service';
import { AppError, invalid } from '@lapor/kernel';
import type { Loaded } from '@lapor/store';
import type { RoutingState } from '../case-store.ts';
import { visibilityFor, type Viewer } from '../domain/visibility.ts';
import type { RoutingParts } from '../parts.ts';
import { statuses } from '../publish.ts';
import { type CaseViewMessage, summarizeCase } from './view-case.ts';

const DEFAULT_PAGE = 50;
const LARGEST_PAGE = 200;
/** Nobody pages further than this; a filter serves better. */
const FARTHEST = 20_000;

/** A page of an officer's inbox: urgent first, then what is due next. */
export async function listCases(
  parts: RoutingParts,
  request: ListCasesRequest,
  viewer: Viewer,
): Promise<{ readonly cases: CaseViewMessage[]; readonly nextPageToken: string }> {
  if (viewer.kind !== 'officer') throw new AppError('forbidden', 'lists are for officers');
  const agencyId = request.agencyId || viewer.agencyId;
  await requireBelow(parts, agencyId, viewer);
  const size = request.pageSize === 0 ? DEFAULT_PAGE : request.pageSize;
  if (size > LARGEST_PAGE) throw invalid('pageSize', `is at most ${LARGEST_PAGE}`);
  const skip = readToken(request.pageToken);
  const place = request.ownOnly ? { 'state.holder.id': agencyId } : { 'state.holder.path': agencyId };
  const wanted = request.statuses.flatMap((status) => statuses.word(status) ?? []);
  const query = (filter: object) =>
    parts.cases.query({ ...place, ...filter }, { sort: { 'state.inbox.order': 1 }, limit: skip + size + 1 });
  const found =
    wanted.length === 0
      ? await query({ 'state.inbox.open': true })
      : merge(await Promise.all([...new Set(wanted)].map((status) => query({ 'state.status': status }))));
  const page = found.slice(skip, skip + size);
  const visible = page.filter(({ state }) => visibilityFor(state, viewer).listed);
  return {
    cases: await Promise.all(visible.map((loaded) => summarizeCase(parts, loaded, viewer))),
    nextPageToken: found.length > skip + size ? String(skip + size) : '',
  };
}

async function requireBelow(
  parts: RoutingParts,
  agencyId: string,
  viewer: Extract<Viewer, { kind: 'officer' }>,
) {
  if (agencyId === viewer.agencyId) return;
  const agency = (await parts.directory.agencies([agencyId])).get(agencyId);
  if (agency === undefined) throw invalid('agencyId', 'must be a known agency');
  if (!agency.path.includes(viewer.agencyId))
    throw new AppError('forbidden', 'that agency is not in your part of the tree');
}

function readToken(token: string): number {
  if (token === '') return 0;
  const skip = Number(token);
  if (!Number.isInteger(skip) || skip < 0 || skip > FARTHEST)
    throw invalid('pageToken', 'is one that a list gave');
  return skip;
}

function merge(lists: readonly (readonly Loaded<RoutingState>[])[]): readonly Loaded<RoutingState>[] {
  return lists.flat().sort((a, b) => a.state.inbox.order - b.state.inbox.order);
}
