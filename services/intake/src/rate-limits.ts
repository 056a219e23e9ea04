import { AppError, invalid } from '@lapor/kernel';

/** What is limited, and how often per how many seconds unless set otherwise. */
export const DEFAULT_LIMITS = {
  /** Complaints from one client address. Schools and villages share one: generous. */
  'file-address': { tries: 60, seconds: 600 },
  /** Complaints with one phone number or e-mail address. */
  'file-contact': { tries: 20, seconds: 86_400 },
  /** Everything else a reporter writes, per complaint. */
  'write-complaint': { tries: 60, seconds: 3_600 },
  /** Wrong access codes, per address and per complaint. An address that has used up its own is not listened to, and so does not
   *  count for the complaint: to lock somebody out of a complaint takes a thousand addresses and an hour. Even then 40 bits
   *  last a thousand years. */
  'wrong-code-address': { tries: 100, seconds: 3_600 },
  'wrong-code-complaint': { tries: 100_000, seconds: 3_600 },
  /** Failed sign-ins per address: a whole building may share one. Tries at one name the directory counts. */
  'sign-in-address': { tries: 100, seconds: 900 },
  /** What everybody may look up without being anybody: places, agencies, figures. */
  'read-address': { tries: 600, seconds: 60 },
} as const satisfies Readonly<Record<string, Limit>>;

export type LimitName = keyof typeof DEFAULT_LIMITS;

export interface Limit {
  readonly tries: number;
  readonly seconds: number;
}

/** Counts tries. The one here counts per process; one that counts for all instances fits the same interface. */
export interface RateLimiter {
  /** Counts one try. @throws AppError rate_limited with `extra.retryAfterSeconds` */
  take(limit: LimitName, key: string): void;
  /** @throws AppError rate_limited when `take` would, without counting. */
  check(limit: LimitName, key: string): void;
}

/** A proxy on this machine that we were not told to trust hides everybody behind one address: a whole town must not share a limit. */
const LOOPBACK: ReadonlySet<string> = new Set(['127.0.0.1', '::1', '::ffff:127.0.0.1']);
const BY_ADDRESS = /-address$/;

/** Keys remembered per limit; beyond it the oldest are forgotten. */
const REMEMBERED = 100_000;

/**
 * A bucket per key that refills evenly.
 * @param now milliseconds that only go forwards; not the domain's clock, which a simulation stops
 */
export function createRateLimiter(
  limits: Readonly<Record<LimitName, Limit>> | undefined,
  now: () => number = () => performance.now(),
): RateLimiter {
  if (limits === undefined) return { take: () => undefined, check: () => undefined };
  const buckets = new Map<LimitName, Map<string, { left: number; at: number }>>();
  const look = (name: LimitName, key: string) => {
    const { tries, seconds } = limits[name];
    const at = now();
    const bucket = buckets.get(name)?.get(key);
    if (bucket === undefined) return { left: tries, at };
    const refilled = ((at - bucket.at) / 1000) * (tries / seconds);
    return { left: Math.min(tries, bucket.left + refilled), at };
  };
  const check = (name: LimitName, key: string) => {
    const bucket = look(name, key);
    if (bucket.left < 1 && !(BY_ADDRESS.test(name) && LOOPBACK.has(key)))
      throw tooMany(name, limits[name], bucket.left);
    return bucket;
  };
  return {
    check,
    take(name, key) {
      const bucket = check(name, key);
      const named = buckets.get(name) ?? new Map<string, { left: number; at: number }>();
      buckets.set(name, named);
      named.delete(key);
      named.set(key, { left: bucket.left - 1, at: bucket.at });
      if (named.size > REMEMBERED) named.delete(named.keys().next().value ?? '');
    },
  };
}

function tooMany(name: LimitName, { tries, seconds }: Limit, left: number): AppError {
  const retryAfterSeconds = Math.max(1, Math.ceil((1 - left) * (seconds / tries)));
  return new AppError('rate_limited', `too many tries (${name}): at most ${tries} in ${seconds} seconds`, {
    extra: { limit: name, retryAfterSeconds },
  });
}

/** A setting of an installation of before may name them; it still starts. The directory counts tries at a name. */
const RETIRED: ReadonlySet<string> = new Set(['sign-in-name']);

/** "file-address=600/60,sign-in-address=5/60" → limits; "off" → none. @throws AppError invalid */
export function readLimits(setting: string): Readonly<Record<LimitName, Limit>> | undefined {
  if (setting.trim() === 'off') return undefined;
  const limits: Record<LimitName, Limit> = { ...DEFAULT_LIMITS };
  for (const part of setting.split(',').filter((each) => each.trim() !== '')) {
    const [, name = '', tries, seconds] = /^\s*([a-z-]+)=(\d+)\/(\d+)\s*$/.exec(part) ?? [];
    if (RETIRED.has(name)) continue;
    if (!isLimitName(name) || Number(tries) < 1 || Number(seconds) < 1)
      throw invalid('LAPOR_LIMITS', `"${part}" must be name=tries/seconds`);
    limits[name] = { tries: Number(tries), seconds: Number(seconds) };
  }
  return limits;
}

function isLimitName(name: string): name is LimitName {
  return Object.hasOwn(DEFAULT_LIMITS, name);
}
