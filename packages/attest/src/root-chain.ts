import { AppError } from '@lapor/kernel';
import { type DailyRootClaims, FIRST_ROOT, readDailyRoot, rootDigest } from './daily-root.ts';
import type { PublicKeys } from './signing-key.ts';

/**
 * Signed roots, in any order, as one unbroken chain: each by one of `keys`, each day once, each naming the one before. The oldest first;
 * what came before it, this does not tell.
 * @throws AppError invalid where it breaks
 */
export async function checkRootChain(
  signed: readonly string[],
  keys: PublicKeys,
): Promise<readonly DailyRootClaims[]> {
  const read = await Promise.all(
    signed.map(async (text) => ({ text: text.trim(), claims: await readDailyRoot(text, keys) })),
  );
  const roots = read.toSorted((a, b) => (a.claims.day < b.claims.day ? -1 : 1));
  for (const [index, { claims }] of roots.entries()) {
    const before = roots[index - 1];
    if (before === undefined) continue;
    if (before.claims.day === claims.day) throw broken(`there are two roots of ${claims.day}`);
    if (claims.prev === FIRST_ROOT) throw broken(`the root of ${claims.day} says it is the first`);
    if (claims.prev !== rootDigest(before.text))
      throw broken(`the root of ${claims.day} does not follow the one of ${before.claims.day}`);
  }
  return roots.map(({ claims }) => claims);
}

function broken(what: string): AppError {
  return new AppError('invalid', what);
}
