import { headHash, inclusionPath } from '@lapor/attest';
import type { Inclusion } from '@lapor/attest';
import type { StoredEvent } from '@lapor/store';
import { type Anchors, HEADS_PER_CHUNK, type StoredRoot } from '../anchors.ts';
import type { CaseRecord } from '../case-record.ts';

/** The newest root that this history is under, and the way there; undefined: none yet. */
export async function findInclusion(
  anchors: Anchors,
  caseId: string,
  events: readonly StoredEvent<CaseRecord>[],
): Promise<Inclusion | undefined> {
  const days = new Set(events.map(({ at }) => at.slice(0, 10)));
  const roots = await anchors.rootsOf([...days]);
  for (const root of roots.toSorted((a, b) => (a._id < b._id ? 1 : -1))) {
    const found = await findUnder(anchors, root, caseId);
    if (found !== undefined) return found;
  }
  return undefined;
}

async function findUnder(
  anchors: Anchors,
  { _id: day, run, signed }: StoredRoot,
  caseId: string,
): Promise<Inclusion | undefined> {
  const places = await anchors.places(day, run);
  const place = places.findLast(({ first }) => first <= caseId);
  if (place === undefined) return undefined;
  const heads = await anchors.heads(day, run, place.number);
  const at = heads.findIndex(({ id }) => id === caseId);
  const head = heads[at];
  if (head === undefined) return undefined;
  const roots = places.map(({ root }) => Buffer.from(root, 'hex'));
  const path = [...inclusionPath(heads.map(headHash), at), ...inclusionPath(roots, place.number)];
  return {
    head,
    index: place.number * HEADS_PER_CHUNK + at,
    path: path.map((hash) => hash.toString('hex')),
    root: signed,
  };
}
