import type { Caller } from '@lapor/contracts/common/v1/common';
import type { OfficerSession } from '@lapor/portal';

/** Who a token stands for. */
export interface Resolved {
  readonly caller: Caller;
  readonly session: OfficerSession;
}

/** So long a session is taken as it was: an officer works in bursts, and each command would ask the directory. */
const TRUSTED_MILLISECONDS = 3_000;
const REMEMBERED = 5_000;

/** Sessions seen a moment ago. Emptied whenever access is taken from anybody through this process. */
export interface SessionCache {
  find(token: string, now: Date): Resolved | undefined;
  keep(token: string, resolved: Resolved): void;
  clear(): void;
}

export function createSessionCache(monotonic: () => number = () => performance.now()): SessionCache {
  const entries = new Map<string, { readonly until: number; readonly resolved: Resolved }>();
  return {
    find(token, now) {
      const entry = entries.get(token);
      if (entry === undefined || entry.until < monotonic()) return undefined;
      return new Date(entry.resolved.session.expiresAt) > now ? entry.resolved : undefined;
    },
    keep(token, resolved) {
      entries.delete(token);
      entries.set(token, { until: monotonic() + TRUSTED_MILLISECONDS, resolved });
      if (entries.size > REMEMBERED) entries.delete(entries.keys().next().value ?? '');
    },
    clear: () => entries.clear(),
  };
}
