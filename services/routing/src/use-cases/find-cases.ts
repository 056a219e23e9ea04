import { invalid, notFound } from '@lapor/kernel';
import type { RoutingState } from '../case-store.ts';
import { relationsOf } from '../domain/relations.ts';
import { visibilityFor, type Viewer } from '../domain/visibility.ts';
import type { RoutingParts } from '../parts.ts';
import { type CaseViewMessage, summarizeCase } from './view-case.ts';

const MOST_BY_ID = 50;

/** Who follows whom is for those who read the master. */
export async function getReadable(parts: RoutingParts, masterId: string, viewer: Viewer): Promise<string> {
  const master = await parts.cases.find(masterId);
  if (master === undefined || !visibilityFor(master.state, viewer).text) throw notFound('case', masterId);
  return masterId;
}

/** Those of some cases that the viewer may find, in the order asked for. */
export async function findCases(
  parts: RoutingParts,
  ids: readonly string[],
  viewer: Viewer,
): Promise<CaseViewMessage[]> {
  if (ids.length > MOST_BY_ID) throw invalid('caseIds', `are at most ${MOST_BY_ID}`);
  const found = await Promise.all([...new Set(ids)].map((id) => parts.cases.find(id)));
  const listed = found.flatMap((loaded) =>
    loaded !== undefined && isListed(loaded.state, viewer) ? [loaded] : [],
  );
  return Promise.all(listed.map((loaded) => summarizeCase(parts, loaded, viewer)));
}

/** An overseer's list is what the scope holds, not what anybody may know of. */
export function isListed(state: RoutingState, viewer: Viewer): boolean {
  const theirs =
    viewer.kind !== 'officer' || viewer.role !== 'overseer' || relationsOf(state, viewer).size > 0;
  return theirs && visibilityFor(state, viewer).listed;
}
