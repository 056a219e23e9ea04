import { openSigningKey } from '@lapor/attest';
import type { PublicKey, SigningKey } from '@lapor/attest';
import type { Clock } from '@lapor/kernel';
import type { Keyring } from '@lapor/store';

/** What access tokens are signed with. A new key each week, without anybody doing anything, the same on every replica. */
export interface TokenKeys {
  current(): Promise<SigningKey>;
  /** The key before, the one now and the next: whoever fetched them within the week knows the next one already. */
  published(): Promise<readonly PublicKey[]>;
}

const WEEK_MILLISECONDS = 7 * 86_400_000;

/** Derived from the master secret and the number of the week since 1970: there is nothing to store, to agree on, or to lose. */
export function openTokenKeys(keyring: Keyring, clock: Clock): TokenKeys {
  const opened = new Map<number, Promise<SigningKey>>();
  const weekNow = (): number => Math.floor(clock.now().getTime() / WEEK_MILLISECONDS);
  const keyOf = (week: number): Promise<SigningKey> => {
    const known = opened.get(week);
    if (known !== undefined) return known;
    const [newest] = keyring.signingSeeds(`access-token/${week}`);
    if (newest === undefined) throw new Error('a keyring has at least one secret');
    if (opened.size > 10) opened.clear();
    const key = openSigningKey(newest, 'token');
    opened.set(week, key);
    return key;
  };
  return {
    current: () => keyOf(weekNow()),
    async published() {
      const week = weekNow();
      const keys = await Promise.all([week - 1, week, week + 1].map(keyOf));
      return keys.map(({ publicKey }) => publicKey);
    },
  };
}
