/** Wrong passwords in a row that cost nothing but themselves: people mistype. */
export const FREE_FAILURES = 5;
/** The same from all places together from where nobody has signed in to the account before. */
export const FREE_FAILURES_OF_STRANGERS = 10;
/** NIST SP 800-63B, 5.2.2: no more failures in a row than this. */
export const MOST_FAILURES = 100;
/** With so many in a row somebody guesses: the owner is told. */
export const TELLING_FAILURES = 10;

const FIRST_DELAY_MILLISECONDS = 2_000;
const LONGEST_DELAY_MILLISECONDS = 15 * 60_000;
const STOP_MILLISECONDS = 24 * 3_600_000;

/**
 * How long one must wait after so many failures in a row: 0 for the free ones, then 2 s, 4 s, 8 s … 15 minutes; from the hundredth
 * on a day. Whoever has signed in from a device before is counted apart from strangers, so that nobody is locked out for good.
 */
export function signInDelay(failures: number, free: number = FREE_FAILURES): number {
  if (failures < free) return 0;
  if (failures >= MOST_FAILURES) return STOP_MILLISECONDS;
  const doublings = Math.min(failures - free, 20);
  return Math.min(FIRST_DELAY_MILLISECONDS * 2 ** doublings, LONGEST_DELAY_MILLISECONDS);
}
