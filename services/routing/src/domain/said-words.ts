import { formatTrackingId } from '@lapor/kernel';

const MONTHS =
  'januari|februari|maret|april|mei|juni|juli|agustus|september|oktober|november|desember|january|february|march|may|june|july|august|october|december';
const DAYS = new RegExp(
  String.raw`\b(?:\d{1,2} (?:${MONTHS}) \d{4}|\d{4}-\d{2}-\d{2}|\d{1,2}[/.-]\d{1,2}[/.-]\d{4})\b`,
  'g',
);

/**
 * What makes two texts the same: another comma, another number of spaces, another case are none, nor are the case's own tracking id
 * and a date, which a template fills in by itself. Other numbers tell one answer from another: which lamp, which street.
 */
export function saidWords(text: string, caseId: string): string {
  const lower = text.toLowerCase();
  const named = [formatTrackingId(caseId), caseId].map((id) => id.toLowerCase());
  return wordsAlone(named.reduce((left, id) => left.replaceAll(id, ' '), lower).replaceAll(DAYS, ' '));
}

/** As texts were compared before: id and dates made them others. */
export function wordsAlone(text: string): string {
  return (text.toLowerCase().match(/[\p{L}\p{N}]+/gu) ?? []).join(' ');
}
