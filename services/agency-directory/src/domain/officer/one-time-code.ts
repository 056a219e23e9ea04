import { AppError } from '@lapor/kernel';

/** The end of a code that has none: whoever runs the machine gave it, by a setting. */
export const NO_END = '';

/** A one-time code as the officer's state has it. */
interface Coded {
  readonly mustSetPassword: boolean;
  readonly codeUntil?: string;
}

/**
 * When the one-time code of this account stops opening, ISO 8601 UTC; undefined: there is none, or it has no end. `undatedUntil`: of
 * those given before codes had an end.
 */
export function codeEnd({ mustSetPassword, codeUntil }: Coded, undatedUntil: Date): string | undefined {
  if (!mustSetPassword || codeUntil === NO_END) return undefined;
  return codeUntil ?? undatedUntil.toISOString();
}

/** For whoever has typed the right code: others are told nothing. */
export function codeRanOut(): AppError {
  return new AppError('unauthenticated', 'the one-time code has run out: ask an admin for a new one', {
    extra: { oneTimeCode: 'expired' },
  });
}
