/** Wrong passwords in a row that cost nothing but themselves: people mistype. */
export const FREE_FAILURES = 5;
const FIRST_DELAY_MILLISECONDS = 2_000;
const LONGEST_DELAY_MILLISECONDS = 15 * 60_000;

/**
 * How long a user name must wait after so many failures in a row: 0 for the first five, then 2 s, 4 s, 8 s … 15 minutes.
 * A day of guessing is then about a hundred tries, and the owner is never locked out for good.
 */
export function signInDelay(failures: number): number {
  if (failures < FREE_FAILURES) return 0;
  const doublings = Math.min(failures - FREE_FAILURES, 20);
  return Math.min(FIRST_DELAY_MILLISECONDS * 2 ** doublings, LONGEST_DELAY_MILLISECONDS);
}
