import type { ContentStore } from '@lapor/store';
import type { TemplateWords } from '../domain/templates/answer-template.ts';

/** Whose words templates and reasons are kept under. */
export const TEMPLATES_SUBJECT = 'answer-templates';
/** Some 10 MB, were each as long as it may be. */
const MOST_REMEMBERED = 2_000;

export type TemplateWordsReader = (
  contentIds: readonly string[],
) => Promise<ReadonlyMap<string, TemplateWords>>;

/** Every page of a case asks for them, and what is under an id never changes: it is opened once. */
export function openTemplateWords(contents: Pick<ContentStore, 'readMany'>): TemplateWordsReader {
  const known = new Map<string, TemplateWords>();
  return async (contentIds) => {
    const missing = contentIds.filter((id) => !known.has(id));
    const opened = await contents.readMany(TEMPLATES_SUBJECT, missing);
    const words = new Map<string, TemplateWords>();
    for (const id of contentIds) {
      const each = known.get(id) ?? (opened.get(id) as TemplateWords | undefined);
      if (each !== undefined) words.set(id, each);
    }
    if (known.size + opened.size > MOST_REMEMBERED) known.clear();
    for (const [id, each] of words) known.set(id, each);
    return words;
  };
}
