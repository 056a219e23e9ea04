import type { ContentRef } from '../domain/events.ts';
import type { RoutingParts } from '../parts.ts';
import { forgetWords, type Indexing } from '../search/index-case.ts';
import { withholdErased } from './withhold-erased.ts';

/** All words of a case, and whatever was made of them. Idempotent, and done again from anywhere in the middle. */
export async function forgetCase(indexing: Indexing, caseId: string): Promise<void> {
  const { parts } = indexing;
  await forgetUses(parts, caseId);
  await parts.contents.erase(caseId);
  await forgetWords(indexing, caseId);
  await withholdErased(parts, caseId);
}

/** While the words are still there: their digests are found by them alone. */
async function forgetUses(
  { cases, contents, textUses, photoUses }: RoutingParts,
  caseId: string,
): Promise<void> {
  const history = await cases.history(caseId);
  const ids = history.flatMap(({ data }) => (data['content'] as ContentRef | undefined)?.id || []);
  const words = await contents.read(caseId, ids);
  const all = [...words.values()];
  await textUses.forget(
    caseId,
    all.map(({ text }) => text),
  );
  await photoUses.forget(
    caseId,
    all.flatMap(({ photos = [] }) => photos),
  );
}
