import type { MessageInitShape } from '@bufbuild/protobuf';
import type { ListPassagesRequest, PassageSchema } from '@lapor/contracts/routing/v1/routing_service';
import { AppError, invalid } from '@lapor/kernel';
import { passagesIn } from '@lapor/language';
import { textsIn } from '../case-contents.ts';
import { saidSince } from '../domain/conversation.ts';
import { visibilityFor, type Viewer } from '../domain/visibility.ts';
import type { RoutingParts } from '../parts.ts';
import { MOST_QUERY_WORDS } from '../search/search-cases.ts';
import { isListed } from './find-cases.ts';

/** As many as a page of a search has. */
const MOST_CASES = 200;
const MOST_OF_A_CASE = 3;

type PassageMessage = Exclude<MessageInitShape<typeof PassageSchema>, { readonly $typeName: string }>;

/**
 * Where words of a search are in what was said since a case was reported. Read out of the sealed contents when somebody has searched,
 * and kept nowhere. What the viewer may not read has no passages.
 */
export async function listPassages(
  parts: RoutingParts,
  { wanted }: Pick<ListPassagesRequest, 'wanted'>,
  viewer: Viewer,
): Promise<PassageMessage[]> {
  if (viewer.kind !== 'officer') throw new AppError('forbidden', 'passages are for officers');
  if (wanted.length > MOST_CASES) throw invalid('wanted', `are at most ${MOST_CASES}`);
  if (wanted.some(({ words }) => words.length > MOST_QUERY_WORDS))
    throw invalid('words', `are at most ${MOST_QUERY_WORDS}`);
  const found = await parts.cases.findAll(wanted.map(({ caseId }) => caseId));
  const readable = found.filter(({ state }) => isListed(state, viewer) && visibilityFor(state, viewer).text);
  const histories = await parts.cases.histories(readable.map(({ id }) => id));
  const said = new Map(
    readable.map(({ id, state }) => [id, saidSince(histories.get(id) ?? [], state).toReversed()]),
  );
  const kept = await parts.contents.readEach(
    new Map([...said].map(([id, steps]) => [id, steps.map(({ contentId }) => contentId)])),
  );
  return wanted.flatMap(({ caseId, words }) => {
    const texts = (said.get(caseId) ?? []).flatMap(({ type, contentId }) => {
      const content = kept.get(caseId)?.get(contentId);
      return content === undefined ? [] : textsIn(content).map((text) => ({ type, text }));
    });
    return passagesIn(texts, new Set(words), MOST_OF_A_CASE).map(({ source: { type }, parts: pieces }) => ({
      caseId,
      type,
      parts: [...pieces],
    }));
  });
}
