/** A typed phone number as E.164, or undefined when it is none. A leading 0 or 8 is taken for Indonesia. */
export function normalizePhone(typed: string): string | undefined {
  const text = typed.trim();
  if (!/^[+\d\s().-]+$/.test(text)) return undefined;
  const digits = text.replace(/\D/g, '');
  const international = text.startsWith('+') ? digits : nationalise(digits);
  return /^[1-9]\d{7,14}$/.test(international) ? `+${international}` : undefined;
}

function nationalise(digits: string): string {
  if (digits.startsWith('00')) return digits.slice(2);
  if (digits.startsWith('0')) return `62${digits.slice(1)}`;
  if (digits.startsWith('8')) return `62${digits}`;
  return digits;
}
