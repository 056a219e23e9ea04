import { excerptOf, searchWords } from '@lapor/language';
import type { CaseListItem, SearchMatch } from '@lapor/portal';
import type { FiledWords } from './private-parts.ts';

/** Where a case has the words it was found by, for whoever may read it. */
export function searchMatches(
  { area, agency }: CaseListItem,
  filed: FiledWords | undefined,
  query: string,
): readonly SearchMatch[] {
  const words = new Set(searchWords(query));
  const { title = '', body = '', address = '' } = filed ?? {};
  const said = [body, title, address].map((text) => excerptOf(text, words)).find((parts) => parts);
  const place = excerptOf(area?.name ?? '', words);
  const holder = excerptOf(agency?.name ?? '', words);
  return [
    ...(said === undefined ? [] : [{ in: 'text', parts: said } as const]),
    ...(place === undefined ? [] : [{ in: 'place', parts: place } as const]),
    ...(holder === undefined ? [] : [{ in: 'agency', parts: holder } as const]),
  ];
}
