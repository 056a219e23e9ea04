const LONGEST = 254;
/** Letters of any script, digits, dashes. */
const LABEL = String.raw`[\p{L}\p{M}\p{N}-]+`;
/**
 * Not all that RFC 5322 allows: what means something in a mail header or to a mail server (quotes, lists, groups, source routes,
 * control and invisible characters) is no part of an address here.
 */
const EMAIL = new RegExp(String.raw`^[^\s\p{C}@"(),:;<>[\]\\]+@${LABEL}(?:\.${LABEL})+$`, 'u');

/** One address of one person, at most 254 characters: nothing that could name a second one. */
export function isEmail(text: string): boolean {
  return text.length <= LONGEST && EMAIL.test(text);
}
