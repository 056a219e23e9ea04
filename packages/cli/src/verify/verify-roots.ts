import { checkRootChain, FIRST_ROOT } from '@lapor/attest';
import { AppError } from '@lapor/kernel';
import { readKeys, type Verdict } from './verify-receipt.ts';

export interface RootsQuestion {
  /** As /api/v1/roots gives them. */
  readonly roots: string;
  /** A JSON Web Key Set. */
  readonly keys: string;
  /** Roots that somebody saved before: each must still be there as it was. */
  readonly kept?: string | undefined;
}

/** @throws AppError invalid when roots or keys cannot be read */
export async function verifyRoots({ roots: text, keys, kept }: RootsQuestion): Promise<Verdict> {
  const published = readKeys(keys);
  const roots = readRoots(text);
  const before = kept === undefined ? [] : readRoots(kept);
  try {
    const chain = await checkRootChain(roots, published);
    const last = chain.at(-1);
    if (last === undefined) throw new AppError('invalid', 'there is no root');
    // Signed roots are text: what was signed anew would read otherwise. One chain out of both: nothing left out in between.
    const joined = await checkRootChain([...new Set([...before, ...roots])], published);
    const origin =
      joined[0]?.prev === FIRST_ROOT
        ? 'from the very first on'
        : `those before ${joined[0]?.day} are not here`;
    return {
      lines: [
        `Good: ${joined.length} roots from ${joined[0]?.day} to ${last.day}, each names the one before; ${origin}.`,
        ...(kept === undefined ? [] : [`The ${before.length} that were kept are among them, unchanged.`]),
      ],
      good: true,
    };
  } catch (error) {
    if (!(error instanceof AppError)) throw error;
    return { lines: [`Not good: ${error.message}.`], good: false };
  }
}

/** The signed texts of a file as /api/v1/roots gives it. @throws AppError invalid */
export function readRoots(text: string): readonly string[] {
  const rule = 'must be as /api/v1/roots gives it: {"roots": [{"signed": …}]}';
  try {
    const { roots } = JSON.parse(text) as { readonly roots?: readonly { readonly signed?: unknown }[] };
    if (Array.isArray(roots) && roots.every((root) => typeof root?.signed === 'string'))
      return roots.map(({ signed }: { readonly signed?: unknown }) => (signed as string).trim());
  } catch (cause) {
    throw new AppError('invalid', `the file of roots ${rule}`, { cause });
  }
  throw new AppError('invalid', `the file of roots ${rule}`);
}
