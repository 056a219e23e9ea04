import type { Timestamp } from '@bufbuild/protobuf/wkt';
import type { CaseStatus } from '@lapor/contracts/routing/v1/case';
import type { ListCasesRequest } from '@lapor/contracts/routing/v1/routing_service';
import { AppError, invalid, normalizeTrackingId } from '@lapor/kernel';
import { EVERYWHERE, lanesOf, OPEN_LANES } from '../case-store.ts';
import type { RoutingState } from '../case-store.ts';
import { isAddressed, mayBeSecondEyes, mayRelease, releasesDraft } from '../domain/relations.ts';
import { visibilityFor, type Viewer } from '../domain/visibility.ts';
import type { RoutingParts } from '../parts.ts';
import { known, moment, statuses } from '../publish.ts';
import { searchCases } from '../search/search-cases.ts';
import type { Searched } from '../search/search-cases.ts';
import { findCases, getReadable, isListed } from './find-cases.ts';
import { listLookedOver } from './list-looked-over.ts';
import { narrowedBy, type NarrowingName } from './narrowed-by.ts';
import { readVisible, type Order } from './read-visible.ts';
import { type CaseViewMessage, summarizeCase } from './view-case.ts';

const DEFAULT_PAGE = 50;
const LARGEST_PAGE = 200;
/** Of a list that was narrowed, so many cases of each way into it are looked at for one page. */
const MOST_LOOKED_AT = 2_000;
const FIRST_CALM = '1';
const ORDER = /^[01]\d{14}[0-9A-Z]{10}$/;

/** Which part of an inbox, as both doors ask for it. */
type Wanted = Omit<ListCasesRequest, '$typeName' | '$unknown' | Instead> &
  Partial<Pick<ListCasesRequest, Instead>>;
type Instead =
  | NarrowingName
  | 'handedOver'
  | 'addressed'
  | 'query'
  | 'unreleased'
  | 'drafts'
  | 'masterCaseId'
  | 'caseIds';

interface Listed {
  readonly cases: CaseViewMessage[];
  readonly nextPageToken: string;
  readonly searchedTo?: Timestamp;
  readonly stoppedEarly?: boolean;
  readonly total?: number;
}

/**
 * A page of an officer's inbox: urgent first, then what is due next. What the viewer may not know of leaves no gap: a page is
 * full unless there is no more, and the token names the last case that was shown.
 */
export async function listCases(parts: RoutingParts, request: Wanted, viewer: Viewer): Promise<Listed> {
  if (request.caseIds !== undefined && request.caseIds.length > 0)
    return { cases: await findCases(parts, request.caseIds, viewer), nextPageToken: '' };
  if (viewer.kind !== 'officer' && viewer.kind !== 'machine')
    throw new AppError('forbidden', 'lists are for officers and systems of agencies');
  const top = topOf(viewer);
  const agencyId = request.agencyId || top;
  await requireBelow(parts, agencyId, top);
  const size = request.pageSize === 0 ? DEFAULT_PAGE : request.pageSize;
  if (size > LARGEST_PAGE) throw invalid('pageSize', `is at most ${LARGEST_PAGE}`);
  if (request.query !== undefined && request.query.trim() !== '')
    return search(parts, { ...request, query: request.query, agencyId, size }, viewer);
  const place = { ...request, agencyId, size };
  const lookedOver = isPlain(request) ? await listLookedOver(parts, place, viewer) : undefined;
  return lookedOver === undefined ? listHeld(parts, place, viewer) : listed(parts, lookedOver, viewer);
}

/** In the order they are kept in, of what is held there or of what is asked for instead. */
async function listHeld(
  parts: RoutingParts,
  request: Wanted & { readonly size: number },
  viewer: Staff,
): Promise<Listed> {
  const { size, agencyId } = request;
  if (request.pageToken !== '' && !ORDER.test(request.pageToken))
    throw invalid('pageToken', 'is one that a list gave');
  const order: Order = request.unreleased ? 'release' : request.drafts ? 'draft' : 'order';
  const filters = request.masterCaseId
    ? [{ 'state.master.id': await getReadable(parts, request.masterCaseId, viewer) }]
    : request.handedOver
      ? [handedOverTo(viewer)]
      : filtersFor(request, agencyId, viewer);
  const narrow = narrowedBy(request);
  const seen = (state: RoutingState) => {
    if (request.unreleased) return isListed(state, viewer) && mayRelease(state, viewer);
    if (request.drafts) return isListed(state, viewer) && releasesDraft(state, viewer);
    if (request.handedOver) return state.handedOverAt !== undefined && isListed(state, viewer);
    return request.addressed
      ? viewer.kind === 'officer' && isAddressed(state, viewer)
      : isListed(state, viewer);
  };
  const { found, stoppedAt } = await readVisible(parts, filters, {
    shown: (state) => (narrow === undefined || narrow(state)) && seen(state),
    order,
    after: request.pageToken,
    count: size + 1,
    most: narrow === undefined ? Infinity : MOST_LOOKED_AT,
    ...(order === 'order' && isOfOpen(request) && request.danger ? { below: FIRST_CALM } : {}),
  });
  const page = found.slice(0, size);
  const cases = await Promise.all(page.map((loaded) => summarizeCase(parts, loaded, viewer)));
  const isFirst = request.pageToken === '';
  const total =
    request.drafts && narrow === undefined && isFirst ? { total: await countDrafts(parts, viewer) } : {};
  if (found.length > size) return { cases, nextPageToken: page.at(-1)?.state.inbox[order] ?? '', ...total };
  return { cases, nextPageToken: stoppedAt ?? '', stoppedEarly: stoppedAt !== undefined, ...total };
}

