const LONGEST = 64;
/** Three rows of the table, used again for every call: thousands of words are compared per search. */
const rows: readonly Uint8Array[] = [0, 1, 2].map(() => new Uint8Array(LONGEST + 1));

/**
 * How many letters to change, add, drop or swap with their neighbour to get from one word to the other (optimal string
 * alignment), or `limit + 1` as soon as it must be more than `limit`. Words are compared up to their 64th letter.
 */
export function editDistance(a: string, b: string, limit: number): number {
  const height = Math.min(a.length, LONGEST);
  const width = Math.min(b.length, LONGEST);
  if (Math.abs(height - width) > limit) return limit + 1;
  let [before, previous, current] = rows as [Uint8Array, Uint8Array, Uint8Array];
  for (let j = 0; j <= width; j += 1) previous[j] = j;
  for (let i = 1; i <= height; i += 1) {
    current[0] = i;
    let best = i;
    const letter = a.charCodeAt(i - 1);
    for (let j = 1; j <= width; j += 1) {
      const same = letter === b.charCodeAt(j - 1);
      let cost = (previous[j - 1] ?? 0) + (same ? 0 : 1);
      cost = Math.min(cost, (previous[j] ?? 0) + 1, (current[j - 1] ?? 0) + 1);
      if (i > 1 && j > 1 && letter === b.charCodeAt(j - 2) && a.charCodeAt(i - 2) === b.charCodeAt(j - 1)) {
        cost = Math.min(cost, (before[j - 2] ?? 0) + 1);
      }
      current[j] = cost;
      if (cost < best) best = cost;
    }
    if (best > limit) return limit + 1;
    [before, previous, current] = [previous, current, before];
  }
  return Math.min(previous[width] ?? 0, limit + 1);
}
