import type { MessageInitShape } from '@bufbuild/protobuf';
import type { ReleasedWordsSchema } from '@lapor/contracts/routing/v1/routing_service';
import type { Loaded } from '@lapor/store';
import type { ReleasedContent } from '../case-contents.ts';
import type { RoutingState } from '../case-store.ts';
import type { WordsDecision } from '../domain/case.ts';
import type { RoutingParts } from '../parts.ts';
import { known, moment } from '../publish.ts';

/** What was released last, and its words. */
export interface Release {
  readonly decided: Extract<WordsDecision, { decision: 'released' }>;
  readonly words: ReleasedContent;
}

/** Undefined where nothing is public: never released, withheld, or erased since. */
export async function readRelease(
  parts: RoutingParts,
  { id, state }: Loaded<RoutingState>,
): Promise<Release | undefined> {
  const { release } = state;
  if (release?.decision !== 'released') return undefined;
  const kept = await parts.contents.read(id, [release.content.id]);
  const words = kept.get(release.content.id)?.released;
  return words === undefined ? undefined : { decided: release, words };
}

/** @param withMarks what was blacked out too: for those who may read it anyway */
export function releasedMessage(
  { decided, words }: Release,
  withMarks: boolean,
): Exclude<MessageInitShape<typeof ReleasedWordsSchema>, { readonly $typeName: string }> {
  const { at, report, steps } = decided;
  const { title, body, photos, hide } = words;
  return {
    ...known({ at: moment(at) }),
    report,
    ...(report ? { title, body } : {}),
    steps: [...steps],
    photos: photos.map((photo) => ({ ...photo, hide: withMarks ? [...photo.hide] : [] })),
    hide: withMarks ? [...hide] : [],
  };
}
