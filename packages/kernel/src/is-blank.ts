/** Nothing a reader could see: blanks, control and format characters (zero width, direction marks). */
const INVISIBLE = /^[\s\p{Z}\p{Cc}\p{Cf}]*$/u;

export function isBlank(text: string): boolean {
  return INVISIBLE.test(text);
}
