import type { OfficerCaseView } from '../../officer-types.ts';

/** In characters: a sentence that is longer than this is read below, with all the others. */
const LONGEST_TITLE = 240;

/** A report without a title is called by how it begins, cut off where many stand in a list; on its own page the sentence is whole. */
export function wholeTitle({ title, body }: Pick<OfficerCaseView, 'title' | 'body'>): string {
  const start = title.slice(0, -1);
  const text = body.replace(/\s+/g, ' ').trim();
  if (!title.endsWith('…') || !text.startsWith(start)) return title;
  const end = /[.!?](?=\s|$)/.exec(text.slice(start.length));
  const whole = end === null ? text : text.slice(0, start.length + end.index + 1);
  return whole.length <= LONGEST_TITLE ? whole : title;
}
