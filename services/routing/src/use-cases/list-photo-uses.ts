import type { MessageInitShape } from '@bufbuild/protobuf';
import type { ListPhotoUsesRequest, PhotoUsesSchema } from '@lapor/contracts/routing/v1/routing_service';
import { AppError, notFound } from '@lapor/kernel';
import type { RoutingState } from '../case-store.ts';
import { isSameMatter } from '../domain/reuse.ts';
import { visibilityFor, type Viewer } from '../domain/visibility.ts';
import type { RoutingParts } from '../parts.ts';

/** As many as one case may have. */
const MOST_PHOTOS = 20;

type UsesMessage = Exclude<MessageInitShape<typeof PhotoUsesSchema>, { readonly $typeName: string }>;

/**
 * On which other cases pictures of this one were given as evidence, so that a person can compare: those alone that the officer may read.
 * @throws AppError forbidden for whoever may know of the case and not read it
 */
export async function listPhotoUses(
  parts: RoutingParts,
  { caseId, photos }: Pick<ListPhotoUsesRequest, 'caseId' | 'photos'>,
  viewer: Viewer,
): Promise<readonly UsesMessage[]> {
  const here = (await parts.cases.find(caseId))?.state;
  if (here === undefined || !visibilityFor(here, viewer).exists) throw notFound('case', caseId);
  if (viewer.kind !== 'officer' || !visibilityFor(here, viewer).text)
    throw new AppError('forbidden', 'only who may read a case is told where its pictures are shown');
  const found = await Promise.all(
    photos.slice(0, MOST_PHOTOS).map(async ({ id, like }) => {
      return { photoId: id, caseIds: await parts.photoUses.find(caseId, { like }) };
    }),
  );
  const others = await parts.cases.findAll([...new Set(found.flatMap(({ caseIds }) => caseIds))]);
  const told = new Set(others.flatMap(({ id, state }) => (isTold(here, state, viewer) ? id : [])));
  const uses = found.map(({ photoId, caseIds }) => ({
    photoId,
    caseIds: caseIds.filter((id) => told.has(id)),
  }));
  return uses.filter(({ caseIds }) => caseIds.length > 0);
}

function isTold(here: RoutingState, other: RoutingState, viewer: Viewer): boolean {
  return !isSameMatter(here, other) && visibilityFor(other, viewer).text;
}