/** Whoever wrote a draft is not its second pair of eyes; who is nobody's has none in the list either. */
async function countDrafts({ cases }: RoutingParts, viewer: Staff): Promise<number> {
  if (viewer.kind !== 'officer' || !mayBeSecondEyes(viewer.role)) return 0;
  return cases.count({
    'state.holder.id': viewer.agencyId,
    'state.inbox.draft': { $gt: '' },
    'state.draft.byId': { $ne: viewer.officerId },
    'state.inbox.lane': { $in: ['assigned', 'in_progress'] },
  });
}

/**
 * What has all the words, or the tracking id. By words only whoever may read a case finds it: a search that answers is as good as
 * a look at the text.
 */
async function search(
  parts: RoutingParts,
  request: Wanted & { readonly query: string; readonly size: number },
  viewer: Staff,
): Promise<Listed> {
  const { query, agencyId: scope, size: count, pageToken } = request;
  const words = new Set(request.statuses.flatMap((status) => statuses.word(status) ?? []));
  const narrow = narrowedBy(request);
  const wanted = (state: RoutingState) =>
    (words.size === 0 || words.has(state.status)) &&
    (!request.ownOnly || state.holder.id === scope) &&
    (narrow === undefined || narrow(state));
  const readable = (state: RoutingState) =>
    wanted(state) && isListed(state, viewer) && visibilityFor(state, viewer).text;
  const id = normalizeTrackingId(query);
  const named = id === undefined ? undefined : await parts.cases.find(id);
  if (named !== undefined && wanted(named.state) && isIn(named.state, scope) && isListed(named.state, viewer))
    return { cases: [await summarizeCase(parts, named, viewer)], nextPageToken: '' };
  return listed(parts, await searchCases(parts, { scope, query, count, pageToken, shown: readable }), viewer);
}

async function listed(
  parts: RoutingParts,
  { found, nextPageToken, searchedTo }: Searched,
  viewer: Staff,
): Promise<Listed> {
  return {
    cases: await Promise.all(found.map((loaded) => summarizeCase(parts, loaded, viewer))),
    nextPageToken,
    ...known({ searchedTo: moment(searchedTo) }),
  };
}

/** Nothing but open cases is listed; of these the urgent ones stand before all else. */
function isOfOpen({ statuses: wanted, handedOver, masterCaseId }: Wanted): boolean {
  return wanted.length === 0 && !handedOver && (masterCaseId ?? '') === '';
}

/** Nothing instead of what is held. */
function isPlain({ handedOver, addressed, unreleased, drafts, masterCaseId }: Wanted): boolean {
  return !handedOver && !addressed && !unreleased && !drafts && (masterCaseId ?? '') === '';
}

function isIn({ holder }: RoutingState, scope: string): boolean {
  return holder.path.includes(scope);
}

function filtersFor(request: Wanted, agencyId: string, viewer: Staff): readonly object[] {
  if (request.drafts) return [{ 'state.holder.id': viewer.agencyId }];
  const places = request.addressed
    ? [{ 'state.addressedIds': viewer.agencyId }]
    : placesOf(agencyId, request.ownOnly, viewer);
  if (request.unreleased) return places;
  return places.map((place) => ({ ...place, 'state.inbox.lane': lanesIn(request.statuses) }));
}

/** Whatever was handed over in the area an overseer looks over; of which agencies is seen case by case. @throws AppError forbidden */
function handedOverTo(viewer: Staff): object {
  if (viewer.kind !== 'officer' || viewer.role !== 'overseer')
    throw new AppError('forbidden', 'cases are handed over to overseers');
  return { 'state.inbox.handedTo': viewer.scope?.areaCode ?? EVERYWHERE };
}

type Staff = Extract<Viewer, { kind: 'officer' | 'machine' }>;

/** Where to look: what the agency holds; for an inspectorate's system also the protected cases of the body it inspects. */
function placesOf(agencyId: string, ownOnly: boolean, viewer: Staff): readonly object[] {
  if (ownOnly) return [{ 'state.holder.id': agencyId }];
  const body = viewer.agencyPath.at(-2);
  const inspected =
    viewer.kind === 'machine' && viewer.inspects && body !== undefined
      ? [{ 'state.holder.path': body, 'state.protected': true }]
      : [];
  return [{ 'state.holder.path': agencyId }, ...inspected];
}

/** Of what was not asked for by its status, what there is something to do about. */
function lanesIn(wanted: readonly CaseStatus[]): typeof OPEN_LANES {
  const words = new Set(wanted.flatMap((status) => statuses.word(status) ?? []));
  return words.size === 0 ? OPEN_LANES : lanesOf([...words]);
}

/** The part of the tree whose lists somebody reads: the agency served and all below it, of an overseer what was given to look over. */
function topOf(viewer: Staff): string {
  if (viewer.kind === 'machine' || viewer.role !== 'overseer') return viewer.agencyId;
  return viewer.scope?.agencyId ?? viewer.agencyPath[0] ?? viewer.agencyId;
}

async function requireBelow(parts: RoutingParts, agencyId: string, top: string) {
  if (agencyId === top) return;
  const agency = (await parts.directory.agencies([agencyId])).get(agencyId);
  if (agency === undefined) throw invalid('agencyId', 'must be a known agency');
  if (!agency.path.includes(top))
    throw new AppError('forbidden', 'that agency is not in your part of the tree');
}
