/**
 * Takes identity out of a text that becomes public: NIK (16 digits), phone numbers, e-mail addresses. Pure; rather one
 * number too many than one too few.
 */
export function maskIdentity(text: string): string {
  return text
    .normalize('NFKC')
    .replace(EMAIL, '[e-mail]')
    .replace(NUMBER, (found) => maskNumber(found))
    .trim();
}

const EMAIL =
  /[\p{L}\p{N}._%+-]+\s?(?:@|\(at\)|\[at\])\s?[\p{L}\p{N}-]+(?:\s?(?:\.|\(dot\)|\[dot\])\s?[\p{L}\p{N}-]+)+/giu;
/** Digits, with the separators people put between them. */
const NUMBER = /\+?\(?\d[\d\s().\-/]{6,}\d/gu;

function maskNumber(found: string): string {
  const digits = found.replace(/\D/g, '');
  if (digits.length >= 16) return '[NIK]';
  if (isDate(found)) return found;
  if (/^(?:62|0)?8\d{7,12}$/.test(digits)) return '[telepon]';
  if (/^(?:62|0)[2-9]\d{6,10}$/.test(digits)) return '[telepon]';
  if (found.startsWith('+') && digits.length >= 8) return '[telepon]';
  // Neither a known kind of phone number nor short: account and licence numbers are identity too.
  return digits.length >= 9 ? '[nomor]' : found;
}

/** 2024-05-01, 01/05/2024, 1.5.2024, a date and a time of day, or a span of years. */
function isDate(found: string): boolean {
  const text = found.trim();
  return (
    /^\d{4}-\d{1,2}-\d{1,2}(?:\s+\d{1,2}(?:[.:]\d{2})?)?$/.test(text) ||
    /^\d{1,2}[-/.]\d{1,2}[-/.]\d{4}(?:\s+\d{1,2}(?:[.:]\d{2})?)?$/.test(text) ||
    /^(?:19|20)\d{2}\s?[-/]\s?(?:19|20)\d{2}$/.test(text)
  );
}
